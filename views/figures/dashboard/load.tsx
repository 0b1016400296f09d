import type { DayView } from '../../../functions/figures/dashboard/day'
import { loadOf } from '../../../functions/figures/dashboard/load'
import { duration, durationLeft } from '../../../functions/lib/text/format'
import { Spark, Swatch } from '../../ui/figure'
import { Legend } from '../../ui/figure-table'
import { Svg } from '../../ui/icon'
import { counted } from './list'

/** `4h 30m planned, 1 meeting, 8 cards`: the tasks as /tasks sums them up, and what else the day holds. */
const contents = ({ plannedText, meetings, planned, cardsDue }: DayView) => {
  const others = counted([
    [meetings.ahead.length, 'meeting'],
    [planned.length, 'session'],
    [cardsDue, 'card'],
  ])
  return [plannedText, others].filter(Boolean).join(', ') || 'Nothing planned'
}

/** The day as one bar: tracked, running, planned, and what it does not hold; with the same in words. */
export const Load = (view: DayView) => {
  const { tracked, capacity } = view.load
  const { total, over, within, free } = loadOf(view.load)
  const isFull = over >= 60
  return (
    <div class="load" id="load">
      <Spark
        // The target stands at five sixths of the bar, unless the day has more than the rest shows.
        max={Math.max(total, (capacity ?? 0) * 1.2)}
        target={capacity ?? undefined}
        parts={[
          { value: within.tracked },
          { value: within.running, tone: 'open' },
          { value: within.planned, tone: 'soft' },
          { value: over, tone: 'over' },
        ]}
      />
      <Legend>
        {tracked > 0 && <Swatch fill="fill" words={`${duration(tracked)} tracked`} />}
        {within.planned >= 60 ? <Swatch fill="fill-soft" words={contents(view)} /> : <span>{contents(view)}</span>}
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
