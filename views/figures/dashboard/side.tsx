import type { Child } from 'hono/jsx'
import type { DayView } from '../../../functions/figures/dashboard/day'
import { freeDay } from '../../../functions/ledger/streaks'
import { pathTo } from '../../../functions/lib/http/path-to'
import { clockTime, duration, plural, weekdayNames } from '../../../functions/lib/text/format'
import { isolated } from '../../../functions/lib/text/text'
import { dayStart, isoWeekday } from '../../../functions/lib/time/days'
import { titleOf } from '../../../functions/time/sessions/words'
import { Running } from '../../frame/shell/start-button'
import { Figure } from '../../ui/figure'
import { projectClass, Svg } from '../../ui/icon'
import { dayPath, explainPath, sessionsPath, statsPath, timelinePath } from '../../ui/links'
import { TextLink } from '../../ui/section'

type View = { view: DayView }

/** Height of the week's bars, and the width of one with its gap. */
const tall = 40
const step = 22

/** The days of the week against the daily target. */
const WeekBars = ({ view }: View) => {
  const { week, today, preferences, free, isAllTime, load } = view
  const target = preferences.daily_target_minutes * 60
  const days = week.days.map((day) => {
    const running = day.date === today ? load.running : 0
    return { ...day, running, target: isAllTime && !freeDay(day.date, free) ? target : 0 }
  })
  const most = Math.max(target * 1.15, ...days.map((day) => day.total_seconds + day.running), 1)
  const height = (seconds: number) => Math.round((10 * tall * seconds) / most) / 10
  const words = days
    .filter(({ date, total_seconds }) => date <= today && total_seconds > 0)
    .map(({ date, total_seconds }) => `${weekdayNames[isoWeekday(date) - 1]} ${duration(total_seconds)}`)
    .join(', ')
  return (
    <a class="week7" href={statsPath(week.range)}>
      <span class="unseen">Statistics of this week: {words || 'nothing tracked'}</span>
      <Svg class="draw" viewBox="0 0 150 60" width="150" height="60" aria-hidden="true">
        {days.map(({ date, total_seconds: seconds, running, target: ofDay }, index) => {
          const x = index * step
          const done = height(seconds)
          const ground = ofDay ? height(ofDay) : 2
          return (
            <>
              <rect class="fill-ground" x={x} y={45 - ground} width="16" height={ground} />
              <rect
                class={date === today || (ofDay > 0 && seconds >= ofDay) ? 'fill' : 'fill-soft'}
                x={x}
                y={45 - done}
                width="16"
                height={done}
              />
              {running > 0 && (
                <rect
                  class="fill-open"
                  x={x + 0.5}
                  y={45 - done - height(running)}
                  width="15"
                  height={height(running)}
                />
              )}
              {ofDay > 0 && <line class="mark" x1={x - 3} x2={x + 19} y1={45 - ground} y2={45 - ground} />}
              <text class={date === today ? 'strong' : undefined} x={x + 8} y="57" text-anchor="middle">
                {weekdayNames[isoWeekday(date) - 1]?.slice(0, 1)}
              </text>
            </>
          )
        })}
      </Svg>
    </a>
  )
}

/** Today against its target, and the week. */
export const Sum = ({ view }: View) => {
  const { today, day, timer, now, preferences, free, isAllTime, week } = view
  const from = dayStart(today, preferences)
  const off = freeDay(today, free)
  const target = off ? `a ${off}, without a target` : `of ${duration(preferences.daily_target_minutes * 60)}`
  return (
    <section class="sum" id="today" aria-label="Today and this week">
      <p>
        <Figure hero seconds={day.total_seconds} href={dayPath(today)} />
        <span class="of">
          <Running runs={timer && { started_at: timer.started_at, now }} from={from} /> {isAllTime && target}
        </span>
      </p>
      <p>
        <span class="of">
          week{' '}
          <a href={sessionsPath(week.range)} data-figure={week.seconds}>
            {duration(week.seconds)}
          </a>
        </span>
        <WeekBars view={view} />
      </p>
    </section>
  )
}

type Block = DayView['clock']['blocks'][number]

const blockOf = (block: Block, { names }: DayView) => {
  if (block.kind === 'meeting' || block.kind === 'task') {
    const { id, title, project_color: color } = block.kind === 'task' ? block.task : block.meeting
    return { href: pathTo`/${block.kind}s/${id}`, name: title, color, look: 'block-open', more: '' }
  }
  if (block.kind === 'running') {
    const { timer } = block
    return { href: '/timer', name: titleOf(timer), color: timer.project?.color, look: 'fill-open', more: 'running' }
  }
  const { id, project_id } = block.session
  const project = project_id ? names.get(`project:${project_id}`) : undefined
  return {
    href: pathTo`/sessions/${id}`,
    name: titleOf(block.session),
    color: project?.color,
    look: block.kind === 'planned' ? 'block-open' : 'block-done',
    more: project?.label ?? '',
  }
}

/** Blocks of this height, in px, have a second line. */
const twoLines = 36

const DrawnBlock = ({ block, view }: View & { block: Block }) => {
  const { href, name, color, look, more } = blockOf(block, view)
  const { y, height, lane, lanes, start, end } = block
  const { time_zone, clock } = view.preferences
  const time = (instant: number) => clockTime(instant, time_zone, clock)
  const share = Math.round(1000 / lanes) / 10
  const isRunning = block.kind === 'running'
  const length = duration(block.kind === 'session' ? block.seconds : (end - start) / 1000)
  const facts = isRunning ? [more, length] : [length, more && isolated(more)]
  const below = height < twoLines ? '' : facts.filter(Boolean).join(' · ')
  // All words that are seen are in its name.
  const rest = below || (isRunning && more)
  return (
    <a
      href={href}
      class={projectClass(color)}
      aria-label={`${time(start)} to ${time(end)}: ${name}${rest ? `, ${rest}` : ''}`}
    >
      <Svg x={`${Math.round(lane * share * 10) / 10}%`} y={y} width={`${share}%`} height={height}>
        <rect class="block-under" width="100%" height="100%" />
        <rect class={look} x=".5" y=".5" width="100%" height={height - 1} />
        <rect class="block-edge" width="3" height="100%" />
        <text class="block-name" x="10" y={height < twoLines ? height / 2 + 4 : 16}>
          {/* A drawing has no `bdi`. */}
          {isolated(name)}
        </text>{' '}
        {below && (
          <text x="10" y="30">
            {below}
          </text>
        )}
      </Svg>
    </a>
  )
}

/** A label nearer than this to that of the present is left out; in px. */
const labelDistance = 12

/** Sessions and meetings of the day, to scale. */
const DayClock = ({ view }: View) => {
  const { clock, preferences } = view
  const { height, hours, blocks, now } = clock
  const time = (instant: number) => clockTime(instant, preferences.time_zone, preferences.clock)
  return (
    <div class="clock">
      <Svg class="draw" height={height + 16} aria-hidden="true">
        {hours.map(
          ({ at, y }) =>
            Math.abs(y - now.y) > labelDistance && (
              <text x="100%" y={y + 12} text-anchor="end">
                {time(at)}
              </text>
            ),
        )}
        <text class="strong" x="100%" y={now.y + 12} text-anchor="end">
          {time(now.at)}
        </text>
      </Svg>
      <Svg class="draw" height={height + 16}>
        {hours.map(({ y }) => (
          <line class="hour" x2="100%" y1={y + 8} y2={y + 8} />
        ))}
        <line class="now" x2="100%" y1={now.y + 8} y2={now.y + 8} />
        <g transform="translate(0 8)">
          {blocks.map((block) => (
            <DrawnBlock block={block} view={view} />
          ))}
        </g>
      </Svg>
    </div>
  )
}

/** Days with tracked time in a row up to now, and the most there ever were. */
export const Streak = ({ current, longest }: Record<'current' | 'longest', number>) => (
  <div class="one-line" id="streak">
    <dt>Streak</dt>
    <dd>
      <a href={explainPath(null, 'all', { figure: 'streak' })} data-figure={current}>
        <b>{plural(current, 'day')}</b>
      </a>
      {longest > 0 && (
        <span class="grey">
          {' '}
          · longest{' '}
          <a class="link" href={explainPath(null, 'all', { figure: 'longest' })} data-figure={longest}>
            {longest}
          </a>
        </span>
      )}
    </dd>
  </div>
)

type SideProps = View & {
  facts: Child[]
  /** Blocks below the facts. */
  children: Child[]
}

/** Beside the list: the day by the clock, facts about it in lines, and the blocks below. */
export const Side = ({ view, facts, children }: SideProps) => {
  const { used, isAllTime, hasHistory, clock, today } = view
  const hasClock = (used.time && hasHistory) || clock.blocks.length > 0
  return (
    <div class="side-day">
      {hasClock && (
        <>
          <h2 class="mini">
            The day by the clock <TextLink href={timelinePath(today)}>Timeline</TextLink>
          </h2>
          <DayClock view={view} />
        </>
      )}
      {isAllTime && hasHistory && facts.some(Boolean) && <dl>{facts}</dl>}
      {children}
    </div>
  )
}
