import { z } from 'zod'
import { selectSubjects } from '../ledger/facts'
import type { Range } from '../lib/days'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { allRows, constant, part, rowsAs, sql } from '../lib/sql'
import type { CheckInRow } from './schema'

const Sum = z.object({ bucket: z.string(), checkins: z.int(), energy: z.int(), engagement: z.int() })
export type EnergySum = z.infer<typeof Sum>

/** Sums of the levels by hour and weekday of all check-ins, and by day of a range. Reads no check-ins. */
export const energySums = (db: D1Database, userId: string, { from, to }: Range) =>
  rowsAs(
    Sum,
    sql(db)`
      SELECT bucket, checkins, energy, engagement
      FROM energy_sums
      WHERE user_id = ${userId} AND bucket >= 'hour:' AND checkins > 0
      UNION ALL
      SELECT bucket, checkins, energy, engagement
      FROM energy_sums
      WHERE user_id = ${userId} AND bucket BETWEEN ${`day:${from}`} AND ${`day:${to}`} AND checkins > 0`,
  )

/** Levels of the check-ins of a context in a range, each as the sums of its hour, weekday and day. */
export const energySumsOf = async (db: D1Database, userId: string, org: Org, { from, to }: Range) => {
  const checkIns = await allRows<Pick<CheckInRow, 'date' | 'weekday' | 'hour' | 'energy_level' | 'engagement_level'>>(
    sql(db)`
      SELECT date, weekday, hour, energy_level, engagement_level
      FROM energy_checkins
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'checkin')}`,
  )
  return checkIns.flatMap(({ date, weekday, hour, energy_level, engagement_level }): EnergySum[] =>
    [`hour:${String(hour).padStart(2, '0')}`, `weekday:${weekday}`, `day:${date}`].map((bucket) => ({
      bucket,
      checkins: 1,
      energy: energy_level,
      engagement: engagement_level,
    })),
  )
}

/** SQL of the last date before (`max`) or the first after (`min`) a date with check-ins of a context; null for none. */
const nearest = (userId: string, org: Org, date: string, which: 'max' | 'min') => part`(
      SELECT ${constant(which)}(date)
      FROM energy_checkins
      WHERE user_id = ${userId} AND date ${constant(which === 'max' ? '<' : '>')} ${date} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'checkin')})`

/** The nearest days with check-ins before and after a day; null for none. */
export const daysBeside = (db: D1Database, userId: string, org: Org, date: string) =>
  sql(db)`
    SELECT ${nearest(userId, org, date, 'max')} AS earlier, ${nearest(userId, org, date, 'min')} AS later`.first<{
    earlier: string | null
    later: string | null
  }>()

/** All tracked seconds by subject of hours, `hour:<weekday>:<hour>`. */
export const trackedByHour = (db: D1Database, userId: string) =>
  allRows<{ subject: string; total_seconds: number }>(sql(db)`${selectSubjects(userId, [], null, 'hour')}`)
