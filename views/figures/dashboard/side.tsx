import type { DayView } from '../../../functions/figures/dashboard/day'
import { freeDay } from '../../../functions/ledger/streaks'
import { pathTo } from '../../../functions/lib/http/path-to'
import { clockTime, duration } from '../../../functions/lib/text/format'
import { dayStart } from '../../../functions/lib/time/days'
import type { TaskOfDay } from '../../../functions/tasks/tasks/focus/at-times'
import { titleOf } from '../../../functions/time/sessions/words'
import { Running } from '../../frame/shell/start-button'
import { Figure } from '../../ui/figure'
import { classes, projectClass } from '../../ui/icon'
import { dayPath, sessionsPath } from '../../ui/links'
import { assets } from '../../ui/reorder'

type View = { view: DayView }

/** Today against its target, and the week. */
export const Sum = ({ view }: View) => {
  const { today, day, timer, now, preferences, free, isAllTime, week } = view
  const off = freeDay(today, free)
  const target = preferences.daily_target_minutes * 60
  const ofToday = off ? `a ${off}, without a target` : `of ${duration(target)} today`
  return (
    <section class="sum" id="today" aria-label="Today and this week">
      <Figure hero seconds={day.total_seconds} href={dayPath(today)} />
      <p>
        <Running runs={timer && { started_at: timer.started_at, now }} from={dayStart(today, preferences)} />{' '}
        {isAllTime && ofToday}
      </p>
      <p>
        <a href={sessionsPath(week.range)} data-figure={week.seconds}>
          {duration(week.seconds)}
        </a>
        {isAllTime && week.targetDays > 0 && ` of ${duration(week.targetDays * target)}`} this week
      </p>
    </section>
  )
}

type Block = DayView['clock']['blocks'][number]

const blockOf = (block: Block, { names }: DayView) => {
  if (block.kind === 'meeting' || block.kind === 'task') {
    const { id, title, project_color: color } = block.kind === 'task' ? block.task : block.meeting
    return {
      href: pathTo`/${block.kind}s/${id}`,
      name: title,
      color,
      look: block.kind === 'task' ? 'todo' : 'meet',
      more: '',
    }
  }
  if (block.kind === 'running') {
    const { timer } = block
    return { href: '/timer', name: titleOf(timer), color: timer.project?.color, look: 'live', more: 'running' }
  }
  const { id, project_id } = block.session
  const project = project_id ? names.get(`project:${project_id}`) : undefined
  return {
    href: pathTo`/sessions/${id}`,
    name: titleOf(block.session),
    color: project?.color,
    look: block.kind === 'planned' ? 'open' : '',
    more: project?.label ?? '',
  }
}

/** Classes for a time (scripts/build.ts): where an element of the clock begins, or how long it is. @param minutes in fives */
const timeClass = (minutes: number) => `h${Math.floor(minutes / 60)} m${minutes % 60}`

/** Attributes of the block of a task for client/clock-dragging.ts. */
const dragsOf = ({ id, at, seq }: TaskOfDay) => ({ id: `clock-${id}`, 'data-at': at, 'data-seq': seq })

/** Blocks of so many minutes have a second line. */
const twoLines = 50

const ClockBlock = ({ block, view }: View & { block: Block }) => {
  const { href, name, color, look, more } = blockOf(block, view)
  const { y, height, lane, lanes, start, end } = block
  const { time_zone, clock } = view.preferences
  const time = (instant: number) => clockTime(instant, time_zone, clock)
  const length = duration(block.kind === 'session' ? block.seconds : (end - start) / 1000)
  const isShort = height < twoLines
  const dot = <span class="dot" aria-hidden="true" />
  return (
    <a
      href={href}
      class={classes(timeClass(y), projectClass(color), lanes > 1 && `of${Math.min(lanes, 6)} at${Math.min(lane, 5)}`)}
      title={`${time(start)} to ${time(end)}: ${name}${more && `, ${more}`}`}
      {...(block.kind === 'task' && dragsOf(block.task))}
    >
      <span class="unseen">
        {time(start)} to {time(end)}:{' '}
      </span>
      <span class={classes('block', look, isShort && 'short', timeClass(height))}>
        {isShort && color && dot}
        <b>
          <bdi>{name}</bdi>
        </b>{' '}
        <small>
          {!isShort && color && dot}
          {length}
          {more && (
            <span class={isShort ? 'unseen' : undefined}>
              {' · '}
              <bdi>{more}</bdi>
            </span>
          )}
        </small>
      </span>
    </a>
  )
}

/** Minutes between a label and that of the present below which it is left out. */
const labelDistance = 22

/**
 * Sessions, meetings and tasks of the day, to scale; nothing for those who track nothing. client/clock-dragging.ts moves
 * tasks on it.
 */
export const DayClock = ({ view }: View) => {
  const { clock, preferences, used, hasHistory, isToday } = view
  const { height, hours, blocks, now } = clock
  if (!(used.time && hasHistory) && blocks.length === 0) return null
  const time = (instant: number) => clockTime(instant, preferences.time_zone, preferences.clock)
  const [first = now] = hours
  /** Minutes from midnight to the top of the clock. */
  const from = 60 * Number(clockTime(first.at, preferences.time_zone, 24).slice(0, 2)) - first.y
  return (
    <section
      class={`clock ${timeClass(height)}`}
      aria-label="The day by the clock"
      data-from={from}
      data-minutes={height}
      data-dragging={assets['clock-dragging.js']}
    >
      <div class="hours" aria-hidden="true">
        {hours.map(
          ({ at, y }) =>
            (!isToday || Math.abs(y - now.y) > labelDistance) && <span class={timeClass(y)}>{time(at)}</span>,
        )}
        {isToday && <b class={timeClass(now.y)}>{time(now.at)}</b>}
      </div>
      <div class="blocks">
        {blocks.map((block) => (
          <ClockBlock block={block} view={view} />
        ))}
        {isToday && <i class={`now-line ${timeClass(now.y)}`} />}
      </div>
    </section>
  )
}
