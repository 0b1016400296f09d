import { z } from 'zod'
import type { DayAmount } from '../../../ledger/counting'
import { allRows, constant, newSeq, orStale, sql } from '../../../lib/db/sql'
import type { LocalNow } from '../../../lib/env'
import { addDays, type Range, weekOf } from '../../../lib/time/days'
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

/** Number of days over which Today counts a habit's row. */
const rowDays = 400

/**
 * Ticks of each open habit that is ticked by the day or week, before its present day or week, back to where its row begins: a
 * day or a week that counts and has no tick. `since`: first day of that.
 */
export const readTicksOfRows = async (
  db: D1Database,
  userId: string,
  { latestDay, weekStart, restDays }: Pick<LocalNow, 'latestDay' | 'weekStart' | 'restDays'>,
) => {
  const counted = [1, 2, 3, 4, 5, 6, 7].filter((day) => !restDays.includes(day)).join('')
  const isWithin = constant("date >= since AND date < date(since, days || ' days')")
  const isBefore = constant("date >= date(since, -days || ' days') AND date < since")
  const rows = await allRows<{ goal_id: string; since: string; ticks: string }>(sql(db)`
    WITH RECURSIVE back (goal_id, days, counted, since, ticks) AS (
      SELECT id, iif(period = 'day', 1, 7), coalesce(on_days, ${counted}),
        iif(period = 'day', ${latestDay}, ${weekOf(latestDay, weekStart).from}), NULL
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
        AND progress_source = 'times' AND times_of = 'ticks' AND direction = 'at_least'
        AND coalesce(period, kind) IN ('day', 'week', 'weekly')
      UNION ALL
      SELECT goal_id, days, counted, date(since, -days || ' days'), (
        SELECT json_group_array(json_array(date, amount)) FROM goal_ticks
        WHERE user_id = ${userId} AND goal_id = back.goal_id AND ${isBefore})
      FROM back
      WHERE since > ${addDays(latestDay, -rowDays)} AND (
        coalesce(ticks, '') <> '[]' OR days = 1 AND instr(counted, (strftime('%w', since) + 6) % 7 + 1) = 0
        OR EXISTS (SELECT 1 FROM goal_skips WHERE user_id = ${userId} AND goal_id = back.goal_id AND ${isWithin})
        OR EXISTS (SELECT 1 FROM days_off WHERE user_id = ${userId} AND ${isWithin})))
    SELECT goal_id, since, ticks FROM back WHERE ticks IS NOT NULL`)
  return new Map(
    [...Map.groupBy(rows, ({ goal_id }) => goal_id)].map(([id, all]) => {
      const ticks = all.flatMap((row) => z.array(z.tuple([z.string(), z.number()])).parse(JSON.parse(row.ticks)))
      const days = ticks.map(([date, count]): DayAmount => ({ date, seconds: 0, count }))
      return [id, { since: all.map(({ since }) => since).toSorted()[0] ?? latestDay, days }]
    }),
  )
}
export type TicksOfRows = Awaited<ReturnType<typeof readTicksOfRows>>

export const findTick = (db: D1Database, userId: string, goalId: string, id: string) =>
  sql(db)`
    SELECT ${columns} FROM goal_ticks
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND id = ${id}`.first<Tick>()

/** Ticks of a goal on a date, the latest first. */
export const readTicksOn = (db: D1Database, userId: string, goalId: string, date: string) =>
  allRows<Tick>(sql(db)`
    SELECT ${columns} FROM goal_ticks
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND date = ${date}
    ORDER BY id DESC`)

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

/** The skips of a goal around a date, the latest first. */
export const skipsAround = (db: D1Database, userId: string, goalId: string, date: string) =>
  allRows<{ date: string; reason: string }>(sql(db)`
    SELECT date, reason FROM goal_skips
    WHERE user_id = ${userId} AND goal_id = ${goalId}
      AND date BETWEEN ${addDays(date, -366)} AND ${addDays(date, 366)}
    ORDER BY date DESC`)

/** Deletes the skips of a period. */
export const removeSkips = (db: D1Database, userId: string, goalId: string, { from, to }: Range) =>
  sql(db)`
    DELETE FROM goal_skips
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND date BETWEEN ${from} AND ${to}`

/** Deletes the skip of a date. Guard: rolls the batch back without one. */
export const removeSkip = (db: D1Database, userId: string, goalId: string, date: string) => [
  removeSkips(db, userId, goalId, { from: date, to: date }),
  orStale(db),
]
