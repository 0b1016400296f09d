import type { DayView } from '../../../functions/figures/dashboard/day'
import { compareLoad } from '../../../functions/figures/dashboard/load'
import { duration, durationLeft } from '../../../functions/lib/text/format'
import { LoadBar } from './frame'

/** The day as a bar of tracked, running, planned and excess time. Text after it says how much is over or free. */
export const DayLoad = ({ load, late: [late], isPlanned }: DayView) => {
  const { tracked, capacity } = load
  const { total, over, within, free } = compareLoad(load)
  // A planned day is measured against the hours left.
  const target = isPlanned ? '' : ' target'
  const rest = isPlanned ? 'free' : 'of target unplanned'
  const words = over >= 60 ? `${durationLeft(over)} over${target}` : ''
  // The target is at five sixths of the bar, unless the time beyond it needs more room.
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
