import type { ActiveYear } from '../../ledger/active-days'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import { type DaySum, noTime, type Sums } from '../../ledger/schema'
import { type Range, wholeMonths } from '../../lib/days'
import { allRows, sql } from '../../lib/sql'
import { allDates } from '../../sessions/list/view'
import type { ExplainedRow, RowCursor } from './schema'

/** Weekdays have no sums for months and all time, but their hours do. */
const hourSubjects = (weekday: number) => [
  ...Array.from({ length: 24 }, (_, hour) => `hour:${weekday}:${String(hour).padStart(2, '0')}`),
  `hour:${weekday}:none`,
]

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
      WHERE user_id = ${userId} AND subject_kind = ${ledger.without}
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
      FROM monthly_stats
      WHERE user_id = ${userId} AND subject_kind = ${ledger.without} AND month BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT -total_seconds, -session_count
      FROM edge CROSS JOIN daily_stats
        ON user_id = ${userId} AND subject_kind = ${ledger.without} AND date BETWEEN first AND last
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
      FROM day CROSS JOIN daily_stats
        ON user_id = ${userId} AND subject_kind = ${ledger.without} AND daily_stats.date = day.date
    )
    GROUP BY date`)

/** Days with sessions, in order. Ignores the weekday of the filter. */
export const daysInRange = (db: D1Database, userId: string, ledger: LedgerFilter, { from, to }: Range) =>
  allRows<DaySum>(sql(db)`
    WITH counted (subject) AS (SELECT value FROM json_each(${JSON.stringify(ledger.subjects)}))
    SELECT date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (
      SELECT date, total_seconds, session_count
      FROM counted CROSS JOIN daily_stats
        ON user_id = ${userId} AND daily_stats.subject = counted.subject AND date BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT date, -total_seconds, -session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject_kind = ${ledger.without} AND date BETWEEN ${from} AND ${to}
    )
    GROUP BY date
    ORDER BY date`)

/** @param range from one year to another, `YYYY` */
export const activeYears = (db: D1Database, userId: string, { from, to }: Range) =>
  allRows<ActiveYear>(sql(db)`
    SELECT year, days
    FROM active_years
    WHERE user_id = ${userId} AND year BETWEEN ${from} AND ${to}
    ORDER BY year`)

const beforeAllRows = { date: '9999-12-31', started_at: Number.MAX_SAFE_INTEGER, number: Number.MAX_SAFE_INTEGER }

/**
 * Rows after a cursor, latest first, at most `limit` for each subject, so that the number of rows read does not depend on
 * how many there are. The plus in `+d.date` keeps SQLite from searching by the cursor instead of the dates.
 */
export const rowsBySubject = async (
  db: D1Database,
  userId: string,
  { subjects }: LedgerFilter,
  range: Range | null,
  after: RowCursor | null,
  limit: number,
) => {
  const { from, to } = range ?? allDates
  const cursor = after ?? beforeAllRows
  const { results } = await sql(db)`
    SELECT (
      SELECT json_group_array(json_object('date', date, 'starts', starts, 'seconds', seconds, 'number', number, 'id', id,
        'project_id', project_id, 'goal_id', goal_id, 'title', title, 'tags', json(tags), 'started_at', started_at,
        'ended_at', ended_at, 'duration_seconds', duration_seconds, 'days', json(days), 'time_zone', time_zone,
        'day_start_minute', day_start_minute, 'has_repo', has_repo, 'has_plan', has_plan))
      FROM (
        SELECT d.date, d.starts, d.seconds, s.number, s.id, s.project_id, s.goal_id, s.title, s.tags, s.started_at,
          s.ended_at, s.duration_seconds, s.days, s.time_zone, s.day_start_minute,
          s.repo_owner IS NOT NULL AND s.repo_name IS NOT NULL AS has_repo, s.plan_id IS NOT NULL AS has_plan
        FROM session_days AS d CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
        WHERE d.user_id = ${userId} AND d.subject = json_each.value
          AND d.date BETWEEN ${from} AND min(${to}, ${cursor.date})
          AND (+d.date, s.started_at, s.number) < (${cursor.date}, ${cursor.started_at}, ${cursor.number})
        ORDER BY d.date DESC, s.started_at DESC, s.number DESC
        LIMIT ${limit})) AS rows
    FROM json_each(${JSON.stringify(subjects)})`.all<{ rows: string }>()
  return results.map(({ rows }): ExplainedRow[] => JSON.parse(rows))
}
