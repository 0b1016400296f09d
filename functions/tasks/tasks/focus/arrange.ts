import type { Context } from 'hono'
import { isOpenTask, isUnfinished, renumber } from '../../../ledger/tasks'
import { conflict, retry } from '../../../lib/db/retry'
import { commit, orStale, part, type SqlPart, sql } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import type { Undone } from '../../../lib/feature'
import { inOrder } from '../../../lib/http/selection'
import { ifInOrder, newSeq, setOrder } from '../../../lib/resource/row-writes'
import { theDates } from '../writes'
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

/**
 * Puts open tasks on dates, each behind as many tasks as before. Other tasks of a date keep their order.
 * @param returned SELECT of their `id`, `date` and `place`
 */
const putOnDates = (db: D1Database, userId: string, returned: SqlPart, now: number) => sql(db)`
    WITH returned AS MATERIALIZED (${returned}),
    placed AS (
      SELECT id, date, place, place + 1 - row_number() OVER (PARTITION BY date ORDER BY place) AS slot, 0 AS stays
      FROM returned
      UNION ALL
      SELECT tasks.id, tasks.date, position, row_number() OVER (PARTITION BY tasks.date ORDER BY position, tasks.id), 1
      FROM (SELECT DISTINCT date FROM returned) AS dates
        JOIN tasks ON user_id = ${userId} AND tasks.date IS dates.date
      WHERE ${isOpenTask} AND tasks.id NOT IN (SELECT id FROM returned)),
    ranked AS (
      SELECT id, date, stays, row_number() OVER (PARTITION BY date ORDER BY slot, stays, place) AS place
      FROM placed)
    UPDATE tasks
    SET date = ranked.date, position = ranked.place,
      updated_at = iif(stays, updated_at, max(${now}, created_at + 1)), seq = iif(stays, seq, ${newSeq(userId)})
    FROM ranked
    WHERE tasks.user_id = ${userId} AND tasks.id = ranked.id
      AND (tasks.date IS NOT ranked.date OR tasks.position <> ranked.place)`

/** Puts the tasks that an Undo restored in their places among those that are on their dates now. */
export const tasksUndone: Undone = (db, userId, images, { instant }) => {
  const ids = part`SELECT present.id ${images}`
  const restored = part`
      SELECT tasks.id, tasks.date, position AS place
      FROM tasks
      WHERE user_id = ${userId} AND id IN (${ids}) AND ${isOpenTask}`
  return {
    after: [
      putOnDates(db, userId, restored, instant),
      renumber(db, userId, part`SELECT DISTINCT image.value ->> '$.is.date' AS date ${images}`),
    ],
  }
}
