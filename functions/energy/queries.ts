import { z } from 'zod'
import type { Range } from '../lib/days'
import { allRows, constant, part, sql } from '../lib/sql'
import { foundIn } from '../search/found-ids'
import { CheckInRow } from './schema'

const columns = constant(`
      id, at, time_zone, date, weekday, hour, energy_level, engagement_level, mood, notes, organization_id, seq,
      created_at, updated_at`)

export const checkIn = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT ${columns}
    FROM energy_checkins
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<CheckInRow>()

/** Check-ins of a day, the latest first. */
export const checkInsOn = async (db: D1Database, userId: string, date: string, limit: number) =>
  z.array(CheckInRow).parse(
    await allRows(sql(db)`
      SELECT ${columns}
      FROM energy_checkins INDEXED BY energy_by_date
      WHERE user_id = ${userId} AND date = ${date} AND deleted_at IS NULL
      ORDER BY at DESC
      LIMIT ${limit}`),
  )

type CheckInFilter = {
  cursor: string
  /** Local dates, inclusive. */
  from?: string
  to?: string
  organization_id?: string
  /** Expression for the search index. */
  match?: string
}

/** Check-ins with ids below the cursor in descending order. Reads limit + 1 rows. */
export const checkInsBefore = async (db: D1Database, userId: string, filter: CheckInFilter, limit: number) => {
  const { cursor, from, to, organization_id, match } = filter
  const all = constant('')
  return z.array(CheckInRow).parse(
    await allRows(sql(db)`
      SELECT ${columns}
      FROM energy_checkins
      WHERE user_id = ${userId} AND id < ${cursor} AND deleted_at IS NULL
        ${from ? part`AND date >= ${from}` : all} ${to ? part`AND date <= ${to}` : all}
        ${organization_id ? part`AND organization_id = ${organization_id}` : all} ${foundIn('id', match)}
      ORDER BY id DESC
      LIMIT ${limit + 1}`),
  )
}

const Sum = z.object({ bucket: z.string(), checkins: z.int(), energy: z.int(), engagement: z.int() })
export type EnergySum = z.infer<typeof Sum>

/** Sums of the levels by hour and weekday of all check-ins, and by day of a range. Reads no check-ins. */
export const energySums = async (db: D1Database, userId: string, { from, to }: Range) =>
  z.array(Sum).parse(
    await allRows(sql(db)`
      SELECT bucket, checkins, energy, engagement
      FROM energy_sums
      WHERE user_id = ${userId} AND bucket >= 'hour:' AND checkins > 0
      UNION ALL
      SELECT bucket, checkins, energy, engagement
      FROM energy_sums
      WHERE user_id = ${userId} AND bucket BETWEEN ${`day:${from}`} AND ${`day:${to}`} AND checkins > 0`),
  )

/** The nearest days with check-ins before and after a day; null for none. */
export const daysBeside = (db: D1Database, userId: string, date: string) =>
  sql(db)`
    SELECT
      (SELECT max(date) FROM energy_checkins INDEXED BY energy_by_date
       WHERE user_id = ${userId} AND date < ${date} AND deleted_at IS NULL) AS earlier,
      (SELECT min(date) FROM energy_checkins INDEXED BY energy_by_date
       WHERE user_id = ${userId} AND date > ${date} AND deleted_at IS NULL) AS later`.first<{
    earlier: string | null
    later: string | null
  }>()

/** All tracked seconds by subject of hours, `hour:<weekday>:<hour>`. */
export const trackedByHour = (db: D1Database, userId: string) =>
  allRows<{ subject: string; total_seconds: number }>(sql(db)`
    SELECT subject, total_seconds FROM total_stats
    WHERE user_id = ${userId} AND subject >= 'hour:' AND subject < 'hour;'`)
