import { allRows, constant, newSeq, orStale, sql } from '../../../lib/db/sql'
import type { Tick } from './schema'

/** Maximum number of ticks listed on a goal's page. */
const tickLimit = 10

const columns = constant('id, goal_id, date, amount, note, created_at')

/** The latest ticks of a goal. */
export const readTicks = (db: D1Database, userId: string, goalId: string, limit = tickLimit) =>
  allRows<Tick>(sql(db)`
    SELECT ${columns} FROM goal_ticks
    WHERE user_id = ${userId} AND goal_id = ${goalId}
    ORDER BY date DESC, id DESC
    LIMIT ${limit}`)

export const findTick = (db: D1Database, userId: string, goalId: string, id: string) =>
  sql(db)`
    SELECT ${columns} FROM goal_ticks
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND id = ${id}`.first<Tick>()

/** The latest tick of a goal on a date, or null. */
export const latestTickOf = (db: D1Database, userId: string, goalId: string, date: string) =>
  sql(db)`
    SELECT ${columns} FROM goal_ticks
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND date = ${date}
    ORDER BY id DESC
    LIMIT 1`.first<Tick>()

/** Adds a tick, unless its id exists already. Guard: rolls the batch back if the goal is gone. */
export const addTick = (db: D1Database, userId: string, { id, goal_id, date, amount, note, created_at }: Tick) => [
  sql(db)`
    INSERT INTO goal_ticks (user_id, id, goal_id, date, amount, note, seq, created_at)
    SELECT ${userId}, ${id}, ${goal_id}, ${date}, ${amount}, ${note}, ${newSeq(userId)}, ${created_at}
    WHERE EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND id = ${goal_id} AND deleted_at IS NULL)
    ON CONFLICT (user_id, id) DO UPDATE SET seq = excluded.seq WHERE goal_ticks.goal_id = excluded.goal_id`,
  orStale(db),
]

export const removeTick = (db: D1Database, userId: string, { goal_id, id }: Pick<Tick, 'goal_id' | 'id'>) => [
  sql(db)`DELETE FROM goal_ticks WHERE user_id = ${userId} AND goal_id = ${goal_id} AND id = ${id}`,
  orStale(db),
]

/** Skips the period that contains a date, with a reason. */
export const addSkip = (db: D1Database, userId: string, goalId: string, date: string, reason: string) => [
  sql(db)`
    INSERT INTO goal_skips (user_id, goal_id, date, reason, seq)
    SELECT ${userId}, ${goalId}, ${date}, ${reason}, ${newSeq(userId)}
    WHERE EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND id = ${goalId} AND deleted_at IS NULL)
    ON CONFLICT (user_id, goal_id, date) DO UPDATE SET reason = excluded.reason, seq = excluded.seq`,
  orStale(db),
]

/** Deletes the skips of a period. */
export const removeSkips = (
  db: D1Database,
  userId: string,
  goalId: string,
  { from, to }: { from: string; to: string },
) =>
  sql(db)`
    DELETE FROM goal_skips
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND date BETWEEN ${from} AND ${to}`

/** Deletes the skip of a date. Guard: rolls the batch back without one. */
export const removeSkip = (db: D1Database, userId: string, goalId: string, date: string) => [
  removeSkips(db, userId, goalId, { from: date, to: date }),
  orStale(db),
]
