import { addDays, daysBetween, monthEnd, monthOf, monthStart, type Range, wholeMonths } from '../lib/days'
import { allRows, part, type SqlPart, sql } from '../lib/sql'
import { monthSums, monthsWithin } from './month-sums'
import { hasSessions, type NamedSubject, noTime, type SubjectSum } from './schema'
import type { SubjectKind } from './subject'
import { emptyRange } from './sums'

/** Days outside the whole months: 1 adds them, -1 subtracts days that a month has beyond the range. */
type Edge = Range & { sign: 1 | -1 }

/** Splits a range into months and days with the fewest days: a month that is mostly within the range counts as whole. */
export const nearestMonths = (range: Range): { months: Range; edges: Edge[] } => {
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

/** A part of an edge within one month. */
export const monthParts = ({ from, to, sign }: Edge) =>
  monthsWithin({ from: monthOf(from), to: monthOf(to) }).map((month) => ({
    month,
    from: from > monthStart(month) ? from : monthStart(month),
    to: to < monthEnd(month) ? to : monthEnd(month),
    sign,
  }))

/**
 * SELECT of signed sums by subject, to be added up. The subjects of a kind with time in a month are found by month, and their days by subject. Hours, at
 * most 175, are found among all-time sums, and their days in the ledger.
 */
export const subjectRows = (userId: string, range: Range, kinds: SubjectGroup[]) => {
  const { months, edges } = nearestMonths(range)
  const whole = monthsWithin(months)
  const { join, seconds, count } = monthSums(months)
  const parts = edges.flatMap(monthParts)
  const others = kinds.filter((kind) => kind !== 'hour')
  const monthsByKind = others.flatMap((kind) => whole.map((month) => ({ kind, month })))
  const daysByKind = others.flatMap((kind) => parts.map((one) => ({ kind, ...one })))
  const hours = kinds.includes('hour') ? ['hour'] : []
  return part`
    SELECT total_stats.subject, 1 AS sign, months ->> ('$."' || month || '"[0]') AS total_seconds,
      months ->> ('$."' || month || '"[1]') AS session_count
    FROM json_each(${JSON.stringify(monthsByKind)})
      CROSS JOIN month_subjects AS present ON present.user_id = ${userId} AND month = value ->> 'month'
        AND present.subject >= value ->> 'kind' AND present.subject < value ->> 'kind' || ';'
      CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject = present.subject
    UNION ALL
    SELECT daily_stats.subject, value ->> 'sign', daily_stats.total_seconds, daily_stats.session_count
    FROM json_each(${JSON.stringify(daysByKind)})
      CROSS JOIN month_subjects AS present ON present.user_id = ${userId} AND month = value ->> 'month'
        AND present.subject >= value ->> 'kind' AND present.subject < value ->> 'kind' || ';'
      CROSS JOIN daily_stats ON daily_stats.user_id = ${userId} AND daily_stats.subject = present.subject
        AND date BETWEEN value ->> 'from' AND value ->> 'to'
    UNION ALL
    SELECT total_stats.subject, 1, ${seconds}, ${count}
    FROM (SELECT value AS prefix FROM json_each(${JSON.stringify(whole.length > 0 ? hours : [])})) AS kind
      CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject >= kind.prefix
        AND total_stats.subject < kind.prefix || ';'
      ${join}
    UNION ALL
    SELECT session_days.subject, part.sign, seconds, starts
    FROM (SELECT value ->> 'from' AS first, value ->> 'to' AS last, value ->> 'sign' AS sign
        FROM json_each(${JSON.stringify(hours.length > 0 ? edges : [])})) AS part
      CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject >= 'hour:'
        AND total_stats.subject < 'hour;'
      CROSS JOIN session_days ON session_days.user_id = ${userId} AND session_days.subject = total_stats.subject
        AND date BETWEEN part.first AND part.last`
}

/** Rows of all time up to a date: one per subject, however many years there are. */
const totalRows = (userId: string, to: string, kinds: SubjectKind[]) => {
  const kindsJson = JSON.stringify(kinds)
  return part`
    SELECT subject, 1 AS sign, total_seconds, session_count
    FROM json_each(${kindsJson})
      CROSS JOIN total_stats ON user_id = ${userId} AND subject >= value AND subject < value || ';'
    UNION ALL
    SELECT total_stats.subject, -1, daily_stats.total_seconds, daily_stats.session_count
    FROM json_each(${kindsJson})
      CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject >= value
        AND total_stats.subject < value || ';'
      CROSS JOIN daily_stats ON daily_stats.user_id = ${userId} AND daily_stats.subject = total_stats.subject
        AND date > ${to}
    UNION ALL
    SELECT total_stats.subject, -1, seconds, starts
    FROM json_each(${JSON.stringify(kinds.filter((kind) => kind === 'hour'))})
      CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject >= value
        AND total_stats.subject < value || ';'
      CROSS JOIN session_days ON session_days.user_id = ${userId} AND session_days.subject = total_stats.subject
        AND date > ${to}`
}

const summed = async (db: D1Database, rows: SqlPart) => sumBySubject(await allRows<SignedSum>(sql(db)`${rows}`))

/** Sums of all time up to a date, longest first. */
export const totalSums = (db: D1Database, userId: string, to: string, kinds: SubjectKind[]) =>
  summed(db, totalRows(userId, to, kinds))

type NamedSum = SignedSum & Omit<NamedSubject, 'label'> & { label: string | null }

const isNamed = (kind: SubjectGroup) => ['project', 'goal', 'plan', 'chunk'].includes(kind)

/**
 * Sums of subjects with the names of projects, goals, plans and chunks, longest first. Grouped in SQL, so that the names are looked up
 * once for each subject and in the same statement.
 */
const namedSums = async (db: D1Database, userId: string, kinds: SubjectGroup[], rows: SqlPart) => {
  if (!kinds.some(isNamed)) return summed(db, rows)
  const results = await allRows<NamedSum>(sql(db)`
    WITH signed (subject, sign, total_seconds, session_count) AS (${rows}),
    grouped (subject, total_seconds, session_count) AS (
      SELECT subject, sum(sign * total_seconds), sum(sign * session_count) FROM signed GROUP BY subject)
    SELECT subject, 1 AS sign, total_seconds, session_count, coalesce(projects.name, goals.title, plans.title || coalesce(': ' || plan_chunks.title, '')) AS label,
      coalesce(client, '') AS client, classification, color,
      coalesce(projects.deleted_at, goals.deleted_at, plans.deleted_at) IS NOT NULL AS deleted,
      organizations.id AS organization_id, organizations.name AS organization
    FROM grouped
      LEFT JOIN projects ON projects.user_id = ${userId}
        AND projects.id = iif(substr(subject, 1, 8) = 'project:', substr(subject, 9), NULL)
      LEFT JOIN organizations ON organizations.user_id = ${userId} AND organizations.id = projects.organization_id
        AND organizations.deleted_at IS NULL
      LEFT JOIN goals ON goals.user_id = ${userId}
        AND goals.id = iif(substr(subject, 1, 5) = 'goal:', substr(subject, 6), NULL)
      LEFT JOIN plan_chunks ON plan_chunks.user_id = ${userId}
        AND plan_chunks.plan_id = iif(substr(subject, 1, 6) = 'chunk:', substr(subject, 7, instr(subject, '/') - 7), NULL)
        AND plan_chunks.id = substr(subject, instr(subject, '/') + 1)
      LEFT JOIN plans ON plans.user_id = ${userId}
        AND plans.id = iif(substr(subject, 1, 5) = 'plan:', substr(subject, 6), plan_chunks.plan_id)`)
  const names = new Map(
    results.map(({ sign: _, total_seconds: __, session_count: ___, label, ...name }) => [
      name.subject,
      label === null ? null : { ...name, label },
    ]),
  )
  return sumBySubject(results).map((sum): SubjectSum => ({ ...sum, name: names.get(sum.subject) ?? null }))
}

/** Sums by subject in a range, longest first, with the names of projects and goals. */
export const namedSubjectSums = (db: D1Database, userId: string, range: Range, kinds: SubjectGroup[]) =>
  namedSums(db, userId, kinds, subjectRows(userId, range, kinds))

/** Like `totalSums`, with the names of projects and goals. */
export const namedTotalSums = (db: D1Database, userId: string, to: string, kinds: SubjectKind[]) =>
  namedSums(db, userId, kinds, totalRows(userId, to, kinds))
