import { loadOf, tasksTooMuch } from '../../../functions/figures/dashboard/load'
import type { DashboardView } from '../../../functions/figures/dashboard/view'
import { durationLeft, plural } from '../../../functions/lib/format'
import { Button } from '../../ui/button'
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
  const { load, tasks } = view
  const { tracked, running, planned, capacity } = load
  const { total, over, free } = loadOf(load)
  const late = tasksTooMuch(tasks.todays, over)
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
      <div class="actions">
        <Legend>
          {tracked > 0 && <Swatch fill="fill" words="tracked" />}
          <Swatch fill="fill-soft" words={plannedText(view)} />
          {over >= 60 && <Swatch fill="fill-over" words={`${durationLeft(over)} too much`} />}
          {capacity !== null && over < 60 && <span>{free > 0 ? `${durationLeft(free)} free` : 'Full'}</span>}
          {capacity !== null && (
            <span>
              <Svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
                <path d="M8 1v14" />
              </Svg>{' '}
              target
            </span>
          )}
        </Legend>
        {late.length > 0 && (
          <form method="post" action="/tasks/selected" hx-post="/tasks/selected" hx-swap="none">
            <input type="hidden" name="act" value="plan" />
            <input type="hidden" name="typed" value="plan" />
            {late.map(({ id }) => (
              <input type="hidden" name="ids" value={id} />
            ))}
            <Button small name="date" value="tomorrow">
              Move {plural(late.length, 'task')} to tomorrow
            </Button>
          </form>
        )}
      </div>
    </div>
  )
}
