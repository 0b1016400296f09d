import { loadOf } from '../../../functions/figures/dashboard/load'
import type { DashboardView } from '../../../functions/figures/dashboard/view'
import { durationLeft, plural } from '../../../functions/lib/format'
import { Spark } from '../../ui/figure'
import { Legend } from '../../ui/figure-table'
import { Svg } from '../../ui/icon'
import { Swatch } from '../stats/hours'

/** Says tasks as /tasks does, and cards apart, whose time is a guess. */
const plannedText = ({ load, cardsDue, cardSeconds }: DashboardView) => {
  const seconds = load.planned - cardSeconds
  const texts = [
    ...(seconds > 0 ? [`${durationLeft(seconds)} planned`] : []),
    ...(cardsDue > 0 ? [plural(cardsDue, 'card')] : []),
  ]
  return texts.join(' and ') || 'Nothing planned'
}

/** The day as one bar: tracked, running, planned, and what it does not hold; with the same in words. */
export const Load = (view: DashboardView) => {
  const { tracked, running, planned, capacity } = view.load
  const { total, over, free } = loadOf(view.load)
  const isFull = over >= 60
  return (
    <div class="load" id="load">
      <Spark
        // The target stands at five sixths of the bar, unless the day has more than the rest shows.
        max={Math.max(total, (capacity ?? 0) * 1.2)}
        target={capacity ?? undefined}
        parts={[
          { value: tracked },
          { value: running, tone: 'open' },
          { value: planned - over, tone: 'soft' },
          { value: over, tone: 'over' },
        ]}
      />
      <Legend>
        {tracked > 0 && <Swatch fill="fill" words="tracked" />}
        {planned - over >= 60 ? (
          <Swatch fill="fill-soft" words={isFull ? `${durationLeft(planned - over)} planned` : plannedText(view)} />
        ) : (
          !isFull && <span>{plannedText(view)}</span>
        )}
        {isFull && <Swatch fill="fill-over" words={`${durationLeft(over)} too much`} />}
        {capacity !== null && !isFull && <span>{free > 0 ? `${durationLeft(free)} free` : 'Full'}</span>}
        {capacity !== null && (
          <span>
            <Svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
              <path d="M8 1v14" />
            </Svg>{' '}
            target
          </span>
        )}
      </Legend>
    </div>
  )
}
