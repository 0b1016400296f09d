import { isoWeekday, type Range, wholeMonths } from '../lib/days'
import { allRows, part, sql } from '../lib/sql'
import type { ActiveYear } from './active-days'
import type { LedgerFilter } from './resolve-subject'
import { type DaySum, noTime, type Sums } from './schema'

/** Weekdays have no sums for months and all time, but their hours do. */
const hourSubjects = (weekday: number) => [
  ...Array.from({ length: 24 }, (_, hour) => `hour:${weekday}:${String(hour).padStart(2, '0')}`),
  `hour:${weekday}:none`,
]

/** The subjects of the kind that a filter excludes; none where it excludes nothing. */
const excluded = (userId: string, { without }: LedgerFilter) => part`
  SELECT subject
  FROM total_stats
  WHERE user_id = ${userId} AND subject > ${without} || ':' AND subject < ${without} || ';'`

/** JSON of the subjects to add up; the time that `without` excludes is subtracted afterwards. */
const summedSubjects = ({ subjects, weekday }: LedgerFilter) =>
  JSON.stringify(weekday === null ? subjects : hourSubjects(weekday))

const sumOfAllTime = (db: D1Database, userId: string, ledger: LedgerFilter) =>
  sql(db)`
    WITH counted (subject) AS (SELECT value FROM json_each(${summedSubjects(ledger)}))
    SELECT coalesce(sum(total_seconds), 0) AS total_seconds, coalesce(sum(session_count), 0) AS session_count
    FROM (
      SELECT total_seconds, session_count
      FROM counted CROSS JOIN total_stats ON user_id = ${userId} AND total_stats.subject = counted.subject
      UNION ALL
      SELECT -total_seconds, -session_count
      FROM total_stats
      WHERE user_id = ${userId} AND subject > ${ledger.without} || ':' AND subject < ${ledger.without} || ';'
    )`

/** Statement for one row of sums, read from the rollups. @param range null for all time */
export const ledgerSum = (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) => {
  if (range === null) return sumOfAllTime(db, userId, ledger)
  const { months, edges } = wholeMonths(range.from, range.to)
  const { from, to } = months ?? { from: '1', to: '0' }
  return sql(db)`
    WITH counted (subject) AS (SELECT value FROM json_each(${summedSubjects(ledger)})),
      edge (first, last) AS (SELECT value ->> 'from', value ->> 'to' FROM json_each(${JSON.stringify(edges)}))
    SELECT coalesce(sum(total_seconds), 0) AS total_seconds, coalesce(sum(session_count), 0) AS session_count
    FROM (
      SELECT total_seconds, session_count
      FROM counted CROSS JOIN monthly_stats ON user_id = ${userId} AND monthly_stats.subject = counted.subject
        AND month BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT total_seconds, session_count
      FROM counted CROSS JOIN edge CROSS JOIN daily_stats
        ON user_id = ${userId} AND daily_stats.subject = counted.subject AND date BETWEEN first AND last
      UNION ALL
      SELECT -total_seconds, -session_count
      FROM (${excluded(userId, ledger)}) AS other CROSS JOIN monthly_stats
        ON user_id = ${userId} AND monthly_stats.subject = other.subject AND month BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT -total_seconds, -session_count
      FROM (${excluded(userId, ledger)}) AS other CROSS JOIN edge CROSS JOIN daily_stats
        ON user_id = ${userId} AND daily_stats.subject = other.subject AND date BETWEEN first AND last
    )`
}

/** @param range null for all time */
export const readSum = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) =>
  (await ledgerSum(db, userId, ledger, range).first<Sums>()) ?? noTime

/** The dates must be on the weekday of the filter, if it has one. */
export const sumsOfDays = (db: D1Database, userId: string, ledger: LedgerFilter, dates: string[]) =>
  allRows<DaySum>(sql(db)`
    WITH counted (subject) AS (SELECT value FROM json_each(${JSON.stringify(ledger.subjects)})),
      day (date) AS (SELECT value FROM json_each(${JSON.stringify(dates)}))
    SELECT date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (
      SELECT day.date, total_seconds, session_count
      FROM day CROSS JOIN counted CROSS JOIN daily_stats
        ON user_id = ${userId} AND daily_stats.subject = counted.subject AND daily_stats.date = day.date
      UNION ALL
      SELECT day.date, -total_seconds, -session_count
      FROM (${excluded(userId, ledger)}) AS other CROSS JOIN day CROSS JOIN daily_stats
        ON user_id = ${userId} AND daily_stats.subject = other.subject AND daily_stats.date = day.date
    )
    GROUP BY date`)

/** Days with sessions, in order. */
export const daysInRange = async (db: D1Database, userId: string, ledger: LedgerFilter, { from, to }: Range) => {
  const days = await allRows<DaySum>(sql(db)`
    WITH counted (subject) AS (SELECT value FROM json_each(${JSON.stringify(ledger.subjects)}))
    SELECT date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (
      SELECT date, total_seconds, session_count
      FROM counted CROSS JOIN daily_stats
        ON user_id = ${userId} AND daily_stats.subject = counted.subject AND date BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT date, -total_seconds, -session_count
      FROM (${excluded(userId, ledger)}) AS other CROSS JOIN daily_stats
        ON user_id = ${userId} AND daily_stats.subject = other.subject AND date BETWEEN ${from} AND ${to}
    )
    GROUP BY date
    ORDER BY date`)
  return days.filter(
    ({ date, total_seconds, session_count }) =>
      (ledger.weekday === null || isoWeekday(date) === ledger.weekday) && (total_seconds > 0 || session_count > 0),
  )
}

/** @param range from one year to another, `YYYY` */
export const activeYears = (db: D1Database, userId: string, { from, to }: Range) =>
  allRows<ActiveYear>(sql(db)`
    SELECT year, days
    FROM active_years
    WHERE user_id = ${userId} AND year BETWEEN ${from} AND ${to}
    ORDER BY year`)
