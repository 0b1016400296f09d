import type { Child } from 'hono/jsx'
import type { DayData } from '../../../functions/figures/day/page-data'
import { loggableUse } from '../../../functions/figures/lanes/use'
import { lengthInWords } from '../../../functions/figures/lanes/zones'
import { clockTime, duration, plural, shortDate } from '../../../functions/lib/text/format'
import { scheduledTasks } from '../../../functions/tasks/tasks/focus/at-times'
import { zoneWords } from '../../../functions/time/sessions/words'
import { RunningDuration, StartButton } from '../../frame/shell/start-button'
import { QuickAdd } from '../../tasks/tasks/quick-add'
import { TaskItem } from '../../tasks/tasks/row'
import { Project, SessionMenu, SessionRow } from '../../time/sessions/row'
import { NowRow } from '../../time/timer/now-row'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Duration } from '../../ui/figure'
import { classes } from '../../ui/icon'
import { dayPath, newSessionPath, timelinePath } from '../../ui/links'
import { DayTitle } from '../../ui/moment'
import { PageHead, Rows, Section, Steps, stepBackAttributes, stepForwardAttributes, TextLink } from '../../ui/section'
import { TimeTabs } from '../../ui/time-tabs'
import { PlannedRows, PlannedWords, TodayMeetingRow } from '../dashboard/list'
import { DayLane, LaneAnswers } from '../lanes/day-lane'
import { ClockSheet, DrawnClock } from '../lanes/lane'
import { BlockMenu } from '../lanes/menu'
import { UseLane } from '../lanes/used'
import { BetweenRow, Gap, gapId } from './gap'
import { KeptOverlap, Overlap } from './overlap'

/** Row of the running timer, whose time counts once it stops. */
const RunningRow = ({ running, timeline, names, reader }: DayData) => {
  if (!running || !timeline.run) return null
  const { from, to } = timeline.run
  return (
    <NowRow
      timer={running}
      clock={<>{clockTime(running.started_at, running.time_zone, reader.clock)}–now</>}
      facts={[running.project_id && <Project id={running.project_id} names={names} />]}
      from={from}
      runs={Math.floor((to - from) / 1000)}
    />
  )
}

/** Row where the time zone changes: the times below it are in `time_zone`. */
const ClockChange = ({ time_zone }: { time_zone: string }) => (
  <BetweenRow>
    <p class="grey">Clocks change to {zoneWords(time_zone)}</p>
  </BetweenRow>
)

type DayProps = DayData & {
  /** Id of the session to focus after the pressed button was replaced, or `timeline` for the title. */
  focus?: string
}

/** Rows in chronological order. At the same instant a change of clocks precedes sessions. */
const inOrder = ({ focus, ...view }: DayProps) => {
  const { rows, planned, timeline, overlaps, kept, names, reader, date, filled } = view
  const lastMinute = timeline.now !== null && Math.floor(timeline.now / 60_000) * 60_000
  const now = timeline.now ?? 0
  const starts = new Map(timeline.parts.map(({ session, from }) => [session.id, from]))
  const entries: { at: number; rank: number; row: Child }[] = [
    ...timeline.clockChanges.map(({ at, time_zone }) => ({ at, rank: -1, row: <ClockChange time_zone={time_zone} /> })),
    ...rows.map((session) => ({
      at: starts.get(session.id) ?? session.started_at,
      rank: 0,
      row: <SessionRow session={session} names={names} reader={reader} focus={session.id === focus} />,
    })),
    ...planned.map((session) => ({
      at: starts.get(session.id) ?? session.started_at,
      rank: 0,
      row: <SessionRow session={{ ...session, date }} names={names} reader={reader} now={now} planned />,
    })),
    ...view.meetings.map((meeting) => ({
      at: meeting.times?.start ?? timeline.to,
      rank: 1,
      row: <TodayMeetingRow view={{ ...view, now, preferences: reader }} meeting={meeting} plain />,
    })),
    ...scheduledTasks(view.tasks, view.zone).map((task) => ({
      at: task.times.start,
      rank: 1,
      row: <TaskItem task={task} today={view.today} now={now} hidesDate byClock />,
    })),
    ...(timeline.run ? [{ at: timeline.run.from, rank: 1, row: <RunningRow {...view} /> }] : []),
    ...overlaps.map((overlap) => ({
      at: overlap.from,
      rank: 2,
      row: <Overlap overlap={overlap} date={date} clock={reader.clock} />,
    })),
    ...kept.map((overlap) => ({ at: overlap.from, rank: 3, row: <KeptOverlap overlap={overlap} date={date} /> })),
    // An empty row with this id leaves the displayed row unchanged.
    ...filled.map((at) => ({ at, rank: 4, row: <li id={gapId(at)} /> })),
    ...timeline.gaps.map((gap) => ({
      at: gap.from,
      rank: 4,
      row: (
        <Gap
          gap={gap}
          use={loggableUse(gap, view.lane.used)}
          clock={reader.clock}
          isOpen={!timeline.run && gap.to === lastMinute}
        />
      ),
    })),
  ]
  return entries.sort((a, b) => a.at - b.at || a.rank - b.rank)
}

/** Sums of the day: `2h 22m of 5h · 1 session · since 08:55`. */
const Sums = (view: DayData) => {
  const { date, rows, timeline, running, reader, target, tracked_seconds, clock_seconds } = view
  const { overlaps, hasMoreOverlaps, rounds } = view
  const [first] = rows
  return (
    <span class="day-sum">
      <a href={dayPath(date)} data-figure={tracked_seconds}>
        <b>
          <Duration seconds={tracked_seconds} />
        </b>
      </a>
      {target !== null && <>of {duration(target)}</>}
      {timeline.now !== null && (
        <RunningDuration
          runs={running && timeline.run && { started_at: timeline.run.from, now: timeline.run.to }}
          from={timeline.from}
        />
      )}
      {tracked_seconds - clock_seconds >= 60 && (
        <span>
          <Duration seconds={clock_seconds} /> without overlap
        </span>
      )}
      <a href={dayPath(date)} data-figure={rows.length}>
        {plural(rows.length, 'session')}
      </a>
      {rounds > 0 && <span data-figure={rounds}>{plural(rounds, 'focus round')}</span>}
      {first && first.started_at >= timeline.from && (
        <time datetime={new Date(first.started_at).toISOString()}>
          since {clockTime(first.started_at, first.time_zone, reader.clock)}
        </time>
      )}
      {overlaps.length > 0 && `${plural(overlaps.length, 'overlap')} to review${hasMoreOverlaps ? ', and more' : ''}`}
    </span>
  )
}

/** Columns of the page: the day as a list, next to it drawn to scale. */
const dayLook = 'grid gap-x-6 gap-y-2 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]'

/** Next to the list, the drawing is visible even while it is collapsed. */
const drawingLook = classes(
  'mt-3 lg:supports-[selector(::details-content)]:mt-0',
  'lg:details-content:[content-visibility:visible]',
)

/** The day drawn to scale; collapsed if it is below the list. */
const Drawing = ({ lane, reader, open }: DayData & { open?: boolean }) => {
  const { axis, now } = lane
  return (
    <details id="day-clock" class={drawingLook} open={open}>
      <summary class="link lg:supports-[selector(::details-content)]:hidden">The day by the clock</summary>
      <ClockSheet />
      <DrawnClock class="hour-12" axis={axis} clock={reader.clock} now={now} data-step={reader.week_step}>
        <UseLane {...lane} clock={reader.clock} />
        <DayLane {...lane} clock={reader.clock} label="The day by the clock" />
      </DrawnClock>
      <LaneAnswers />
    </details>
  )
}

const EmptyDay = (view: DayData) => {
  const { date, today, timeline, zone } = view
  if (timeline.seconds === 0) {
    return <Empty title="This date doesn’t exist">{zoneWords(zone.time_zone)} skipped this date.</Empty>
  }
  const form = newSessionPath({ date, time_zone: zone.time_zone }, timelinePath(date))
  const isUsed = view.lane.used.length > 0
  return (
    <div class={dayLook}>
      <Empty
        title={date > today ? 'Nothing planned for this day' : 'Nothing tracked on this day'}
        actions={
          <>
            {date === today && <StartButton label="Start timer" words="Start timer" variant="primary" />}
            <LinkButton icon="plus" href={form} hx-get={form} hx-target="#session-new" hx-swap="innerHTML">
              Add session
            </LinkButton>
          </>
        }
      >
        {isUsed
          ? 'You used apps on this day. Press a time below to log it.'
          : 'Your sessions and the gaps between them appear here.'}
      </Empty>
      <Drawing {...view} open={isUsed} />
    </div>
  )
}

/** A future day: its plan, and a line that adds a task or session. */
const DayAhead = (view: DayData) => {
  const { date, planned, meetings, tasks, target, used } = view
  const isEmpty = planned.length + meetings.length + tasks.length === 0
  if (isEmpty && !used.tasks) return <EmptyDay {...view} />
  const rows = { meetings, tasks, sessions: planned }
  return (
    <Section
      id="planned"
      title="Planned"
      summary={
        !isEmpty && (
          <>
            <PlannedWords {...rows} />
            {target !== null && ` of ${duration(target)}`}
          </>
        )
      }
    >
      {used.tasks && (
        <div hx-morph-skip>
          <QuickAdd date={date} />
        </div>
      )}
      <div class={classes(dayLook, used.tasks && 'mt-2')}>
        {isEmpty ? (
          <Empty title="Nothing planned for this day">Add a task in the line above.</Empty>
        ) : (
          <PlannedRows view={{ ...view, now: 0, preferences: view.reader }} {...rows} />
        )}
        <Drawing {...view} />
      </div>
    </Section>
  )
}

/** The region that changes of sessions replace, and on a future day changes of tasks. */
export const DayRegion = ({ focus, ...view }: DayProps) => {
  const { date, rows, planned, running, timeline } = view
  const isNearing = timeline.now !== null && planned.length + view.meetings.length + view.tasks.length > 0
  const isDrawn = rows.length + planned.length > 0 || timeline.hasMeetings || running !== null
  return (
    <div id="day" data-region={`/day?date=${date}`}>
      {/* Polls outside of the swapped content, as in views/ui/live.tsx. */}
      <div
        hidden
        hx-get={timelinePath(date)}
        hx-trigger={`${isNearing ? 'every 60s, ' : ''}tasks-changed from:body, timer-changed from:body, logged-elsewhere from:body`}
        hx-target="#day"
        hx-swap="outerMorph"
      />
      {date > view.today && timeline.seconds > 0 ? (
        <DayAhead {...view} />
      ) : isDrawn ? (
        <Section
          id="timeline"
          title={
            <span tabindex={-1} data-autofocus={focus === 'timeline' ? '' : undefined}>
              Timeline
            </span>
          }
          summary={<Sums {...view} />}
        >
          <div class={dayLook}>
            <Rows id="day-list" ordered>
              {inOrder({ ...view, focus }).map(({ row }) => row)}
            </Rows>
            <Drawing {...view} />
          </div>
        </Section>
      ) : (
        <EmptyDay {...view} />
      )}
    </div>
  )
}

export const DayPage = (view: DayData) => {
  const { date, today, before, after } = view
  const words = lengthInWords(date, view.timeline, view.reader.time_zone)
  return (
    <>
      <PageHead
        title={<DayTitle date={date} today={today} />}
        summary={
          <>
            {words}
            {words && ' · '}
            {date === today ? 'today' : <TextLink href={timelinePath(today)}>Today</TextLink>}
          </>
        }
        actions={
          <Steps
            label="Days"
            earlier={before && { ...stepBackAttributes, href: timelinePath(before), label: shortDate(before, today) }}
            later={after && { ...stepForwardAttributes, href: timelinePath(after), label: shortDate(after, today) }}
          />
        }
      />
      <TimeTabs current="/day" />
      <div id="session-new" hx-morph-skip="true" />
      <DayRegion {...view} />
      <SessionMenu />
      <BlockMenu />
    </>
  )
}
