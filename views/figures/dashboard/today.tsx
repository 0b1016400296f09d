import { periodWords } from '../../../functions/apps/app-rules/unlock-condition'
import type { NextApp } from '../../../functions/figures/dashboard/apps'
import type { StripSession } from '../../../functions/figures/dashboard/strip'
import type { DashboardView } from '../../../functions/figures/dashboard/view'
import { freeDay } from '../../../functions/ledger/streaks'
import { dayStart } from '../../../functions/lib/days'
import { clockTime, duration, plural } from '../../../functions/lib/format'
import { nameOf, titleOf } from '../../time/sessions/words'
import { Running, secondsSince } from '../../time/timer/start-button'
import { Count, Figure, FigureLine, Labelled, Spark } from '../../ui/figure'
import { HeatCell } from '../../ui/figure-table'
import { classes, projectClass, Svg } from '../../ui/icon'
import { appsOfDaysPath, dayPath, explainPath, timelinePath } from '../../ui/links'
import { Pair, Section, Stack, TextLink } from '../../ui/section'

type Props = Pick<DashboardView, 'day' | 'names' | 'preferences' | 'timer'>

const anchor = (x: number) => {
  if (x < 4) return 'start'
  return x > 96 ? 'end' : 'middle'
}

/** Labels nearer than this to the label of the current time are hidden; in percent. */
const minDistance = { wide: 8, phone: 13 }

/** A label at an end of the axis stands to one side of its tick and needs more room. */
const hasRoom = (x: number, now: number, distance: number) =>
  Math.abs(x - now) > distance * (anchor(x) === 'middle' && anchor(now) === 'middle' ? 1 : 1.5)

const subjectOf = ({ session }: StripSession) => `project:${session.project_id}`

const DayStrip = ({ day: { strip }, names, preferences: { time_zone, clock }, timer }: Props) => {
  const time = (instant: number) => clockTime(instant, time_zone, clock)
  const tickLabel = (instant: number) => time(instant).replace(':00 ', ' ')
  const words = strip.pieces.map((piece) => {
    const name = nameOf(names, subjectOf(piece)) ?? titleOf(piece.session)
    return `${time(piece.start)} to ${time(piece.end)} ${name}`
  })
  if (strip.running && timer)
    words.push(`since ${time(strip.running.start)} ${timer.project?.name ?? titleOf(timer)}, running`)
  const label = `The day so far: ${words.join(', ') || 'nothing tracked'}. It is ${time(strip.now.at)}.`
  return (
    <Svg class="draw" height="48" role="img" aria-label={label}>
      <rect class="fill-ground" y="16" width="100%" height="2" />
      {strip.pieces.map((piece) => (
        <rect
          class={classes('fill-project', projectClass(names.get(subjectOf(piece))?.color))}
          x={`${piece.x}%`}
          y="6"
          width={`${Math.max(piece.width, 0.3)}%`}
          height="22"
        />
      ))}
      {strip.running && (
        <rect
          class="fill-open"
          x={`${strip.running.x}%`}
          y="6.5"
          width={`${Math.max(strip.running.width, 0.3)}%`}
          height="21"
        />
      )}
      <line class="now" x1={`${strip.now.x}%`} x2={`${strip.now.x}%`} y1="0" y2="32" />
      {strip.ticks.map(
        ({ at, x }, index) =>
          hasRoom(x, strip.now.x, minDistance.wide) && (
            <text
              class={index % 2 === 1 || !hasRoom(x, strip.now.x, minDistance.phone) ? 'phone-hide' : undefined}
              x={`${x}%`}
              y="44"
              text-anchor={anchor(x)}
            >
              {tickLabel(at)}
            </text>
          ),
      )}
      <text class="strong" x={`${strip.now.x}%`} y="44" text-anchor={anchor(strip.now.x)}>
        {time(strip.now.at)}
      </text>
    </Svg>
  )
}

type Names = DashboardView['names']

/** Rounds up to minutes: tracked and missing minutes then add up to the condition. */
const missingTime = ({ missing_seconds }: NextApp) => duration(Math.ceil(missing_seconds / 60) * 60)

/** `of Thesis`, `of #deep this week`, `today`. */
const Condition = ({ after: { subject, period }, names }: Pick<NextApp, 'after'> & { names: Names }) => {
  if (subject === 'all') return <>{periodWords(period)}</>
  const name = subject.startsWith('tag:') ? subject.slice(4) : names.get(subject)?.label
  return (
    <>
      of <bdi>{name}</bdi>
      {period === 'week' && ` ${periodWords(period)}`}
    </>
  )
}

/** Time on a deleted project or goal can never unlock an app. */
const isReachable = ({ after: { subject } }: NextApp, names: Names) =>
  subject === 'all' || subject.startsWith('tag:') || names.get(subject)?.deleted === 0

const AppsToday = ({ apps, names, today }: Pick<DashboardView, 'apps' | 'names' | 'today'>) => {
  if (!apps) return null
  const { seconds, allowed_seconds, next } = apps
  const isNextShown = next !== null && isReachable(next, names)
  const parts = `${duration(allowed_seconds)} on allowed apps, ${duration(seconds - allowed_seconds)} on others.`
  return (
    <Labelled
      label="Apps today"
      note={
        <>
          {seconds > 0 ? parts : !isNextShown && 'No app usage today.'}
          {isNextShown && (
            <>
              {seconds > 0 && ' '}Track {missingTime(next)} more <Condition after={next.after} names={names} /> to
              unlock <bdi>{next.label}</bdi>.
            </>
          )}{' '}
          <TextLink href="/whitelists">Rules</TextLink>
        </>
      }
    >
      <Figure seconds={seconds} href={seconds > 0 ? appsOfDaysPath({ from: today, to: today }) : undefined} />
    </Labelled>
  )
}

type Bars = Pick<DashboardView, 'week' | 'day' | 'timer' | 'now'> & {
  preferences: Pick<DashboardView['preferences'], 'daily_target_minutes'>
}

/** Seconds at full width of today's bar, which shows where its own target is. */
export const todayWidth = ({ day, timer, now, preferences }: Omit<Bars, 'week'>) =>
  Math.max(
    day.total_seconds + (timer ? (now - timer.started_at) / 1000 : 0),
    preferences.daily_target_minutes * 60 * 1.4,
  )

/** Seconds at full width of the week's bars, so that its days compare. */
export const weekWidth = (bars: Bars) => Math.max(todayWidth(bars), ...bars.week.days.map((day) => day.total_seconds))

/** Rounds the rest up to minutes: tracked and remaining minutes then add up to the target. */
const targetNote = (seconds: number, targetSeconds: number, running: number) => {
  const remaining = Math.ceil((targetSeconds - seconds - Math.max(running, 0)) / 60) * 60
  const after = running < 0 ? '' : ' after this one'
  return `of ${duration(targetSeconds)} · ${remaining > 0 ? `${duration(remaining)} to go${after}` : 'target met'}`
}

const streakNote = (longest: number) =>
  longest > 0 ? (
    <>
      Last 14 days; longest streak{' '}
      <a href={explainPath(null, 'all', { figure: 'longest' })} data-figure={longest}>
        {plural(longest, 'day')}
      </a>
    </>
  ) : (
    'Consecutive days with tracked time. Rest days and days off don’t break it.'
  )

const Streak = ({ streak }: Pick<DashboardView, 'streak'>) => {
  return (
    <Labelled label="Streak" note={streakNote(streak.longest)}>
      <Count
        value={streak.current}
        unit={streak.current === 1 ? 'day' : 'days'}
        href={explainPath(null, 'all', { figure: 'streak' })}
      />
      <div class="marks" role="img" aria-label={`Last 14 days: time tracked on ${streak.marks.filter(Boolean).length}`}>
        {streak.marks.map((level) => (
          <HeatCell level={level} />
        ))}
      </div>
    </Labelled>
  )
}

export const Today = (view: DashboardView) => {
  const { today, day, preferences, free, streak, timer, now } = view
  const targetSeconds = preferences.daily_target_minutes * 60
  const off = freeDay(today, free)
  const href = dayPath(today)
  const from = dayStart(today, preferences)
  const runs = timer && { started_at: timer.started_at, now }
  const running = secondsSince(runs, from)
  return (
    <Section
      id="today"
      title="Today"
      aside={
        <>
          {day.sessions > 0 && (
            <TextLink href={href} data-figure={day.sessions}>
              {plural(day.sessions, 'session')}
            </TextLink>
          )}
          <TextLink href={timelinePath(today)}>Timeline</TextLink>
        </>
      }
    >
      <Stack>
        <FigureLine>
          <Figure hero seconds={day.total_seconds} href={href} />
          <Running runs={runs} from={from} />
          <span class="grey">
            {view.isAllTime &&
              (off ? `a ${off}, without a target` : targetNote(day.total_seconds, targetSeconds, running))}
          </span>
        </FigureLine>
        <Spark
          max={todayWidth(view)}
          parts={[
            { value: day.total_seconds, tone: 'solid' },
            { value: Math.max(running, 0), tone: 'open' },
          ]}
          target={off || !view.isAllTime ? undefined : targetSeconds}
        />
        <DayStrip {...view} />
        {view.isAllTime && (
          <Pair>
            <Streak streak={streak} />
            <AppsToday {...view} />
          </Pair>
        )}
      </Stack>
    </Section>
  )
}
