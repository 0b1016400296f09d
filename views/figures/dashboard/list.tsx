import type { Child, PropsWithChildren } from 'hono/jsx'
import type { DayView } from '../../../functions/figures/dashboard/day'
import type { NextChunk } from '../../../functions/learning/plans/schema'
import { planPath } from '../../../functions/learning/plans/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { clockTime, duration, durationLeft, plural } from '../../../functions/lib/text/format'
import { repeatText } from '../../../functions/lib/time/repeat'
import { soonText } from '../../../functions/lib/time/soon'
import type { MeetingOfDay } from '../../../functions/people/meetings/of-day'
import { lengthWords, timeWords, zoneWords } from '../../../functions/people/meetings/schema'
import { scheduledTasks } from '../../../functions/tasks/tasks/focus/at-times'
import { isOpen, type ListedTask } from '../../../functions/tasks/tasks/schema'
import { plannedSeconds, timeText } from '../../../functions/tasks/tasks/words'
import type { ListedSession } from '../../../functions/time/sessions/schema'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { focusEnd } from '../../../functions/time/timer/focus/state'
import { barForm, StartIconButton } from '../../frame/shell/start-button'
import { StartNext } from '../../learning/plan-pages/actions'
import { MeetingPeople } from '../../people/meetings/row'
import { PlanTasks, placeInDay, type TaskPlace, Tick, taskList } from '../../tasks/tasks/actions'
import { type ShownTask, StopTimerOfDoneTask, TaskItem } from '../../tasks/tasks/row'
import { SessionRow } from '../../time/sessions/row'
import { NowRow } from '../../time/timer/now-row'
import { ActButton, ActLink, Menu } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Icon, ProjectName } from '../../ui/icon'
import { Fact, MenuLink, Row } from '../../ui/item'
import { reorderId } from '../../ui/reorder'
import { RowActions, Rows, RowTitle } from '../../ui/section'
import { PartFold, PartHead } from './frame'

type Shown = { view: DayView }

/** Facts about the day that its rows need. */
type ViewOfRow = Pick<DayView, 'now' | 'today' | 'preferences' | 'names'> & {
  nextUp?: string | null
  used: Pick<DayView['used'], 'time'>
}

const clockAt = ({ preferences: { time_zone, clock } }: Pick<ViewOfRow, 'preferences'>, instant: number) =>
  clockTime(instant, time_zone, clock)

const emptyTitle = ({ paused, isClosed }: DayView) => {
  if (paused !== null) return paused === 'Focus' ? 'Your focus is paused' : `“${paused}” is paused`
  return isClosed ? 'The day is closed' : 'Nothing planned for today'
}

const RunningRow = ({ view }: Shown) => {
  const { timer, runningTask: task, runTotal } = view
  if (!timer) return null
  const end = focusEnd(timer)
  const minutes = task?.estimated_minutes ?? null
  return (
    <NowRow
      timer={timer}
      id={task ? `task-${task.id}` : undefined}
      href={task ? pathTo`/tasks/${task.id}` : undefined}
      clock={clockAt(view, timer.started_at)}
      mark={task && isOpen(task.status) ? <Tick task={task} /> : <Icon name={timer.plan_id ? 'plans' : 'clock'} />}
      facts={[
        timer.project && <ProjectName {...timer.project} />,
        timer.goal_title && (
          <Fact icon="goals">
            <bdi>{timer.goal_title}</bdi>
          </Fact>
        ),
        timer.plan_title !== null && timer.plan_title !== sessionTitle(timer) && (
          <Fact icon="plans">
            <bdi>{timer.plan_title}</bdi>
          </Fact>
        ),
      ]}
      until={end !== null && clockAt(view, end)}
      runs={runTotal}
      counted={task?.tracked_seconds}
      after={minutes !== null && ` / ${duration(minutes * 60)}`}
    />
  )
}

/** A meeting without a tracked session, or the coming meeting of a series. `plain`: among rows without a mark. */
export const TodayMeetingRow = ({
  view,
  meeting,
  plain,
}: {
  view: ViewOfRow
  meeting: MeetingOfDay
  plain?: boolean
}) => {
  const { id, title, project_name, organization_name, attending, duration_minutes, date, times, isToCome } = meeting
  const row = isToCome ? undefined : `meeting-${id}`
  const isPast = times !== null && times.end <= view.now
  const near = soonText(times, view.now)
  const tracks = view.used.time && date === view.today && !(isPast && duration_minutes === null)
  return (
    <Row
      id={row}
      clock={
        plain && times && duration_minutes !== null
          ? `${clockAt(view, times.start)}–${clockAt(view, times.end)}${zoneWords(meeting, view.preferences)}`
          : timeWords(meeting, view.preferences) || null
      }
      mark={!plain && <Icon name="meetings" />}
      title={<RowTitle href={pathTo`/meetings/${id}`} name={title} />}
      facts={[
        (near || (row && view.nextUp === row)) && <b>{near ?? 'next'}</b>,
        plain && <Fact icon="meetings">meeting</Fact>,
        isToCome && repeatText(meeting),
        project_name ? (
          <ProjectName name={project_name} color={meeting.project_color} />
        ) : (
          organization_name && <bdi>{organization_name}</bdi>
        ),
        attending.length > 0 && <MeetingPeople meeting={meeting} />,
      ]}
      figures={lengthWords(meeting)}
      actions={
        <RowActions>
          <Menu label={`More for ${title}`}>
            <MenuLink icon="edit" label={isToCome ? 'Edit series' : 'Edit'} href={pathTo`/meetings/${id}/edit`} />
          </Menu>
          {tracks &&
            (isPast ? (
              <form method="post" action={pathTo`/meetings/${id}/log`}>
                <ActButton icon="sessions" label={`Log meeting: ${title}`} />
              </form>
            ) : (
              <form {...barForm(pathTo`/meetings/${id}/start`)}>
                <StartIconButton label={`Start meeting: ${title}`} isNear={near !== null} />
              </form>
            ))}
        </RowActions>
      }
    />
  )
}

const CardsRow = ({ count, seconds }: { count: number; seconds: number }) => (
  <Row
    id="cards-due"
    mark={<Icon name="cards" />}
    title={<RowTitle href="/review">{plural(count, 'card')}</RowTitle>}
    facts={['due for review']}
    figures={durationLeft(seconds)}
    actions={
      <RowActions>
        <ActLink icon="play" href="/review" label={`Review ${plural(count, 'card')}`} />
      </RowActions>
    }
  />
)

const ChunkRow = ({ view, plan }: Shown & { plan: NextChunk }) => (
  <Row
    id={`plan-${plan.id}`}
    mark={<Icon name="plans" />}
    title={<RowTitle href={planPath(plan.id)} name={plan.next_title ?? ''} />}
    facts={[
      <bdi>{plan.title}</bdi>,
      `${plan.completed_count + 1} of ${plan.chunk_count - plan.skipped_count}`,
      plan.project_name && <ProjectName name={plan.project_name} color={plan.project_color} />,
    ]}
    // Its duration is not part of the day's planned time.
    figures={
      plan.next_seconds > 0 && timeText({ tracked_seconds: plan.next_seconds, estimated_minutes: plan.next_minutes })
    }
    actions={
      view.used.time && (
        <RowActions>
          <StartNext plan={plan} />
        </RowActions>
      )
    }
  />
)

export const countsLine = (counts: [number, string, string?][]) =>
  counts
    .filter(([count]) => count > 0)
    .map(([count, noun, after = '']) => `${plural(count, noun)}${after}`)
    .join(', ')

/** Sessions, completed tasks and meetings that are over, in chronological order. */
const Earlier = ({ view }: Shown) => {
  const { sessions, tasks, meetings, names, preferences } = view
  const rows = [
    ...sessions.map((session) => ({
      at: session.started_at,
      row: <SessionRow session={session} names={names} reader={preferences} plain brief />,
    })),
    ...tasks.done.map((task) => ({
      at: task.completed_at ?? 0,
      row: <TaskItem task={task} today={view.today} hidesDate />,
    })),
    ...meetings.past.map((meeting) => ({
      at: meeting.times?.start ?? 0,
      row: <TodayMeetingRow view={view} meeting={meeting} />,
    })),
  ].sort((a, b) => a.at - b.at)
  if (rows.length === 0) return null
  const words = countsLine([
    [sessions.length, 'session'],
    [tasks.done.length, 'task', ' done'],
    [meetings.past.length, 'meeting'],
  ])
  return (
    <PartFold
      id="earlier-today"
      title="Earlier today"
      summary={
        <>
          {words}
          {view.day.total_seconds > 0 && (
            <>
              {' '}
              · <b>{duration(view.day.total_seconds)}</b>
            </>
          )}
        </>
      }
    >
      <Rows ordered>{rows.map(({ row }) => row)}</Rows>
    </PartFold>
  )
}

type Item = (task: ShownTask, place?: TaskPlace) => Child

/** Tasks with a time in chronological order, then the others in their own order. */
const byTime = (tasks: ListedTask[], view: ViewOfRow) => {
  const timed = scheduledTasks(tasks, view.preferences)
  const ids = new Set(timed.map(({ id }) => id))
  return { timed, untimed: tasks.filter(({ id }) => !ids.has(id)) }
}

type Planned = { meetings: MeetingOfDay[]; sessions: ListedSession[]; tasks: ListedTask[] }

/** Rows with a time, in chronological order. */
const timedRows = (
  view: ViewOfRow,
  { meetings, sessions, tasks }: Planned,
  item: Item = (task) => <TaskItem task={task} today={view.today} now={view.now} hidesDate byClock />,
) =>
  [
    ...byTime(tasks, view).timed.map((task) => ({ at: task.times.start, row: item(task) })),
    ...meetings.flatMap((meeting) =>
      meeting.times ? { at: meeting.times.start, row: <TodayMeetingRow view={view} meeting={meeting} /> } : [],
    ),
    ...sessions.map((session) => ({
      at: session.started_at,
      row: (
        <SessionRow session={session} names={view.names} reader={view.preferences} now={view.now} plain brief planned />
      ),
    })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row)

const untimedMeetings = (view: ViewOfRow, meetings: MeetingOfDay[]) =>
  meetings.filter(({ times }) => !times).map((meeting) => <TodayMeetingRow view={view} meeting={meeting} />)

/** Rows of a future day. */
export const PlannedRows = ({ view, ...planned }: Planned & { view: ViewOfRow }) => (
  <Rows ordered>
    {timedRows(view, planned)}
    {untimedMeetings(view, planned.meetings)}
    {byTime(planned.tasks, view).untimed.map((task) => (
      <TaskItem task={task} today={view.today} hidesDate />
    ))}
  </Rows>
)

/** Formats plans: `2 tasks, 1 meeting · 3h`. */
export const PlannedWords = ({ meetings, sessions, tasks }: Planned) => {
  const minutes = meetings.reduce((sum, meeting) => sum + (meeting.duration_minutes ?? 0), 0)
  const seconds = sessions.reduce(
    (sum, session) => sum + session.duration_seconds,
    plannedSeconds(tasks) + 60 * minutes,
  )
  return (
    <>
      {countsLine([
        [tasks.length, 'task'],
        [meetings.length, 'meeting'],
        [sessions.length, 'session'],
      ])}
      {seconds > 0 && (
        <>
          {' '}
          · <b>{duration(seconds)}</b>
        </>
      )}
    </>
  )
}

const Tomorrow = ({ view }: Shown) => {
  const ahead = { tasks: view.tasks.tomorrow, meetings: view.meetings.tomorrow, sessions: view.plannedTomorrow }
  if (Object.values(ahead).every((rows) => rows.length === 0)) return null
  return (
    <PartFold id="tomorrow" title="Tomorrow" summary={<PlannedWords {...ahead} />} open={view.isClosed}>
      <PlannedRows view={view} {...ahead} />
    </PartFold>
  )
}

const untimedRows = (view: DayView, item: Item) => [
  ...untimedMeetings(view, view.meetings.ahead),
  ...view.tasks.due.map((task) => <TaskItem task={task} today={view.today} />),
  ...byTime(view.tasks.todays, view).untimed.map((task, index, { length }) => item(task, placeInDay(index, length))),
  ...view.tasks.overdue.map((task) => <TaskItem task={task} today={view.today} />),
  ...(view.cardsDue > 0 ? [<CardsRow count={view.cardsDue} seconds={view.cardSeconds} />] : []),
  ...view.plans.map((plan) => <ChunkRow view={view} plan={plan} />),
]

/** Menu item that moves the tasks that can wait to tomorrow. */
export const MoveLateTasks = ({ view: { late } }: Shown) => {
  if (late.length === 0) return null
  return (
    <PlanTasks tasks={late}>
      <button type="submit" name="date" value="tomorrow">
        <Icon name="right" />
        Move {plural(late.length, 'task')} to tomorrow
      </button>
    </PlanTasks>
  )
}

/** The day as one list. Children are below the rows with a time. */
export const DayList = ({ view, hasFirstSteps, children }: PropsWithChildren<Shown & { hasFirstSteps: boolean }>) => {
  const { tasks, late, timer, runningTask } = view
  const item: Item = (task, place) => (
    <TaskItem
      task={task}
      today={view.today}
      now={view.now}
      place={place}
      hidesDate
      byClock
      note={view.nextUp === `task-${task.id}` ? <b>next</b> : late.some(({ id }) => id === task.id) && 'can wait'}
    />
  )
  const planned = { meetings: view.meetings.ahead, sessions: view.planned, tasks: tasks.todays }
  const timed = timedRows(view, planned, item)
  const untimed = untimedRows(view, item)
  const isEmpty = timed.length === 0 && untimed.length === 0 && !timer
  return (
    <>
      <StopTimerOfDoneTask task={runningTask?.status === 'done' ? runningTask : null} />
      <Rows ordered id="timed-rows">
        <RunningRow view={view} />
        {timed}
      </Rows>
      {children}
      {untimed.length > 0 && <PartHead tag="h2">Any time today</PartHead>}
      <Rows ordered id="day-rows" data-reorder={reorderId(taskList)}>
        {untimed}
      </Rows>
      {isEmpty && !hasFirstSteps && (
        <Empty title={emptyTitle(view)}>
          {view.paused !== null
            ? 'Press Resume to continue.'
            : view.isClosed
              ? 'Tomorrow’s plan is below.'
              : view.used.tasks
                ? 'Add a task in the line above.'
                : 'Your plan for today appears here.'}
        </Empty>
      )}
      <Earlier view={view} />
      <Tomorrow view={view} />
    </>
  )
}
