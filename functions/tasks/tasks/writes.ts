import { v7 as uuid } from 'uuid'
import { isOpenTask, removeTasks, renumber } from '../../ledger/tasks'
import { part, type SqlPart, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { deleteRow, insertRow, newSeq, restoreRow, updateRow, writtenColumns } from '../../lib/resource/row-writes'
import { tagList } from '../../lib/text/text'
import { dateAfter, repeatFrom } from '../../lib/time/repeat'
import { isOpen, newTaskValues, type TaskRow, type TaskValues } from './schema'

/** The place after the open tasks of a date. */
const endOf = (userId: string, date: string | null) => part`(
    SELECT coalesce(max(position), 0) + 1 FROM tasks
    WHERE user_id = ${userId} AND date IS ${date} AND ${isOpenTask})`

export const theDates = (dates: (string | null)[]) =>
  part`SELECT value AS date FROM json_each(${JSON.stringify([...new Set(dates)])})`

const dateOf = (userId: string, id: string) => part`SELECT date FROM tasks WHERE user_id = ${userId} AND id = ${id}`

/** Adds the next task of a repeating one, unless it exists. @param now when the repeating task was done */
export const addNext = (
  db: D1Database,
  userId: string,
  done: Pick<TaskRow, 'id' | 'repeat' | 'repeat_from' | 'date'>,
  now: LocalNow,
) => {
  const date = dateAfter(done, now.today)
  if (date === null) return []
  return [
    sql(db)`
      INSERT INTO tasks (user_id, id, title, description, priority, status, date, at, position, estimated_minutes, tags,
        goal_id, project_id, plan_id, organization_id, repeat, repeat_rule, repeat_from, repeats, seq, created_at,
        updated_at)
      SELECT user_id, ${uuid()}, title, description, priority, 'todo', ${date}, at, ${endOf(userId, date)},
        estimated_minutes, tags, goal_id, project_id, plan_id, organization_id, repeat, repeat_rule,
        coalesce(repeat_from, ${done.date ?? now.today}), id, ${newSeq(userId)}, ${now.instant}, ${now.instant}
      FROM tasks
      WHERE user_id = ${userId} AND id = ${done.id} AND NOT EXISTS (
        SELECT 1 FROM tasks AS next WHERE next.user_id = ${userId} AND next.repeats = ${done.id})`,
  ]
}

/** Takes back the task that follows a repeating one, unless it was changed or has time. */
const removeNext = (db: D1Database, userId: string, id: string) => {
  const next = part`
    user_id = ${userId} AND repeats = ${id} AND updated_at = created_at AND deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM session_days WHERE user_id = ${userId} AND task_id = tasks.id)`
  return removeTasks(db, userId, next)
}

type Ended = Pick<TaskRow, 'completed_at' | 'completed_on' | 'cancelled_on'>

/** When a task was completed or cancelled; null where it was not. */
const endOfTask = (status: TaskRow['status'], before: Ended | null, { instant, today }: LocalNow): Ended => {
  const cancelled_on = status === 'cancelled' ? (before?.cancelled_on ?? today) : null
  if (status !== 'done') return { completed_at: null, completed_on: null, cancelled_on }
  if (!before?.completed_at) return { completed_at: instant, completed_on: today, cancelled_on }
  return { completed_at: before.completed_at, completed_on: before.completed_on, cancelled_on }
}

const columnsOf = (values: TaskValues, before: TaskRow | null, now: LocalNow) => ({
  ...writtenColumns(newTaskValues, values),
  tags: JSON.stringify(tagList(values.tags)),
  // The column of a rule says only that the task repeats.
  ...(values.repeat.startsWith('{') ? { repeat: 'daily', repeat_rule: values.repeat } : { repeat_rule: null }),
  ...endOfTask(values.status, before, now),
  repeat_from: repeatFrom(values, before),
})

export const addTask = (db: D1Database, userId: string, id: string, values: TaskValues, now: LocalNow) => {
  const columns = columnsOf(values, null, now)
  const { repeat_from } = columns
  return [
    ...insertRow(db, 'tasks', userId, id, { ...columns, position: endOf(userId, values.date) }, now.instant),
    ...(values.status === 'done' ? addNext(db, userId, { ...values, id, repeat_from }, now) : []),
  ]
}

/** The position that an edit gives a task, and its side there. */
const placeOf = (userId: string, values: TaskRow, before: TaskRow): { position: SqlPart; side: -1 | 1 } => {
  const isMoved = values.date !== before.date
  if (values.position === before.position && isMoved) return { position: endOf(userId, values.date), side: 1 }
  return { position: part`${values.position}`, side: values.position > before.position && !isMoved ? 1 : -1 }
}

/** Saves a task over version `seq`. Completing a repeating task adds its next one; reopening it removes that again. */
export const updateTask = (db: D1Database, userId: string, values: TaskRow, before: TaskRow, now: LocalNow) => {
  const { id } = values
  const columns = columnsOf(values, before, now)
  const { repeat_from } = columns
  const { position, side } = placeOf(userId, values, before)
  const updated_at = part`max(${now.instant}, created_at + 1)`
  const [isDone, wasDone] = [values.status === 'done', before.status === 'done']
  const isPlaced =
    values.date !== before.date ||
    values.position !== before.position ||
    isOpen(values.status) !== isOpen(before.status)
  return [
    ...updateRow(db, 'tasks', userId, values, { ...columns, position, updated_at }, now.instant, before),
    ...(isPlaced ? [renumber(db, userId, theDates([before.date, values.date]), { id, side })] : []),
    ...(isDone && !wasDone ? addNext(db, userId, { ...values, repeat_from }, now) : []),
    ...(wasDone && !isDone ? removeNext(db, userId, id) : []),
  ]
}

/** Deletes a task; its sessions keep their time. @param now epoch ms */
export const deleteTask = (db: D1Database, userId: string, id: string, now: number) => {
  const { statements } = deleteRow('tasks')(db, userId, id, now)
  return [...statements, renumber(db, userId, dateOf(userId, id))]
}

/** Restores a task in its former place. @param now epoch ms */
export const restoreTask = (db: D1Database, userId: string, id: string, now: number) => {
  const { statements } = restoreRow('tasks')(db, userId, id, now)
  return [...statements, renumber(db, userId, dateOf(userId, id), { id, side: -1 })]
}
