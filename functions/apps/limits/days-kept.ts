import { allRows, constant, part, sql } from '../../lib/db/sql'
import { addDays, isoWeekday } from '../../lib/time/days'
import type { TimeLimit } from '../app-rules/schema'
import { appOfScope, scopeName } from '../app-rules/time-limit'

/** Use of a day in seconds, and what it was allowed. */
export type DayUse = { date: string; seconds: number; allowed: number }

/**
 * Days on which a limit held and use was reported, on how many of them it was kept, and how often it was extended. `uses`
 * has these days and today.
 */
export type DaysKept = { kept: number; days: number; extensions: number; uses: DayUse[] }

/** Days before today that are looked at. */
export const lookBack = 14

/**
 * Compares the use of two weeks before today with a limit of a day, and with its extensions and grace. Null for a limit
 * of a week, for one that tracked time lengthens, and without a day to compare.
 * @param today local date
 */
export const readDaysKept = async (
  db: D1Database,
  userId: string,
  scope: string,
  limit: TimeLimit,
  today: string,
): Promise<DaysKept | null> => {
  if (limit.period !== 'day' || limit.earns) return null
  const name = appOfScope(scope)
  const inCategory = part`package_name IN (SELECT package_name FROM apps WHERE category = ${scopeName(scope)})`
  const isLimited = name === null ? (scope === 'all' ? constant('1') : inCategory) : part`package_name = ${name}`
  const used = await allRows<{ date: string; seconds: number; extended: number; extensions: number }>(sql(db)`
    SELECT date, seconds, coalesce(extended, 0) AS extended, coalesce(extensions, 0) AS extensions
    FROM (
      SELECT date, sum(iif(${isLimited}, total_seconds, 0)) AS seconds FROM daily_usage
      WHERE user_id = ${userId} AND date >= ${addDays(today, -lookBack)} AND date <= ${today}
      GROUP BY date)
      LEFT JOIN (
        SELECT date, sum(seconds + over_seconds) AS extended, count(*) AS extensions FROM limit_extensions
        WHERE user_id = ${userId} AND scope = ${scope}
        GROUP BY date) USING (date)`)
  const held = used.filter(({ date }) => limit.weekdays === null || limit.weekdays.includes(isoWeekday(date)))
  const uses = held.map(({ date, seconds, extended }) => ({ date, seconds, allowed: limit.seconds + extended }))
  const days = uses.filter(({ date }) => date < today)
  if (days.length === 0) return null
  return {
    kept: days.filter(({ seconds, allowed }) => seconds <= allowed + limit.grace_seconds).length,
    days: days.length,
    extensions: held.reduce((sum, { date, extensions }) => sum + (date < today ? extensions : 0), 0),
    uses,
  }
}
