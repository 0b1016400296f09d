import type { PropsWithChildren } from 'hono/jsx'
import { pathTo } from '../../../functions/lib/http/path-to'
import { addDays } from '../../../functions/lib/time/days'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { isOpen } from '../../../functions/tasks/tasks/schema'
import { Button } from '../../ui/button'
import { Icon, type IconName } from '../../ui/icon'
import { RowForm, TickButton } from '../../ui/item'
import { Grip, MoveMenuItems } from '../../ui/reorder'

export const taskPath = (id: string, action = '') => pathTo`/tasks/${id}` + (action && `/${action}`)

/** Name of the list that people can reorder. */
export const taskList = 'task'

type Task = Pick<ListedTask, 'id' | 'title' | 'status' | 'date' | 'owner' | 'due_date'>

export const TaskGrip = ({ task }: { task: Task }) => <Grip isAside list={taskList} id={task.id} name={task.title} />

/** Button that moves the unfinished tasks of earlier days to today. */
export const CarryOver = () => (
  <form method="post" action="/tasks/carry-over" hx-post="/tasks/carry-over" hx-swap="none">
    <Button small>Move to today</Button>
  </form>
)

/** Button that plans several tasks for a `date`. */
export const PlanTasks = ({ tasks, children }: PropsWithChildren<{ tasks: { id: string }[] }>) => (
  <form method="post" action="/tasks/selected" hx-post="/tasks/selected" hx-swap="none">
    <input type="hidden" name="act" value="plan" />
    <input type="hidden" name="typed" value="plan" />
    {tasks.map(({ id }) => (
      <input type="hidden" name="ids" value={id} />
    ))}
    {children}
  </form>
)

/** Button that completes a task, or reopens it. */
export const Tick = ({ task }: { task: Task }) => {
  const isDone = task.status === 'done'
  return (
    <TickButton
      url={taskPath(task.id, isDone ? 'reopen' : 'complete')}
      id={`task-${task.id}-done`}
      name={task.title}
      isDone={isDone}
    />
  )
}

type DayProps = { task: Task; to: string; icon: IconName; label: string }

/** Button that plans a task for another day. */
const Schedule = ({ task, to, icon, label }: DayProps) => (
  <button type="submit" name="to" value={to} aria-label={`${label}: ${task.title}`}>
    <Icon name={icon} />
    {label}
  </button>
)

/** Position of a task in a list that people can reorder. */
export type TaskPlace = {
  first: boolean
  last: boolean
  drags?: true
  /** True if the list has only tasks without a time. */
  untimed?: true
}

/** Position of a task among a day's tasks without a time, which can be dragged. */
export const placeInDay = (index: number, length: number): TaskPlace => ({
  drags: true,
  untimed: true,
  first: index === 0,
  last: index === length - 1,
})

/** Position of a task in a list of several dates. Each date has its own order. */
export const placeInList = (tasks: Task[], index: number, hasMore: boolean): TaskPlace | undefined => {
  const [before, task, after] = [tasks[index - 1], tasks[index], tasks[index + 1]]
  if (!task || (task.date === null && task.owner !== null)) return
  return { first: before?.date !== task.date, last: after ? after.date !== task.date : !hasMore }
}

/** Menu of a task, after the link to edit it. */
export const TaskMenu = ({ task, today, place }: { task: Task; today: string; place?: TaskPlace }) => (
  <>
    {place && <MoveMenuItems url={taskPath(task.id, place.untimed ? 'move?untimed' : 'move')} {...place} />}
    {isOpen(task.status) && task.owner !== 'person' && (
      <RowForm action={taskPath(task.id, 'schedule')} swapsNothing>
        {task.date !== today && <Schedule task={task} to="today" icon="today" label="Today" />}
        {task.date !== addDays(today, 1) && <Schedule task={task} to="tomorrow" icon="right" label="Tomorrow" />}
        {task.due_date !== null && task.due_date > addDays(today, 1) && task.date !== task.due_date && (
          <Schedule task={task} to="due" icon="today" label="When it is due" />
        )}
        {task.date !== null && <Schedule task={task} to="someday" icon="clock" label="Someday" />}
      </RowForm>
    )}
  </>
)
