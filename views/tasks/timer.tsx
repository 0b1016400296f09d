import type { ListedTask } from '../../functions/tasks/schema'
import { barForm } from '../timer/bar-form'
import { StartButton } from '../timer/start-button'
import { ActButton, Button } from '../ui/button'
import { Notice } from '../ui/notice'

type Task = Pick<ListedTask, 'id' | 'title' | 'project_id' | 'goal_id' | 'plan_id'>

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
