import type { Child } from 'hono/jsx'
import { pathTo } from '../../../functions/lib/http/path-to'
import { type Clock, duration, shortDateText } from '../../../functions/lib/text/format'
import { tagList } from '../../../functions/lib/text/text'
import { repeatText } from '../../../functions/lib/time/repeat'
import { soonText } from '../../../functions/lib/time/soon'
import { type ScheduledTask, sessionFields } from '../../../functions/tasks/tasks/focus/at-times'
import { isOpen, type ListedTask, sourcePath, statusNames } from '../../../functions/tasks/tasks/schema'
import { stepsOf } from '../../../functions/tasks/tasks/steps'
import { dueText, shortTitle, timeText } from '../../../functions/tasks/tasks/words'
import { Play, RunningSince, StartButton, stopFormId } from '../../frame/shell/start-button'
import { ActButton, Badge, Button, Notice } from '../../ui/button'
import { WallTime } from '../../ui/clock'
import { ProjectName } from '../../ui/icon'
import { EditableText } from '../../ui/in-place'
import { Fact, ItemActions, MenuPost, Row } from '../../ui/item'
import { NameLink, RowTitle } from '../../ui/section'
import { useParts } from '../../ui/uses'
import { TaskGrip, TaskMenu, type TaskPlace, Tick, taskPath } from './actions'
import { StepsOfRow } from './steps'

type Task = Pick<ListedTask, 'id' | 'title'>

export type PageTimerProps = {
  task: Task & Pick<ListedTask, 'status' | 'owner'>
  /** The running timer, whatever it runs for. */
  timer: { task_id: string | null; started_at: number } | null
  zone: string
  clock: Clock
}

/** Button that starts the timer on a task, or stops it. */
const TaskTimer = ({ task, isRunning, isNear }: { task: Task; isRunning: boolean; isNear: boolean }) =>
  isRunning ? (
    <ActButton icon="stop" label={`Stop the timer: ${task.title}`} form={stopFormId} />
  ) : (
    <Play of={`task:${task.id}`} title={task.title} isNear={isNear} />
  )

/** On a task's page: a button that starts the timer; or, while it runs, its start and a Stop button. */
export const TaskPageTimer = ({ task, timer, zone, clock }: PageTimerProps) => {
  const isRunning = timer?.task_id === task.id
  return (
    <span
      id="task-timer"
      class="actions"
      hx-get={pathTo`/tasks/${task.id}/timer`}
      hx-trigger="timer-changed from:body"
      hx-target="this"
      hx-swap="outerMorph"
    >
      {timer && isRunning ? (
        <RunningSince startedAt={timer.started_at} reader={{ time_zone: zone, clock }} />
      ) : (
        isOpen(task.status) &&
        task.owner !== 'person' && (
          <StartButton again={`task:${task.id}`} label={`Start: ${task.title}`} words="Start" />
        )
      )}
    </span>
  )
}

/** Asks whether to stop a timer that still runs for a completed task. */
export const StopTimerOfDoneTask = ({ task }: { task: Pick<ListedTask, 'title'> | null }) =>
  task && (
    <Notice
      role="status"
      actions={
        <Button small icon="stop" form={stopFormId}>
          Stop the timer
        </Button>
      }
    >
      <p>
        “<bdi>{task.title}</bdi>” is done, but its timer is still running. Stop it, or let it run.
      </p>
    </Notice>
  )

/** Names the person of an action item: `by Ada`, `with Ada`. */
const personPart = ({ owner, person_id, person_name, source_id }: ListedTask): Child => {
  const name = person_name && <NameLink href={pathTo`/people/${person_id}`} name={person_name} />
  if (owner === 'person') return name ? <>by {name}</> : 'by somebody else'
  if (name) return <>with {name}</>
  return owner === 'me' && source_id === null && 'nobody named'
}

/** Badge that says how long a task is overdue. */
export const dueBadge = (task: ListedTask, today: string) =>
  task.due_date !== null && task.due_date < today && <Badge tone="bad">{dueText(task, today)}</Badge>

/** Due date of a task, coloured once it has passed. */
const duePart = (task: ListedTask, today: string): Child =>
  isOpen(task.status) &&
  task.due_date !== null &&
  (dueBadge(task, today) || <time datetime={task.due_date}>{dueText(task, today)}</time>)

type Hides = { person?: boolean; source?: boolean; due?: boolean }

/** Parts of a row that only action items have, except the ones in `hides`, which the page shows elsewhere. */
export const actionItemParts = (task: ListedTask, today: string, hides: Hides = {}): Child[] => [
  !hides.due && duePart(task, today),
  !hides.person && personPart(task),
  !hides.source && task.source_type && task.source_id && task.source_title && (
    <>
      {task.source_type === 'meeting' ? 'meeting: ' : 'from '}
      <NameLink
        href={sourcePath({ type: task.source_type, id: task.source_id })}
        name={task.source_type === 'meeting' ? shortTitle(task.source_title) : 'feedback'}
      />
    </>
  ),
]

/**
 * Day of a task. With a person or a due date it is called planned. A past day is left out if the task is overdue,
 * because the badge says more.
 */
const plannedText = ({ owner, date, due_date, status }: ListedTask, today: string) => {
  const isPast = date !== null && date < today
  const isOther = owner !== null || (due_date !== null && isOpen(status))
  if (isOther && (date === null || (isPast && (due_date ?? today) < today))) return null
  return `${isPast ? 'from ' : isOther ? 'planned for ' : ''}${shortDateText(date, today)}`
}

/** Tags of a row: two, then the number of the others. */
const TagsOf = ({ tags }: Pick<ListedTask, 'tags'>) => {
  const [one, other, ...more] = tagList(tags)
  return one ? (
    <bdi>
      {[one, other].flatMap((tag) => (tag ? `#${tag}` : [])).join(' ')}
      {more.length > 0 && ` +${more.length}`}
    </bdi>
  ) : null
}

/** A task; `times` is set if the list places it at its time. */
export type ShownTask = ListedTask & Partial<Pick<ScheduledTask, 'times'>>

type Props = {
  task: ShownTask
  today: string
  /** Time of the request in epoch ms, if the row shows how near the task's time is. */
  now?: number
  /** Parts of an action item to leave out, because the page already shows them. */
  hides?: Hides
  /** Position in a list that people can reorder. */
  place?: TaskPlace
  /** True if the list already shows the date. */
  hidesDate?: boolean
  /** True to show the time before the title, as other rows of a day do. */
  byClock?: boolean
  /** True on the page of the project. */
  hidesProject?: boolean
  /** First fact: `next`, or `can wait` on a day with more planned time than it has left. */
  note?: Child
  /** Id of the task that the timer runs for. */
  running?: string
}

/** Facts of a task. Its row shows the first three. */
export const factsOf = ({ task, today, hides, hidesDate, byClock, hidesProject, note, running }: Props) => [
  !hidesProject && task.project_name && (
    <ProjectName name={task.project_name} color={task.project_color} edits="project_id" />
  ),
  note,
  ...actionItemParts(task, today, hides),
  task.owner && !hides?.person && task.organization_name && <bdi>{task.organization_name}</bdi>,
  task.id === running && <Badge tone="good">timer running</Badge>,
  task.status === 'in_progress' || task.status === 'cancelled' ? statusNames[task.status].toLowerCase() : null,
  !hidesDate && plannedText(task, today) && <EditableText field="date">{plannedText(task, today)}</EditableText>,
  !byClock && task.at && <WallTime time={task.at} />,
  task.priority !== 'medium' && `${task.priority} priority`,
  repeatText(task),
  task.tags && <TagsOf tags={task.tags} />,
  task.goal_title && (
    <Fact icon="goals">
      <NameLink href={pathTo`/goals/${task.goal_id}`} name={task.goal_title} />
    </Fact>
  ),
]

/** Button that logs a task at its times. */
const LogTask = ({ task }: { task: ShownTask }) => {
  const minutes = task.estimated_minutes ?? 0
  const when = { date: task.date, started_at: task.at, duration: `${minutes}m` }
  return (
    <MenuPost action="/sessions" label={`Log ${duration(minutes * 60)}`} icon="sessions" swapsNothing>
      {[...Object.entries(when), ...sessionFields(task)].map(
        ([name, value]) => value && <input type="hidden" name={name} value={value} />,
      )}
    </MenuPost>
  )
}

/** A task in lists, on its page and in fragments. */
export const TaskItem = (props: Props) => {
  const { task, today, now = 0, place, byClock, running } = props
  const near = soonText(task.times ?? null, now)
  const goes = isOpen(task.status)
  const steps = stepsOf(task.description)
  const isOver = task.times && task.times.end <= now && task.estimated_minutes !== null && task.tracked_seconds === 0
  return (
    <Row
      id={`task-${task.id}`}
      data-id={place?.drags && task.id}
      data-seq={place?.untimed && task.seq}
      data-goes={goes || undefined}
      class={goes ? 'goes' : 'reached'}
      unfolds={steps.length > 0}
      clock={
        byClock &&
        task.at && (
          <EditableText field="at">
            <WallTime time={task.at} />
          </EditableText>
        )
      }
      mark={
        <>
          {place?.drags && <TaskGrip task={task} />}
          <Tick task={task} />
        </>
      }
      title={
        <RowTitle
          href={taskPath(task.id)}
          name={task.title}
          data-edits="title"
          class={goes ? 'goes-title' : undefined}
        />
      }
      facts={factsOf(near ? { ...props, note: <b>{near}</b> } : props)}
      figures={
        <EditableText field="estimated_minutes">
          {timeText(task)}
          {task.tracked_seconds === 0 && task.estimated_minutes !== null && <span class="sr-only"> planned</span>}
        </EditableText>
      }
      actions={
        <ItemActions
          url={taskPath(task.id)}
          name={task.title}
          swapsNothing
          opens
          play={
            goes &&
            task.owner !== 'person' && <TaskTimer task={task} isRunning={task.id === running} isNear={near !== null} />
          }
        >
          {isOver && useParts()('time') && <LogTask task={task} />}
          <TaskMenu task={task} today={today} place={place} />
        </ItemActions>
      }
    >
      <StepsOfRow id={task.id} steps={steps} />
    </Row>
  )
}
