import type { ListedTask } from '../../functions/tasks/schema'
import { isOpen } from '../../functions/tasks/schema'
import { dateText, repeatText, statusNames, timeText } from '../../functions/tasks/words'
import { Badge } from '../ui/badge'
import { ActLink } from '../ui/button'
import { classes } from '../ui/classes'
import { RowActions, RowMeta, RowTitle } from '../ui/rows'
import { CarryOver, editsInPlace, type Place, TaskGrip, TaskMenu, Tick, taskPath } from './actions'
import { TaskTimer } from './timer'

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
      <RowTitle href={taskPath(task.id)}>
        <bdi>{task.title}</bdi>
      </RowTitle>
      <RowMeta
        parts={[
          task.priority !== 'medium' && `${task.priority} priority`,
          task.id === running && <Badge tone="good">timer running</Badge>,
          timeText(task),
          task.status === 'in_progress' || task.status === 'cancelled' ? statusNames[task.status].toLowerCase() : null,
          !hidesDate && dateText(task.date, today),
          repeatText(task),
          !hidesProject && task.project_name && <bdi>{task.project_name}</bdi>,
          task.goal_title && (
            <a href={`/goals/${task.goal_id}`}>
              <bdi>{task.goal_title}</bdi>
            </a>
          ),
        ]}
      />
    </div>
    <RowActions>
      {isOpen(task.status) && <TaskTimer task={task} isRunning={task.id === running} />}
      {carries && <CarryOver task={task} />}
      <ActLink icon="edit" label={`Edit ${task.title}`} class="phone-hide" {...editsInPlace(task)} />
      <TaskMenu task={task} today={today} place={place} />
    </RowActions>
  </li>
)
