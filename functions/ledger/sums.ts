import { addDays, addMonths, daysBetween, monthEnd, monthOf, monthStart, type Range, wholeMonths } from '../lib/days'
import { allRows, sql } from '../lib/sql'
import { type ActiveYear, daysOfYear } from './active-days'
import { type DaySum, hasSessions, type NamedSubject, noTime, type SubjectSum, type Sums } from './schema'
import type { SubjectKind } from './subject'

/** Days with sessions, in order. */
export const daySums = (db: D1Database, userId: string, subject: string, { from, to }: Range) =>
  allRows<DaySum>(sql(db)`
    SELECT date, total_seconds, session_count
    FROM daily_stats
    WHERE user_id = ${userId} AND subject = ${subject} AND date BETWEEN ${from} AND ${to}
    ORDER BY date`)

/** Days with sessions, in order, of ranges that must not overlap, and the sums of whole months (`YYYY-MM`). */
export const periodSums = async (db: D1Database, userId: string, days: Range[], months: Range | null) => {
  const { results } = await sql(db)`
    SELECT 0 AS whole, date, total_seconds, session_count
    FROM json_each(${JSON.stringify(days)})
      CROSS JOIN daily_stats ON user_id = ${userId} AND subject = 'all'
        AND date BETWEEN value ->> 'from' AND value ->> 'to'
    UNION ALL
    SELECT 1, month || '-01', total_seconds, session_count
    FROM monthly_stats
    WHERE user_id = ${userId} AND subject = 'all' AND month BETWEEN ${months?.from ?? '1'} AND ${months?.to ?? '0'}`.all<
    DaySum & { whole: 0 | 1 }
  >()
  // Sorted here and not in SQL: D1 would count each row as read twice.
  results.sort((a, b) => (a.date < b.date ? -1 : 1))
  const sumsOf = (kind: 0 | 1) => results.filter(({ whole }) => whole === kind).map(({ whole: _, ...sum }) => sum)
  return { days: sumsOf(0), months: sumsOf(1) }
}

/** Marks the row of the first day among those of years and days off. */
const first = 'first'

/** The numbers of all days with tracked time, in order, all days off, and the date of the first session. */
export const activity = async (db: D1Database, userId: string) => {
  const { results } = await sql(db)`
    SELECT year, days FROM active_years WHERE user_id = ${userId}
    UNION ALL
    SELECT date, NULL FROM days_off WHERE user_id = ${userId}
    UNION ALL
    SELECT ${first}, min(date) FROM daily_stats WHERE user_id = ${userId} AND subject = 'all'
    ORDER BY 1`.all<{ year: string; days: string | null }>()
  const isYear = (row: { year: string; days: string | null }): row is ActiveYear =>
    row.days !== null && row.year !== first
  return {
    active: results.filter(isYear).flatMap(daysOfYear),
    daysOff: new Set(results.flatMap(({ year, days }) => (days === null && year !== first ? [year] : []))),
    /** A session of no time counts, too; null without sessions. */
    firstDay: results.find(({ year }) => year === first)?.days ?? null,
  }
}

/** The earliest day with the most time, by an index; null without time. */
export const bestDay = (db: D1Database, userId: string, { from, to }: Range) =>
  sql(db)`
    SELECT date, total_seconds AS seconds
    FROM daily_stats INDEXED BY daily_stats_best
    WHERE user_id = ${userId} AND subject = 'all' AND date BETWEEN ${from} AND ${to} AND total_seconds > 0
    ORDER BY total_seconds DESC, date
    LIMIT 1`.first<{ date: string; seconds: number }>()

/** Matches no date and no month. */
const emptyRange: Range = { from: '1', to: '0' }

const spans = ({ from, to }: Range) => {
  const { months, edges } = wholeMonths(from, to)
  return { months: months ?? emptyRange, before: edges[0] ?? emptyRange, after: edges[1] ?? emptyRange }
}

/** Reads whole months by month, and only the days before and after them by day. */
export const rangeSum = async (db: D1Database, userId: string, subject: string, range: Range) => {
  const { months, before, after } = spans(range)
  const sums = await sql(db)`
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
    )`.first<Sums>()
  return sums ?? noTime
}

/** Days outside the whole months: 1 adds them, -1 subtracts days that a month has beyond the range. */
type Edge = Range & { sign: 1 | -1 }

/** Splits a range into months and days with the fewest days: a month that is mostly within the range counts as whole. */
const nearestMonths = (range: Range): { months: Range; edges: Edge[] } => {
  const { months, edges } = wholeMonths(range.from, range.to)
  if (!months) return { months: emptyRange, edges: edges.map((edge) => ({ ...edge, sign: 1 })) }
  const near = { ...months }
  const signed = edges.map((edge): Edge => {
    const month = monthOf(edge.from)
    const isBefore = month < months.from
    const missing = isBefore
      ? { from: monthStart(month), to: addDays(edge.from, -1) }
      : { from: addDays(edge.to, 1), to: monthEnd(month) }
    if (daysBetween(edge.from, edge.to) <= daysBetween(missing.from, missing.to)) return { ...edge, sign: 1 }
    if (isBefore) near.from = month
    else near.to = month
    return { ...missing, sign: -1 }
  })
  return { months: near, edges: signed }
}

/** All subjects of a kind, or those of the pull requests of a repository. */
type SubjectGroup = SubjectKind | `pr:${string}`

type SignedSum = SubjectSum & { sign: 1 | -1 }

/** Longest first; leaves out subjects without sessions. */
const sumBySubject = (rows: SignedSum[]): SubjectSum[] => {
  const sums = new Map<string, SubjectSum>()
  for (const { subject, total_seconds, session_count, sign } of rows) {
    const sum = sums.get(subject) ?? { subject, ...noTime }
    sum.total_seconds += sign * total_seconds
    sum.session_count += sign * session_count
    sums.set(subject, sum)
  }
  return [...sums.values()]
    .filter(hasSessions)
    .sort((a, b) => b.total_seconds - a.total_seconds || (a.subject < b.subject ? -1 : 1))
}

const monthsOf = ({ from, to }: Range) => {
  const months: string[] = []
  for (let month = monthOf(from); month <= monthOf(to); month = addMonths(month, 1)) months.push(month)
  return months
}

/** A part of an edge within one month. */
const monthParts = ({ from, to, sign }: Edge) =>
  monthsOf({ from, to }).map((month) => ({
    month,
    from: from > monthStart(month) ? from : monthStart(month),
    to: to < monthEnd(month) ? to : monthEnd(month),
    sign,
  }))

/**
 * Sums by subject. The subjects of a kind with time in a month are found by the index by month, and their days by
 * subject. Hours, at most 175, have no entry there and are found among all-time sums.
 */
export const subjectSums = async (db: D1Database, userId: string, range: Range, kinds: SubjectGroup[]) => {
  const { months, edges } = nearestMonths(range)
  const whole = months.from > months.to ? [] : monthsOf({ from: `${months.from}-01`, to: `${months.to}-01` })
  const parts = edges.flatMap(monthParts)
  const others = kinds.filter((kind) => kind !== 'hour')
  const monthsByKind = others.flatMap((kind) => whole.map((month) => ({ kind, month })))
  const daysByKind = others.flatMap((kind) => parts.map((one) => ({ kind, ...one })))
  const hours = kinds.includes('hour') ? ['hour'] : []
  const { results } = await sql(db)`
    SELECT subject, 1 AS sign, total_seconds, session_count
    FROM json_each(${JSON.stringify(monthsByKind)})
      CROSS JOIN monthly_stats INDEXED BY monthly_stats_by_month ON user_id = ${userId} AND month = value ->> 'month'
        AND subject >= value ->> 'kind' AND subject < value ->> 'kind' || ';' AND substr(subject, 1, 5) <> 'hour:'
    UNION ALL
    SELECT daily_stats.subject, value ->> 'sign', daily_stats.total_seconds, daily_stats.session_count
    FROM json_each(${JSON.stringify(daysByKind)})
      CROSS JOIN monthly_stats INDEXED BY monthly_stats_by_month ON monthly_stats.user_id = ${userId}
        AND month = value ->> 'month' AND monthly_stats.subject >= value ->> 'kind'
        AND monthly_stats.subject < value ->> 'kind' || ';' AND substr(monthly_stats.subject, 1, 5) <> 'hour:'
      CROSS JOIN daily_stats ON daily_stats.user_id = ${userId} AND daily_stats.subject = monthly_stats.subject
        AND date BETWEEN value ->> 'from' AND value ->> 'to'
    UNION ALL
    SELECT monthly_stats.subject, 1, monthly_stats.total_seconds, monthly_stats.session_count
    FROM json_each(${JSON.stringify(whole.length > 0 ? hours : [])})
      CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject >= value
        AND total_stats.subject < value || ';'
      CROSS JOIN monthly_stats ON monthly_stats.user_id = ${userId} AND monthly_stats.subject = total_stats.subject
        AND month BETWEEN ${months.from} AND ${months.to}
    UNION ALL
    SELECT daily_stats.subject, part.sign, daily_stats.total_seconds, daily_stats.session_count
    FROM (SELECT value ->> 'from' AS first, value ->> 'to' AS last, value ->> 'sign' AS sign
        FROM json_each(${JSON.stringify(hours.length > 0 ? edges : [])})) AS part
      CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject >= 'hour:'
        AND total_stats.subject < 'hour;'
      CROSS JOIN daily_stats ON daily_stats.user_id = ${userId} AND daily_stats.subject = total_stats.subject
        AND date BETWEEN part.first AND part.last`.all<SignedSum>()
  return sumBySubject(results)
}

/** All time up to a date, longest first. Reads a row per subject, however many years there are. */
export const totalSums = async (db: D1Database, userId: string, to: string, kinds: SubjectKind[]) => {
  const kindsJson = JSON.stringify(kinds)
  const { results } = await sql(db)`
    SELECT subject, 1 AS sign, total_seconds, session_count
    FROM json_each(${kindsJson})
      CROSS JOIN total_stats ON user_id = ${userId} AND subject >= value AND subject < value || ';'
    UNION ALL
    SELECT total_stats.subject, -1, daily_stats.total_seconds, daily_stats.session_count
    FROM json_each(${kindsJson})
      CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject >= value
        AND total_stats.subject < value || ';'
      CROSS JOIN daily_stats ON daily_stats.user_id = ${userId} AND daily_stats.subject = total_stats.subject
        AND date > ${to}`.all<SignedSum>()
  return sumBySubject(results)
}

/** Includes deleted projects and goals. */
export const subjectNames = (db: D1Database, userId: string, projectIds: string[], goalIds: string[]) =>
  allRows<NamedSubject>(sql(db)`
    SELECT 'project:' || projects.id AS subject, name AS label, client, classification, color,
      deleted_at IS NOT NULL AS deleted
    FROM json_each(${JSON.stringify([...new Set(projectIds)])})
    CROSS JOIN projects ON user_id = ${userId} AND projects.id = value
    UNION ALL
    SELECT 'goal:' || goals.id, title, '', NULL, NULL, deleted_at IS NOT NULL
    FROM json_each(${JSON.stringify([...new Set(goalIds)])})
    CROSS JOIN goals ON user_id = ${userId} AND goals.id = value`)

/** A goal and everything below it; a deleted goal cuts its branch off. */
export const goalTreeIds = (db: D1Database, userId: string, id: string) =>
  allRows<{ id: string }>(sql(db)`
    WITH RECURSIVE below (id) AS (
      SELECT ${id}
      UNION
      SELECT goals.id
      FROM below CROSS JOIN goals INDEXED BY goals_by_parent
        ON goals.user_id = ${userId} AND goals.parent_id = below.id
      WHERE goals.deleted_at IS NULL
    )
    SELECT id FROM below`)

/** Includes deleted projects: their sessions still count. @param key `nameKey` of the client */
export const projectsOfClient = (db: D1Database, userId: string, key: string) =>
  allRows<{ id: string }>(sql(db)`
    SELECT id
    FROM projects
    WHERE user_id = ${userId} AND substr(name_key, instr(name_key, char(31)) + 1) = ${key}`)

/** Includes deleted projects: their sessions still count. */
export const projectsOfClassification = (db: D1Database, userId: string, classification: string) =>
  allRows<{ id: string }>(sql(db)`
    SELECT id FROM projects WHERE user_id = ${userId} AND classification = ${classification}`)
