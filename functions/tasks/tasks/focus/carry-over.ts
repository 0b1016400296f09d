import { v7 as uuid } from 'uuid'
import { type ChangeKey, dropImages, imagedRows, readImages, withImages } from '../../../data/changes/images'
import { carriedTasks } from '../../../data/changes/tables'
import type { LocalNow } from '../../../lib/env'
import type { Undone } from '../../../lib/feature'
import type { Org } from '../../../lib/org'
import { recoverableSince } from '../../../lib/recoverable'
import { newSeq } from '../../../lib/resource/stored'
import { commitPlanned, conflict, retry } from '../../../lib/retry'
import { commit, part, type SqlPart, sql } from '../../../lib/sql'
import { isOpenTask } from '../queries'
import { renumber } from '../writes'
import { moveTasks } from './arrange'
import { overdueTasks } from './queries'

/**
 * Plans the open tasks from before today that a context shows for today.
 * @param onPlan takes their ids, the oldest first, and the id for `undoCarryOver`, before they are written
 */
export const carryOver = (
  db: D1Database,
  userId: string,
  org: Org,
  { today, instant }: LocalNow,
  onPlan: (planned: { ids: string[]; changeId: string }) => void,
) =>
  retry(async () => {
    const tasks = await overdueTasks(db, userId, org, today)
    if (tasks.length === 0) return true
    const [ids, changeId] = [tasks.map(({ id }) => id), uuid()]
    onPlan({ ids, changeId })
    const writes = moveTasks(db, userId, tasks, today, instant)
    const touched = [{ table: carriedTasks, keys: ids }]
    const images = withImages(db, { userId, changeId }, touched, writes, instant)
    return (await commit(db, userId, ['stats'], images)) || conflict
  })

/** Tasks that Undo moves back: those still open on the date to which the change moved them. */
const returning = (of: ChangeKey) => part`${imagedRows(carriedTasks, of)}
  AND present.status IN ('todo', 'in_progress') AND present.deleted_at IS NULL
  AND present.date IS image.value ->> '$.is.date'`

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

/** Moves these tasks back to their dates. */
const putBack = (db: D1Database, of: ChangeKey, now: number) => [
  putOnDates(
    db,
    of.userId,
    part`
      SELECT present.id, image.value ->> '$.was.date' AS date, image.value ->> '$.was.position' AS place
      ${returning(of)}`,
    now,
  ),
  renumber(db, of.userId, part`SELECT DISTINCT image.value ->> '$.is.date' AS date ${imagedRows(carriedTasks, of)}`),
]

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

/**
 * Puts tasks that `carryOver` moved back on their dates, each in its place. Tasks that were done, deleted or planned for
 * another date since stay.
 * @param now epoch ms
 * @param onPlan takes how many return and how many stay, before they are written
 * @returns false for a change that expired, was undone or never existed
 */
export const undoCarryOver = (
  db: D1Database,
  userId: string,
  changeId: string,
  now: number,
  onPlan: (planned: { returned: number; kept: number }) => void,
) =>
  commitPlanned(db, userId, ['stats'], async () => {
    const of = { userId, changeId }
    const [images, found] = await Promise.all([
      readImages(db, of, carriedTasks, recoverableSince(now)),
      sql(db)`SELECT count(*) AS count ${returning(of)}`.first<number>('count'),
    ])
    const returned = found ?? 0
    if (images.length === 0) return { result: false, writes: [] }
    onPlan({ returned, kept: images.length - returned })
    return { result: true, writes: [...(returned > 0 ? putBack(db, of, now) : []), dropImages(db, of)] }
  })
