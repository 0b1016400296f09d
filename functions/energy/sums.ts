import { z } from 'zod'
import { selectSubjects } from '../ledger/facts'
import type { Range } from '../lib/days'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'

const Sum = z.object({ bucket: z.string(), checkins: z.int(), energy: z.int(), engagement: z.int() })
export type EnergySum = z.infer<typeof Sum>

/**
 * Sums of the levels of the check-ins of a context by hour, by weekday and by day of a range. Those by hour and weekday
 * are of all check-ins in the context of everything, else of the range.
 */
export const energySums = (db: D1Database, userId: string, org: Org, { from, to }: Range) => {
  const inRange = part`AND date BETWEEN ${from} AND ${to}`
  const sumsBy = (bucket: SqlPart, range: SqlPart) => part`
      SELECT ${bucket} AS bucket, count(*) AS checkins, sum(energy_level) AS energy, sum(engagement_level) AS engagement
      FROM energy_checkins
      WHERE user_id = ${userId} AND deleted_at IS NULL ${range} ${andInOrg(userId, org, 'checkin')}
      GROUP BY 1`
  const often = org === allOrgs ? part`` : inRange
  return rowsAs(
    Sum,
    sql(db)`
      ${sumsBy(constant("'hour:' || hour"), often)}
      UNION ALL ${sumsBy(constant("'weekday:' || weekday"), often)}
      UNION ALL ${sumsBy(constant("'day:' || date"), inRange)}`,
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
