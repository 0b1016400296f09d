import type { Clock } from '../../functions/lib/format'
import { isOpen, type ListedTask } from '../../functions/tasks/schema'
import { dateText, repeatText, statusNames, timeText } from '../../functions/tasks/words'
import { barForm, RunningSince } from '../timer/running-since'
import { StartButton } from '../timer/start-button'
import { Badge } from '../ui/badge'
import { ActButton, Button } from '../ui/button'
import { classes } from '../ui/classes'
import { MenuActions } from '../ui/item-actions'
import { Notice } from '../ui/notice'
import { NameLink, RowMeta, RowTitle } from '../ui/rows'
import { CarryOver, type Place, TaskGrip, TaskMenu, Tick, taskPath } from './actions'

type Task = Pick<ListedTask, 'id' | 'title' | 'project_id' | 'goal_id' | 'plan_id'>

export type PageTimerProps = {
  task: Task & Pick<ListedTask, 'status'>
  /** The timer that runs, for whatever. */
  timer: { task_id: string | null; started_at: number } | null
  zone: string
  clock: Clock
}

/** Starts the timer on a task, or stops it. */
const TaskTimer = ({ task, isRunning }: { task: Task; isRunning: boolean }) => {
  if (isRunning) {
    return (
      <form {...barForm('/timer/stop')}>
        <ActButton icon="stop" label={`Stop the timer: ${task.title}`} />
      </form>
    )
  }
  return (
    <StartButton
      label={`Start: ${task.title}`}
      title={task.title}
      task_id={task.id}
      project_id={task.project_id ?? undefined}
      goal_id={task.goal_id ?? undefined}
      plan={task.plan_id ?? undefined}
    />
  )
}

/** On a task's page: starts the timer, or says since when it runs and stops it. */
export const TaskPageTimer = ({ task, timer, zone, clock }: PageTimerProps) => {
  const isRunning = timer?.task_id === task.id
  return (
    <span
      id="task-timer"
      class="actions"
      hx-get={`/tasks/${task.id}/timer`}
      hx-trigger="timer-changed from:body"
      hx-target="this"
      hx-swap="outerMorph"
    >
      {timer && isRunning ? (
        <RunningSince startedAt={timer.started_at} reader={{ time_zone: zone, clock }} />
      ) : (
        isOpen(task.status) && (
          <StartButton
            label={`Start: ${task.title}`}
            words="Start"
            title={task.title}
            task_id={task.id}
            project_id={task.project_id ?? undefined}
            goal_id={task.goal_id ?? undefined}
            plan={task.plan_id ?? undefined}
          />
        )
      )}
    </span>
  )
}

/** Asks about a timer that still runs for a task that is done. */
export const StopDone = ({ task }: { task: Pick<ListedTask, 'title'> | null }) =>
  task && (
    <Notice
      role="status"
      actions={
        <form {...barForm('/timer/stop')}>
          <Button small icon="stop">
            Stop the timer
          </Button>
        </form>
      }
    >
      <p>
        “<bdi>{task.title}</bdi>” is done, but its timer is still running. Stop it, or let it run on.
      </p>
    </Notice>
  )

type Props = {
  task: ListedTask
  today: string
  /** Set in a list that is put in order by hand. */
  place?: Place
  /** In focus today. */
  inFocus?: boolean
  /** Left out where the list says the date. */
  hidesDate?: boolean
  /** Left out on the page of the project. */
  hidesProject?: boolean
  /** Id of the task that the timer runs for. */
  running?: string
  /** Offers to plan it for today. */
  carries?: boolean
}

/** A task in every list, on its page and in every fragment. */
export const TaskItem = ({ task, today, place, inFocus, hidesDate, hidesProject, running, carries }: Props) => (
  <li
    id={`task-${task.id}`}
    data-id={place && task.id}
    class={classes('milestone task', !isOpen(task.status) && 'reached', inFocus && 'in-focus')}
  >
    <div class="milestone-lead">
      {place && <TaskGrip task={task} />}
      <Tick task={task} />
    </div>
    <div>
      {inFocus && <span class="unseen">In focus: </span>}
      <RowTitle href={taskPath(task.id)} name={task.title} />
      <RowMeta
        parts={[
          task.priority !== 'medium' && `${task.priority} priority`,
          task.id === running && <Badge tone="good">timer running</Badge>,
          timeText(task),
          task.status === 'in_progress' || task.status === 'cancelled' ? statusNames[task.status].toLowerCase() : null,
          !hidesDate && dateText(task.date, today),
          repeatText(task),
          !hidesProject && task.project_name && <bdi>{task.project_name}</bdi>,
          task.goal_title && <NameLink href={`/goals/${task.goal_id}`} name={task.goal_title} />,
        ]}
      />
    </div>
    <MenuActions
      url={taskPath(task.id)}
      name={task.title}
      first={
        <>
          {isOpen(task.status) && <TaskTimer task={task} isRunning={task.id === running} />}
          {carries && <CarryOver task={task} />}
        </>
      }
    >
      <TaskMenu task={task} today={today} place={place} />
    </MenuActions>
  </li>
)
