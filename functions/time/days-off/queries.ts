import type { Range } from '../../lib/days'
import { allRows, part, sql } from '../../lib/sql'
import type { DayOffRow } from './schema'

/** Dates of the days off in ranges that do not overlap, in the order of the ranges. */
export const daysOff = async (db: D1Database, userId: string, ...ranges: Range[]): Promise<string[]> => {
  const rows = await allRows<{ date: string }>(sql(db)`
    SELECT date
    FROM json_each(${JSON.stringify(ranges)})
      JOIN days_off ON user_id = ${userId} AND date BETWEEN value ->> 'from' AND value ->> 'to'
    ORDER BY json_each.key, date`)
  return rows.map(({ date }) => date)
}

/** Upcoming days off by date, then past ones backwards, following the date `after` (empty for the first page). */
export const listedDaysOff = async (db: D1Database, userId: string, today: string, after: string, limit: number) => {
  const isPast = part`date < ${today}`
  const inPast = after !== '' && after < today
  return allRows<DayOffRow>(sql(db)`
    SELECT date, label
    FROM days_off
    WHERE user_id = ${userId} AND ${inPast ? part`date < ${after}` : part`(${isPast} OR date > ${after})`}
    ORDER BY ${isPast}, iif(${isPast}, NULL, date), date DESC
    LIMIT ${limit}`)
}

/** Days off from one date to another, both inclusive, that follow the date `after`. */
export const daysOffBetween = (db: D1Database, userId: string, { from, to }: Range, after: string, limit: number) =>
  allRows<DayOffRow>(sql(db)`
    SELECT date, label
    FROM days_off
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND date > ${after}
    ORDER BY date
    LIMIT ${limit}`)
