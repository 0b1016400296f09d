import type { LocalNow } from '../lib/now'
import { type Columns, insertRow, updateRow } from '../lib/resource/stored'
import { firstCharacters } from '../lib/text'
import { newTaskValues, type TaskRow, type TaskValues, titleLimit } from '../tasks/schema'
import { addTask, deleteTask, setStatus } from '../tasks/writes'
import type { ActionItemRow, ActionItemValues, ActionStatus, ListedActionItem } from './schema'

type Completed = Pick<ActionItemRow, 'completed_at' | 'completed_on'>

/** When an action item was completed; null for both while it is open. */
const completionOf = (
  status: ActionStatus,
  before: Completed | null,
  { instant, today }: Pick<LocalNow, 'instant' | 'today'>,
): Completed => {
  if (status !== 'done') return { completed_at: null, completed_on: null }
  return before?.completed_at ? before : { completed_at: instant, completed_on: today }
}

const columnsOf = (values: ActionItemValues): Columns => ({
  description: values.description,
  status: values.status,
  priority: values.priority,
  due_date: values.due_date,
  owner: values.owner,
  person_id: values.person_id,
  organization_id: values.organization_id,
})

type Moment = Pick<LocalNow, 'instant' | 'today'>

/** @param done when one that is done was completed, if not now */
export const addItem = (
  db: D1Database,
  userId: string,
  id: string,
  values: ActionItemValues,
  now: Moment,
  done: Moment = now,
) => {
  const { source_type, source_id, status } = values
  const { completed_at, completed_on } = completionOf(status, null, done)
  const columns = { ...columnsOf(values), source_type, source_id, completed_at, completed_on }
  return insertRow(db, 'action_items', userId, id, columns, now.instant)
}

/** The task that follows an action item: one that is cancelled does not. */
const followerOf = ({ task }: Pick<ListedActionItem, 'task'>) => (task?.status === 'cancelled' ? null : task)

const withTask = (db: D1Database, userId: string, task: TaskRow | null, status: ActionStatus, now: LocalNow) =>
  task && task.status !== status ? setStatus(db, userId, task, { status }, now) : []

/** Saves an action item over version `seq`. Its task gets the same status, unless that one has changed: then nothing is saved. */
export const updateItem = (
  db: D1Database,
  userId: string,
  values: ActionItemValues & Pick<ActionItemRow, 'id' | 'seq'>,
  before: ListedActionItem,
  now: LocalNow,
) => {
  const { completed_at, completed_on } = completionOf(values.status, before, now)
  const columns = { ...columnsOf(values), completed_at, completed_on }
  return [
    ...updateRow(db, 'action_items', userId, values, columns, now.instant),
    ...withTask(db, userId, followerOf(before), values.status, now),
  ]
}

/** A task for an action item: on the day that it is due, or today where that is over. */
const taskOf = (item: ActionItemRow, today: string): TaskValues => {
  const title = firstCharacters(item.description, titleLimit)
  return {
    ...newTaskValues,
    title,
    description: title === item.description ? '' : item.description,
    priority: item.priority,
    status: item.status,
    date: item.due_date !== null && item.due_date < today ? today : item.due_date,
    organization_id: item.organization_id,
  }
}

const setTask = (db: D1Database, userId: string, { id, seq }: ActionItemRow, taskId: string | null, now: number) =>
  updateRow(db, 'action_items', userId, { id, seq }, { task_id: taskId }, now)

/** Turns an action item at its version into a task with the id `taskId`. */
export const makeTask = (db: D1Database, userId: string, item: ActionItemRow, taskId: string, now: LocalNow) => [
  ...setTask(db, userId, item, taskId, now.instant),
  ...addTask(db, userId, taskId, taskOf(item, now.today), now),
]

/** Takes the task of an action item back. Guard: rolls the batch back when the task is gone. */
export const unmakeTask = (db: D1Database, userId: string, item: ActionItemRow, taskId: string, now: number) => [
  ...setTask(db, userId, item, null, now),
  ...deleteTask(db, userId, taskId, now),
]
