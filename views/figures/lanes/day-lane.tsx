import { clockWords } from '../../../functions/figures/lanes/clock'
import { type Axis, axisPosition, type Block } from '../../../functions/figures/lanes/lane'
import { localText, midnight } from '../../../functions/figures/lanes/moves'
import type { LaneItem } from '../../../functions/figures/lanes/things'
import type { ZoneMark } from '../../../functions/figures/lanes/zones'
import type { Clock } from '../../../functions/lib/text/format'
import { assets, Module } from '../../ui/reorder'
import { Lane, timeClass } from './lane'

type DayLaneProps = {
  date: string
  label: string
  axis: Axis
  blocks: Block<LaneItem>[]
  clock: Clock
  /** Minutes since midnight. */
  now: number | null
  zone: string
  marks: ZoneMark[]
  isToday?: boolean
  isChosen?: boolean
  class?: string | undefined
}

const hour = 3600

/** Links to the form of each hour without blocks; client/calendar/calendar.ts draws there. */
const FreeHours = ({ date, axis, blocks, clock, marks, ...lane }: DayLaneProps) => {
  const hours = Array.from({ length: (axis.to - axis.from) / 60 }, (_, n) => axis.from + 60 * n)
  const isFree = (minutes: number) => blocks.every(({ from, to }) => to <= minutes * 60 || from >= minutes * 60 + hour)
  return hours.filter(isFree).map((minutes) => {
    const zone = marks.findLast((mark) => mark.minutes <= minutes)?.zone ?? lane.zone
    const [started_at = '', ended_at = ''] = [minutes, minutes + 60].map((at) => localText(midnight(date) + at * 60))
    return (
      <a
        class={`free ${timeClass(minutes - axis.from)}`}
        href={`/sessions/entry?${new URLSearchParams({ started_at, ended_at, time_zone: zone })}`}
      >
        Add at {clockWords(minutes, clock)}
      </a>
    )
  })
}

/** Lane of a day, with marks where the time zone changes. */
export const DayLane = (day: DayLaneProps) => {
  const { marks, axis } = day
  return (
    <Lane {...day}>
      <FreeHours {...day} />
      {marks
        .filter(({ minutes }) => minutes >= axis.from && minutes <= axis.to)
        .map(({ minutes, zone, words }) => (
          <p class={`zone ${timeClass(axisPosition(axis, minutes * 60))}`} data-zone={zone}>
            {words}
          </p>
        ))}
    </Lane>
  )
}

/** Elements that client/calendar/calendar.ts needs: the form of a new block, and the status it announces. */
export const LaneAnswers = () => (
  <>
    <div id="calendar-new" hx-morph-skip="true" />
    <p class="sr-only" id="calendar-said" role="status" data-calendar={assets['calendar.js']} />
    <Module name="lane-presses" />
  </>
)
