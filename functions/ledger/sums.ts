import { addDays, daysBetween, monthEnd, monthOf, monthStart, type Range, wholeMonths } from '../lib/days'
import { sql } from '../lib/sql'
import { type ActiveYear, datesOfYear } from './active-days'
import { type DaySum, hasSessions, type NamedSubject, type SubjectSum } from './schema'
import type { SubjectKind } from './subject'

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
    WHERE user_id = ${userId} AND subject = 'all' AND month BETWEEN ${months?.from ?? '1'} AND ${months?.to ?? '0'}`.all<
    DaySum & { whole: 0 | 1 }
  >()
  // Sorted here, as is added up below: a sorter of the database's would read, and so cost, each row once more.
  results.sort((a, b) => (a.date < b.date ? -1 : 1))
  const sums = (wanted: 0 | 1) => results.filter(({ whole }) => whole === wanted).map(({ whole: _, ...sum }) => sum)
  return { days: sums(0), months: sums(1) }
}

/** Under what the first day stands among the years. */
const first = 'first'

/** All dates on which a user has tracked time, in order, all their days off, and the date of their first session. */
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
    active: results.filter(isYear).flatMap(datesOfYear),
    daysOff: new Set(results.flatMap(({ year, days }) => (days === null && year !== first ? [year] : []))),
    /** Also of a session of no time; null where there is none. */
    firstDay: results.find(({ year }) => year === first)?.days ?? null,
  }
}

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

/** Days beside whole months: to be counted, or as part of a month that is, to be taken off. */
type Edge = Range & { sign: 1 | -1 }

/** Whole months and the days beside them that make a range; of a month that a range has most of, it is those it lacks. */
const nearestMonths = (range: Range): { months: Range; edges: Edge[] } => {
  const { months, edges } = wholeMonths(range.from, range.to)
  if (!months) return { months: nothing, edges: edges.map((edge) => ({ ...edge, sign: 1 })) }
  const near = { ...months }
  const signed = edges.map((edge): Edge => {
    const month = monthOf(edge.from)
    const isBefore = month < months.from
    const lacks = isBefore
      ? { from: monthStart(month), to: addDays(edge.from, -1) }
      : { from: addDays(edge.to, 1), to: monthEnd(month) }
    if (daysBetween(edge.from, edge.to) <= daysBetween(lacks.from, lacks.to)) return { ...edge, sign: 1 }
    if (isBefore) near.from = month
    else near.to = month
    return { ...lacks, sign: -1 }
  })
  return { months: near, edges: signed }
}

type SignedSum = SubjectSum & { sign: 1 | -1 }

/** The sum of each subject that has sessions, the longest first. */
const bySubject = (rows: SignedSum[]): SubjectSum[] => {
  const sums = new Map<string, SubjectSum>()
  for (const { subject, total_seconds, session_count, sign } of rows) {
    const sum = sums.get(subject) ?? { subject, total_seconds: 0, session_count: 0 }
    sum.total_seconds += sign * total_seconds
    sum.session_count += sign * session_count
    sums.set(subject, sum)
  }
  return [...sums.values()]
    .filter(hasSessions)
    .sort((a, b) => b.total_seconds - a.total_seconds || (a.subject < b.subject ? -1 : 1))
}

/**
 * The sums of a range for every subject of some kinds (`all`, `project`, `goal`, `tag`, `hour` …) that has sessions in
 * it, the longest first.
 */
export const subjectSums = async (db: D1Database, userId: string, range: Range, kinds: SubjectKind[]) => {
  const { months, edges } = nearestMonths(range)
  const days = kinds.flatMap((kind) => edges.map((edge) => ({ kind, ...edge })))
  const { results } = await sql(db)`
    SELECT subject, 1 AS sign, total_seconds, session_count
    FROM json_each(${JSON.stringify(kinds)})
      CROSS JOIN monthly_stats ON user_id = ${userId} AND subject_kind = value
        AND month BETWEEN ${months.from} AND ${months.to}
    UNION ALL
    SELECT subject, value ->> 'sign', total_seconds, session_count
    FROM json_each(${JSON.stringify(days)})
      CROSS JOIN daily_stats ON user_id = ${userId} AND subject_kind = value ->> 'kind'
        AND date BETWEEN value ->> 'from' AND value ->> 'to'`.all<SignedSum>()
  return bySubject(results)
}

/** The same for all time up to a date, which costs a row a subject, however many years it is. */
export const totalSums = async (db: D1Database, userId: string, to: string, kinds: SubjectKind[]) => {
  const wanted = JSON.stringify(kinds)
  const { results } = await sql(db)`
    SELECT subject, 1 AS sign, total_seconds, session_count
    FROM json_each(${wanted})
      CROSS JOIN total_stats ON user_id = ${userId} AND subject_kind = value
    UNION ALL
    SELECT subject, -1, total_seconds, session_count
    FROM json_each(${wanted})
      CROSS JOIN daily_stats ON user_id = ${userId} AND subject_kind = value AND date > ${to}`.all<SignedSum>()
  return bySubject(results)
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
