import type { Context } from 'hono'
import type { App } from '../../../lib/env'
import { ifInOrder, setOrder } from '../../../lib/resource/stored'
import { conflict, retry } from '../../../lib/retry'
import { inOrder } from '../../../lib/selection'
import { commit, orStale, part, sql } from '../../../lib/sql'
import { isOpenTask, isUnfinished } from '../queries'
import { renumber, theDates } from '../writes'
import type { OrderedTask } from './queries'

/** Positions behind all others, until the dates are numbered again. */
const behindAll = 1_000_000

/**
 * Plans open tasks for another date, behind those that it has, in the order of their dates. A repetition goes on from
 * the date that it had. Guard: rolls the batch back unless all of them are open. @param date null for someday
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
        SELECT tasks.id, row_number() OVER (ORDER BY tasks.date, tasks.position, tasks.id) AS place
        FROM tasks
        WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${ids})) AND ${isUnfinished})
      UPDATE tasks
      SET date = ${date}, position = ${behindAll} + ranked.place, updated_at = max(${now}, created_at + 1),
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM ranked
      WHERE tasks.user_id = ${userId} AND tasks.id = ranked.id`,
    orStale(db, tasks.length),
    renumber(db, userId, theDates([...tasks.map((task) => task.date), date])),
  ]
}

/** All tasks; the shown ones, in their new order, take the places that they had. */
const amongAll = (tasks: OrderedTask[], order: OrderedTask[]) => {
  const next = order.values()
  return tasks.map((task) => (task.shown ? (next.next().value ?? task) : task))
}

/**
 * Reorders the open tasks of a date that the context shows; hidden ones keep their places. Plans again if they change
 * before the write. False when the order of `plan` does not fit the shown tasks.
 * @param read the open tasks of one date
 */
export const arrange = <E extends App>(
  c: Context<E>,
  read: () => Promise<OrderedTask[]>,
  plan: (tasks: OrderedTask[]) => OrderedTask[] | null,
): Promise<boolean> => {
  const { DB } = c.env
  const { user } = c.var
  return retry(async () => {
    const tasks = await read()
    const planned = plan(tasks.filter(({ shown }) => shown))
    const order = planned && amongAll(tasks, planned)
    if (order === null || order.every(({ id }, index) => id === tasks[index]?.id)) return order !== null
    const { date = null } = tasks[0] ?? {}
    const present = part`
      SELECT id FROM tasks WHERE user_id = ${user.id} AND date IS ${date} AND ${isOpenTask} ORDER BY position, id`
    const writes = [ifInOrder(DB, present, tasks), ...setOrder(DB, 'tasks', user.id, order)]
    return (await commit(DB, user.id, ['stats'], writes)) || conflict
  })
}

/** The tasks in the order of a page that lists the first of them; null when it lists others. */
export const orderedFirst = <T extends { id: string }>(tasks: T[], ids: string[]): T[] | null => {
  const listed = inOrder(tasks.slice(0, ids.length), ids)
  return listed && [...listed, ...tasks.slice(ids.length)]
}
