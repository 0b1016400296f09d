import { v7 as uuid } from 'uuid'
import { isOpenTask } from '../../ledger/tasks'
import { newSeq, part, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { positionGap } from '../../lib/resource/order'
import { columnsToWrite, insertRow, removeRows, updateRow } from '../../lib/resource/row-writes'
import { occurrenceId } from '../../lib/resource/series'
import { tagList } from '../../lib/text/text'
import { addDays, daysBetween } from '../../lib/time/days'
import { dateAfter, repeatFrom } from '../../lib/time/repeat'
import { newTaskValues, type TaskRow, type TaskValues } from './schema'
import { withoutTicks } from './steps'

/** SQL of the position after the last open task of a date. */
export const endPosition = (userId: string, date: string | null) => part`(
    SELECT coalesce(max(position), 0) + ${positionGap} FROM tasks
    WHERE user_id = ${userId} AND date IS ${date} AND ${isOpenTask})`

type Dates = Pick<TaskRow, 'date' | 'due_date'>

/** Date that a repetition moves: the planned date, else the due date. */
const movedDate = ({ date, due_date }: Dates) => date ?? due_date

/** Dates of the next task of a repeating task, and its date in the series (`on`). Null at the end of the series. */
export const nextDates = (done: Dates & Pick<TaskRow, 'repeat' | 'repeat_from'>, doneOn: string) => {
  const from = movedDate(done)
  const on = dateAfter({ ...done, date: from }, doneOn)
  if (on === null) return null
  if (from === null || done.due_date === null) return { on, date: on, due_date: null }
  return { on, date: done.date && on, due_date: addDays(done.due_date, daysBetween(from, on)) }
}

/**
 * Adds the next task of a repeating one with its rates, unless it exists. Its steps are unticked. @param now when the
 * repeating task was done
 */
const addNext = (
  db: D1Database,
  userId: string,
  done: Dates & Pick<TaskRow, 'id' | 'repeat' | 'repeat_from' | 'description'>,
  now: LocalNow,
) => {
  const next = nextDates(done, now.today)
  if (next === null) return []
  const { on, date, due_date } = next
  const id = uuid()
  return [
    sql(db)`
      INSERT INTO tasks (user_id, id, title, description, priority, status, date, due_date, at, position,
        estimated_minutes, tags, goal_id, project_id, plan_id, organization_id, repeat, repeat_rule, repeat_from, repeats,
        occurrence, seq, created_at, updated_at)
      SELECT user_id, ${id}, title, ${withoutTicks(done.description)}, priority, 'todo', ${date}, ${due_date}, at,
        ${endPosition(userId, date)}, estimated_minutes, tags, goal_id, project_id, plan_id, organization_id, repeat, repeat_rule,
        coalesce(repeat_from, ${movedDate(done) ?? now.today}), id, ${occurrenceId(on)}, ${newSeq(userId)},
        ${now.instant}, ${now.instant}
      FROM tasks
      WHERE user_id = ${userId} AND id = ${done.id} AND NOT EXISTS (
        SELECT 1 FROM tasks AS next WHERE next.user_id = ${userId} AND next.repeats = ${done.id})`,
    sql(db)`
      INSERT INTO rates (user_id, subject, from_date, billable, hourly_rate, currency)
      SELECT user_id, ${`task:${id}`}, from_date, billable, hourly_rate, currency FROM rates
      WHERE user_id = ${userId} AND subject = ${`task:${done.id}`}
        AND EXISTS (SELECT 1 FROM tasks WHERE user_id = ${userId} AND id = ${id})`,
  ]
}

/** Deletes the next task of a repeating one, unless it was changed or has time. */
const removeNext = (db: D1Database, userId: string, id: string) => {
  const next = part`
    user_id = ${userId} AND repeats = ${id} AND updated_at = created_at AND deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM session_days WHERE user_id = ${userId} AND task_id = tasks.id)`
  return removeRows(db, userId, 'task', next)
}

type Ended = Pick<TaskRow, 'completed_at' | 'completed_on' | 'cancelled_on'>

/** Time and date at which a task was completed or cancelled; null for other tasks. */
const endOfTask = (status: TaskRow['status'], before: Ended | null, { instant, today }: LocalNow): Ended => {
  const cancelled_on = status === 'cancelled' ? (before?.cancelled_on ?? today) : null
  if (status !== 'done') return { completed_at: null, completed_on: null, cancelled_on }
  if (!before?.completed_at) return { completed_at: instant, completed_on: today, cancelled_on }
  return { completed_at: before.completed_at, completed_on: before.completed_on, cancelled_on }
}

const columnsOf = (values: TaskValues, before: TaskRow | null, now: LocalNow) => ({
  ...columnsToWrite(newTaskValues, values),
  tags: JSON.stringify(tagList(values.tags)),
  // With a rule, the column `repeat` only says that the task repeats.
  ...(values.repeat.startsWith('{') ? { repeat: 'daily', repeat_rule: values.repeat } : { repeat_rule: null }),
  ...endOfTask(values.status, before, now),
  repeat_from: repeatFrom({ ...values, date: movedDate(values) }, before && { ...before, date: movedDate(before) }),
})

export const addTask = (db: D1Database, userId: string, id: string, values: TaskValues, now: LocalNow) => {
  const columns = columnsOf(values, null, now)
  const { repeat_from } = columns
  return [
    ...insertRow(db, 'tasks', userId, id, { ...columns, position: endPosition(userId, values.date) }, now.instant),
    ...(values.status === 'done' ? addNext(db, userId, { ...values, id, repeat_from }, now) : []),
  ]
}

/** Saves a task over version `seq`. Completing a repeating task adds its next one; reopening it deletes that. */
export const updateTask = (db: D1Database, userId: string, values: TaskRow, before: TaskRow, now: LocalNow) => {
  const columns = {
    ...columnsOf(values, before, now),
    ...(values.date !== before.date && { position: endPosition(userId, values.date) }),
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
