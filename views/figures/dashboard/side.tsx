import type { DayView } from '../../../functions/figures/dashboard/day'
import { freeDay } from '../../../functions/ledger/streaks'
import { duration, plural } from '../../../functions/lib/text/format'
import { dayStart } from '../../../functions/lib/time/days'
import { RunningDuration } from '../../frame/shell/start-button'
import { Figure } from '../../ui/figure'
import { dayPath, sessionsPath } from '../../ui/links'
import { assets, Module } from '../../ui/reorder'
import { ClockSheet, DrawnClock, Lane } from '../lanes/lane'

type View = { view: DayView }

/** `look`: classes for the height of an hour. */
type ClockProps = View & { look?: string }

/** Classes that put the figure first. */
const sumLook =
  'max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-1 max-md:gap-y-0.5 max-md:*:first:mr-2 max-md:*:first:text-title max-md:*:[p]:not-last:after:content-["_·"] md:grid md:grid-cols-[auto_1fr] md:items-center md:gap-x-3 md:*:first:row-[1/span_2] *:[p]:col-start-2 *:[p]:text-small *:[p]:leading-5 *:[p]:text-grey min-[68rem]:col-start-2'

/** Time of today against its target, and of the week. */
export const TodaySum = ({ view }: View) => {
  const { today, day, rounds, timer, now, preferences, free, isAllTime, week } = view
  const off = freeDay(today, free)
  const target = preferences.daily_target_minutes * 60
  const ofToday = off ? `a ${off}, without a target` : `of ${duration(target)} today`
  return (
    <section class={sumLook} id="today" aria-label="Today and this week">
      <Figure hero seconds={day.total_seconds} href={dayPath(today)} />
      <p>
        {/* On a phone the bar at the bottom has it, and here it would move the list. */}
        <span class="max-md:hidden">
          <RunningDuration runs={timer && { started_at: timer.started_at, now }} from={dayStart(today, preferences)} />
        </span>{' '}
        {isAllTime && ofToday}
      </p>
      {rounds > 0 && (
        <p>
          <a href={dayPath(today)} data-figure={rounds}>
            {plural(rounds, 'focus round')}
          </a>
        </p>
      )}
      <p>
        <a href={sessionsPath(week.range)} data-figure={week.seconds}>
          {duration(week.seconds)}
        </a>
        {isAllTime && week.targetDays > 0 && ` of ${duration(week.targetDays * target)}`} this week
      </p>
    </section>
  )
}

/**
 * Sessions, meetings and tasks of the day, drawn to scale; nothing for people who track none of them.
 * client/calendar/calendar.ts moves its blocks.
 */
export const DayClock = ({ view, look }: ClockProps) => {
  const { clock, preferences, used, hasHistory, today } = view
  const { axis, blocks, now } = clock
  if (!(used.time && hasHistory) && blocks.length === 0) return null
  const times = { axis, now, clock: preferences.clock }
  return (
    <>
      <ClockSheet />
      <p class="sr-only" id="calendar-said" role="status" data-calendar={assets['calendar.js']} />
      <Module name="lane-presses" />
      <div id="calendar-versions" hx-morph-skip="true" />
      <DrawnClock {...times} class={look} data-dragging={assets['calendar.js']}>
        <Lane {...times} date={today} label="The day by the clock" blocks={blocks} zone={preferences.time_zone} />
      </DrawnClock>
    </>
  )
}
