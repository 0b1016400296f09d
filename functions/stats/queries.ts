import { type Range, wholeMonths } from '../lib/days'
import { sql } from '../lib/sql'
import type { SubjectKind } from '../lib/subject'
import { type ActiveMonth, datesOf } from './active'
import type { DaySum, NamedSubject, SubjectSum } from './schema'

/** The days of a range that have sessions, in order. `subject` is `all`, `project:<id>`, `goal:<id>` … */
export const daySums = async (db: D1Database, userId: string, subject: string, { from, to }: Range) =>
  (
    await sql(db)`
      SELECT date, total_seconds, session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject = ${subject} AND date BETWEEN ${from} AND ${to}
      ORDER BY date`.all<DaySum>()
  ).results

/** The days with sessions of some ranges of dates that lie apart, in order, and the whole months from one to another. */
export const periodSums = async (db: D1Database, userId: string, days: Range[], months: Range | null) => {
  const { results } = await sql(db)`
    SELECT 0 AS whole, date, total_seconds, session_count
    FROM json_each(${JSON.stringify(days)})
      CROSS JOIN daily_stats ON user_id = ${userId} AND subject = 'all'
        AND date BETWEEN value ->> 'from' AND value ->> 'to'
    UNION ALL
    SELECT 1, month || '-01', total_seconds, session_count
    FROM monthly_stats
    WHERE user_id = ${userId} AND subject = 'all' AND month BETWEEN ${months?.from ?? '1'} AND ${months?.to ?? '0'}
    ORDER BY whole, date`.all<DaySum & { whole: 0 | 1 }>()
  const sums = (wanted: 0 | 1) => results.filter(({ whole }) => whole === wanted).map(({ whole: _, ...sum }) => sum)
  return { days: sums(0), months: sums(1) }
}

/** All dates on which a user has tracked time, in order, and all their days off: a row each month and each day off. */
export const activity = async (db: D1Database, userId: string) => {
  const { results } = await sql(db)`
    SELECT month, days FROM active_months WHERE user_id = ${userId}
    UNION ALL
    SELECT date, NULL FROM days_off WHERE user_id = ${userId}
    ORDER BY 1`.all<{ month: string; days: number | null }>()
  const isMonth = (row: { month: string; days: number | null }): row is ActiveMonth => row.days !== null
  return {
    active: results.filter(isMonth).flatMap(datesOf),
    daysOff: new Set(results.flatMap(({ month, days }) => (days === null ? [month] : []))),
  }
}

/** The date of a user's first session; null where they have none. */
export const firstDay = async (db: D1Database, userId: string) =>
  (
    await sql(db)`SELECT min(date) AS date FROM daily_stats WHERE user_id = ${userId} AND subject = 'all'`.first<{
      date: string | null
    }>()
  )?.date ?? null

/** The day of a range with the most time, the first of several; null where none has any. Seeks it in the order of time. */
export const bestDay = (db: D1Database, userId: string, { from, to }: Range) =>
  sql(db)`
    SELECT date, total_seconds AS seconds
    FROM daily_stats INDEXED BY daily_stats_best
    WHERE user_id = ${userId} AND subject = 'all' AND date BETWEEN ${from} AND ${to} AND total_seconds > 0
    ORDER BY total_seconds DESC, date
    LIMIT 1`.first<{ date: string; seconds: number }>()

/** Bounds that nothing lies between. */
const nothing: Range = { from: '1', to: '0' }

const spans = ({ from, to }: Range) => {
  const { months, edges } = wholeMonths(from, to)
  return { months: months ?? nothing, before: edges[0] ?? nothing, after: edges[1] ?? nothing }
}

/** The sums of a range for one subject: its whole months, and the days before and after them. */
export const rangeSum = async (db: D1Database, userId: string, subject: string, range: Range) => {
  const { months, before, after } = spans(range)
  const found = await sql(db)`
    SELECT coalesce(sum(total_seconds), 0) AS total_seconds, coalesce(sum(session_count), 0) AS session_count
    FROM (
      SELECT total_seconds, session_count
      FROM monthly_stats
      WHERE user_id = ${userId} AND subject = ${subject} AND month BETWEEN ${months.from} AND ${months.to}
      UNION ALL
      SELECT total_seconds, session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject = ${subject} AND date BETWEEN ${before.from} AND ${before.to}
      UNION ALL
      SELECT total_seconds, session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject = ${subject} AND date BETWEEN ${after.from} AND ${after.to}
    )`.first<Omit<SubjectSum, 'subject'>>()
  return found ?? { total_seconds: 0, session_count: 0 }
}

/**
 * The sums of a range for every subject of some kinds (`all`, `project`, `goal`, `tag`, `hour` …) that has sessions in
 * it, the longest first.
 */
export const subjectSums = async (db: D1Database, userId: string, range: Range, kinds: SubjectKind[]) => {
  const { months, before, after } = spans(range)
  const wanted = JSON.stringify(kinds)
  const { results } = await sql(db)`
    SELECT subject, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (
      SELECT subject, total_seconds, session_count
      FROM monthly_stats
      WHERE user_id = ${userId} AND subject_kind IN (SELECT value FROM json_each(${wanted}))
        AND month BETWEEN ${months.from} AND ${months.to}
      UNION ALL
      SELECT subject, total_seconds, session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject_kind IN (SELECT value FROM json_each(${wanted}))
        AND date BETWEEN ${before.from} AND ${before.to}
      UNION ALL
      SELECT subject, total_seconds, session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject_kind IN (SELECT value FROM json_each(${wanted}))
        AND date BETWEEN ${after.from} AND ${after.to}
    )
    GROUP BY subject
    ORDER BY total_seconds DESC, subject`.all<SubjectSum>()
  return results
}

/** The same for all time up to a date, which costs a row a subject, however many years it is. */
export const totalSums = async (db: D1Database, userId: string, to: string, kinds: SubjectKind[]) => {
  const wanted = JSON.stringify(kinds)
  const { results } = await sql(db)`
    SELECT subject, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (
      SELECT subject, total_seconds, session_count
      FROM total_stats
      WHERE user_id = ${userId} AND subject_kind IN (SELECT value FROM json_each(${wanted}))
      UNION ALL
      SELECT subject, -total_seconds, -session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject_kind IN (SELECT value FROM json_each(${wanted})) AND date > ${to}
    )
    GROUP BY subject
    HAVING sum(total_seconds) > 0 OR sum(session_count) > 0
    ORDER BY total_seconds DESC, subject`.all<SubjectSum>()
  return results
}

/** What projects and goals are called, whatever has become of them. */
export const subjectNames = async (db: D1Database, userId: string, projectIds: string[], goalIds: string[]) =>
  (
    await sql(db)`
      SELECT 'project:' || id AS subject, name AS label, client, classification, color, deleted_at IS NOT NULL AS deleted
      FROM projects
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(projectIds)}))
      UNION ALL
      SELECT 'goal:' || id, title, '', NULL, NULL, deleted_at IS NOT NULL
      FROM goals
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(goalIds)}))`.all<NamedSubject>()
  ).results

/** The projects of a client, by the key that makes it one; deleted ones too, for their sessions still count. */
export const projectsOfClient = async (db: D1Database, userId: string, key: string) =>
  (
    await sql(db)`
      SELECT id
      FROM projects
      WHERE user_id = ${userId} AND substr(name_key, instr(name_key, char(31)) + 1) = ${key}`.all<{ id: string }>()
  ).results

/** The same of a classification. */
export const projectsOfClassification = async (db: D1Database, userId: string, classification: string) =>
  (
    await sql(db)`
      SELECT id FROM projects WHERE user_id = ${userId} AND classification = ${classification}`.all<{ id: string }>()
  ).results
