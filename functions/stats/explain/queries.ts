import type { ActiveYear } from '../../ledger/active-days'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import type { DaySum, SubjectSum } from '../../ledger/schema'
import { type Range, wholeMonths } from '../../lib/days'
import { sql } from '../../lib/sql'
import { allDates } from '../../sessions/list/view'
import type { ExplainedRow, RowCursor } from './schema'

/** A weekday's hours, which have its sums for months and all time too. */
const hoursOf = (weekday: number) => [
  ...Array.from({ length: 24 }, (_, hour) => `hour:${weekday}:${String(hour).padStart(2, '0')}`),
  `hour:${weekday}:none`,
]

/** The subjects whose sums a ledger's are, before what it leaves out is taken off. */
const summedSubjects = ({ subjects, weekday }: LedgerFilter) =>
  JSON.stringify(weekday === null ? subjects : hoursOf(weekday))

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

/** The statement of a subject's sums in a range, null for all time: one row, from the rollups. */
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

export type Sum = Omit<SubjectSum, 'subject'>

/** A subject's sums in a range, null for all time. */
export const sumOf = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) =>
  (await ledgerSum(db, userId, ledger, range).first<Sum>()) ?? { total_seconds: 0, session_count: 0 }

/** The sums of some days. Of a weekday's ledger the dates must be its own. */
export const sumsOfDays = async (db: D1Database, userId: string, ledger: LedgerFilter, dates: string[]) =>
  (
    await sql(db)`
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
      GROUP BY date`.all<DaySum>()
  ).results

/** The sums of every day of a range that has any, in order; of a weekday's ledger those of other days, too. */
export const daysInRange = async (db: D1Database, userId: string, ledger: LedgerFilter, { from, to }: Range) =>
  (
    await sql(db)`
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
      ORDER BY date`.all<DaySum>()
  ).results

/** The years of a range in which anything was tracked, with their days. */
export const activeYears = async (db: D1Database, userId: string, { from, to }: Range) =>
  (
    await sql(db)`
      SELECT year, days
      FROM active_years
      WHERE user_id = ${userId} AND year BETWEEN ${from} AND ${to}
      ORDER BY year`.all<ActiveYear>()
  ).results

/** Before any place. */
const beforeAllRows = { date: '9999-12-31', started_at: Number.MAX_SAFE_INTEGER, number: Number.MAX_SAFE_INTEGER }

/**
 * For each of a ledger's subjects its rows in a range below a place, the latest first, at most `limit` of each: so a page
 * costs what is on it, however many subjects are put together. The plus keeps SQLite from seeking by the place instead
 * of the dates.
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
  const place = after ?? beforeAllRows
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
          AND d.date BETWEEN ${from} AND min(${to}, ${place.date})
          AND (+d.date, s.started_at, s.number) < (${place.date}, ${place.started_at}, ${place.number})
        ORDER BY d.date DESC, s.started_at DESC, s.number DESC
        LIMIT ${limit})) AS found
    FROM json_each(${JSON.stringify(subjects)})`.all<{ found: string }>()
  return results.map(({ found }): ExplainedRow[] => JSON.parse(found))
}
