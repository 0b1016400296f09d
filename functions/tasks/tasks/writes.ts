import { v7 as uuid } from 'uuid'
import { isOpenTask } from '../../ledger/tasks'
import { part, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { positionGap } from '../../lib/resource/order'
import { insertRow, newSeq, removeRows, updateRow, writtenColumns } from '../../lib/resource/row-writes'
import { occurrenceOn } from '../../lib/resource/series'
import { tagList } from '../../lib/text/text'
import { dateAfter, repeatFrom } from '../../lib/time/repeat'
import { newTaskValues, type TaskRow, type TaskValues } from './schema'
import { withoutTicks } from './steps'

/** The position behind the open tasks of a date. */
export const endOf = (userId: string, date: string | null) => part`(
    SELECT coalesce(max(position), 0) + ${positionGap} FROM tasks
    WHERE user_id = ${userId} AND date IS ${date} AND ${isOpenTask})`

/** Adds the next task of a repeating one, unless it exists; its steps are open again. @param now when the repeating task was done */
export const addNext = (
  db: D1Database,
  userId: string,
  done: Pick<TaskRow, 'id' | 'repeat' | 'repeat_from' | 'date' | 'description'>,
  now: LocalNow,
) => {
  const date = dateAfter(done, now.today)
  if (date === null) return []
  return [
    sql(db)`
      INSERT INTO tasks (user_id, id, title, description, priority, status, date, at, position, estimated_minutes, tags,
        goal_id, project_id, plan_id, organization_id, repeat, repeat_rule, repeat_from, repeats, occurrence,
        seq, created_at, updated_at)
      SELECT user_id, ${uuid()}, title, ${withoutTicks(done.description)}, priority, 'todo', ${date}, at, ${endOf(userId, date)},
        estimated_minutes, tags, goal_id, project_id, plan_id, organization_id, repeat, repeat_rule,
        coalesce(repeat_from, ${done.date ?? now.today}), id, ${occurrenceOn(date)}, ${newSeq(userId)},
        ${now.instant}, ${now.instant}
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
  return removeRows(db, userId, 'task', next)
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

/** Saves a task over version `seq`. Completing a repeating task adds its next one; reopening it removes that again. */
export const updateTask = (db: D1Database, userId: string, values: TaskRow, before: TaskRow, now: LocalNow) => {
  const columns = {
    ...columnsOf(values, before, now),
    ...(values.date !== before.date && { position: endOf(userId, values.date) }),
    updated_at: part`max(${now.instant}, created_at + 1)`,
  }
  const { repeat_from } = columns
  const [isDone, wasDone] = [values.status === 'done', before.status === 'done']
  return [
    ...updateRow(db, 'tasks', userId, values, columns, now.instant, before),
    ...(isDone && !wasDone ? addNext(db, userId, { ...values, repeat_from }, now) : []),
    ...(wasDone && !isDone ? removeNext(db, userId, values.id) : []),
  ]
}
