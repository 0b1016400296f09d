import type { Clock } from '../../functions/lib/format'
import { isOpen, type ListedTask } from '../../functions/tasks/schema'
import { barForm } from '../timer/bar-form'
import { RunningSince } from '../timer/running-since'
import { StartButton } from '../timer/start-button'
import { ActButton, Button } from '../ui/button'
import { Notice } from '../ui/notice'

type Task = Pick<ListedTask, 'id' | 'title' | 'project_id' | 'goal_id' | 'plan_id'>

export type PageTimerProps = {
  task: Task & Pick<ListedTask, 'status'>
  /** The timer that runs, for whatever. */
  timer: { task_id: string | null; started_at: number } | null
  zone: string
  clock: Clock
}

/** Starts the timer on a task, or stops it. */
export const TaskTimer = ({ task, isRunning }: { task: Task; isRunning: boolean }) => {
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
