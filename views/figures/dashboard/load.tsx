import type { DayView } from '../../../functions/figures/dashboard/day'
import { loadOf } from '../../../functions/figures/dashboard/load'
import { duration, durationLeft } from '../../../functions/lib/text/format'
import { LoadBar } from './frame'

/** The day as one bar: tracked, running, planned and more than fits; after it the time over or free, in words. */
export const Load = ({ load, late: [late], isPlanned }: DayView) => {
  const { tracked, capacity } = load
  const { total, over, within, free } = loadOf(load)
  // The hours left measure a day that is planned.
  const target = isPlanned ? '' : ' target'
  const rest = isPlanned ? 'free' : 'of target unplanned'
  const words = over >= 60 ? `${durationLeft(over)} over${target}` : ''
  // The target stands at five sixths of the bar, unless the day has more than the rest shows.
  const max = Math.max(total, (capacity ?? 0) * 1.2)
  return (
    <LoadBar
      id="load"
      max={max}
      target={capacity ?? undefined}
      label={`${duration(tracked)} tracked, ${duration(within.planned)} planned`}
      parts={[
        { value: within.tracked + within.running },
        { value: within.planned, tone: 'soft' },
        { value: over, tone: 'over' },
      ]}
    >
      {words && (late ? <a href={`#task-${late.id}`}>{words}</a> : <b>{words}</b>)}
      {!words && load.planned > 0 && capacity !== null && (
        <span class="grey">{free >= 60 ? `${durationLeft(free)} ${rest}` : 'full'}</span>
      )}
    </LoadBar>
  )
}
