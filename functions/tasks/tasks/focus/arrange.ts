import type { Context } from 'hono'
import { isOpenTask, isUnfinished } from '../../../ledger/tasks'
import { commitGuarded, conflict } from '../../../lib/db/retry'
import { commit, newSeq, orStale, part, sql } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { allOrgs } from '../../../lib/org'
import { guardOrder, newPositions, positionGap } from '../../../lib/resource/order'
import { updateRows } from '../../../lib/resource/row-writes'
import type { TaskRow } from '../schema'
import { endPosition } from '../writes'
import { type OrderedTask, openTasks } from './queries'

/**
 * Moves open tasks to the end of another date, sorted by their former dates. A repetition continues from its former
 * date. Guard: rolls the batch back unless all of them are open. @param date null for someday
 */
export const moveTasks = (
  db: D1Database,
  userId: string,
  tasks: { id: string; date: string | null }[],
  date: string | null,
  now: number,
) => {
  const ids = JSON.stringify(tasks.map(({ id }) => id))
  return [
    sql(db)`
      WITH ranked AS (
        SELECT tasks.id,
          ${endPosition(userId, date)} + (row_number() OVER (ORDER BY tasks.date, tasks.position, tasks.id) - 1) * ${positionGap} AS position
        FROM tasks
        WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${ids})) AND ${isUnfinished})
      UPDATE tasks
      SET date = ${date}, position = ranked.position, updated_at = max(${now}, created_at + 1), seq = ${newSeq(userId)}
      FROM ranked
      WHERE tasks.user_id = ${userId} AND tasks.id = ranked.id`,
    orStale(db, tasks.length),
  ]
}

/** Sets the times of open tasks. @param now epoch ms */
export const setTimes = (db: D1Database, userId: string, tasks: Pick<TaskRow, 'id' | 'at'>[], now: number) =>
  updateRows(
    db,
    'tasks',
    userId,
    tasks.map(({ id, at }) => ({ id, at })),
    { updated_at: part`max(${now}, created_at + 1)`, seq: newSeq(userId) },
  )

/** Moves an open task to the start of its date, if that is `date`. */
export const moveTaskFirst = (db: D1Database, userId: string, id: string, date: string) => sql(db)`
  UPDATE tasks
  SET position = (
    SELECT min(position) FROM tasks WHERE user_id = ${userId} AND date = ${date} AND ${isOpenTask}) - ${positionGap}
  WHERE user_id = ${userId} AND id = ${id} AND date = ${date} AND ${isOpenTask}`

/** Spreads the positions of all tasks of a date, even deleted and done ones, so that each can return to its place. */
const makeRoom = (db: D1Database, userId: string, date: string | null) => {
  const numbered = sql(db)`
    WITH ranked AS (
      SELECT id, row_number() OVER (ORDER BY position, id) AS place FROM tasks
      WHERE user_id = ${userId} AND date IS ${date})
    UPDATE tasks SET position = ranked.place * ${positionGap}
    FROM ranked
    WHERE tasks.user_id = ${userId} AND tasks.id = ranked.id`
  return commit(db, userId, [], [numbered])
}

/** Guard: rolls the batch back if the date's open tasks, apart from `other`, or their positions differ from these. */
const ifOpen = (db: D1Database, userId: string, date: string | null, tasks: OrderedTask[], other = '') =>
  guardOrder(
    db,
    part`
      SELECT id, position FROM tasks
      WHERE user_id = ${userId} AND date IS ${date} AND id <> ${other} AND ${isOpenTask}
      ORDER BY position, id`,
    tasks,
  )

/**
 * Writes that move a task to a position, from 1, among the open tasks of its date. They must come after the writes that
 * set the date. Guard: rolls the batch back if another write has moved a task of that date.
 */
export const moveTaskTo = async (
  db: D1Database,
  userId: string,
  task: Pick<TaskRow, 'id' | 'date' | 'position'>,
  place: number,
): Promise<D1PreparedStatement[]> => {
  const open = await openTasks(db, userId, allOrgs, { date: task.date })
  const others = open.filter(({ id }) => id !== task.id)
  const positions = newPositions(
    [...others, task],
    [...others.slice(0, place - 1), task, ...others.slice(place - 1)],
    task.id,
  )
  if (positions) return [ifOpen(db, userId, task.date, others, task.id), ...updateRows(db, 'tasks', userId, positions)]
  await makeRoom(db, userId, task.date)
  return moveTaskTo(db, userId, task, place)
}

/**
 * Reorders some of a date's open tasks. The others keep their positions. Plans again if the tasks change before the
 * write. @param read returns the open tasks of one date @param plan returns some of them in their new order, and the
 * moved one; null to refuse @returns the order, or null
 */
export const reorderTasks = <E extends App>(
  c: Context<E>,
  read: () => Promise<OrderedTask[]>,
  plan: (tasks: OrderedTask[]) => { order: OrderedTask[]; movedId?: string } | null,
) => {
  const { DB } = c.env
  const { user } = c.var
  return commitGuarded(DB, user.id, ['stats'], async () => {
    const tasks = await read()
    const planned = plan(tasks)
    if (!planned) return { result: null }
    const { order, movedId } = planned
    const before = tasks.filter((task) => order.includes(task))
    if (order.every((task, index) => task === before[index])) return { result: order }
    const { date = null } = tasks[0] ?? {}
    const positions = newPositions(tasks, order, movedId)
    if (!positions) {
      await makeRoom(DB, user.id, date)
      return conflict
    }
    return { result: order, writes: [ifOpen(DB, user.id, date, tasks), ...updateRows(DB, 'tasks', user.id, positions)] }
  })
}
