import { monthEnd, monthStart, type Range } from '../lib/days'
import { allRows, sql } from '../lib/sql'
import { monthsWithin } from './month-sums'
import { hasSessions, type SubjectSum } from './schema'
import { monthParts, nearestMonths } from './subject-sums'

/** The most tasks that a breakdown reads; one with time in two months counts twice. */
const taskLimit = 400

type Row = { few: 0 | 1; subject: string | null; total_seconds: number; session_count: number } & {
  label: string | null
  deleted: 0 | 1
}

/**
 * Sums of tasks in a range with their titles, longest first, and of all; null where there are too many tasks. Other kinds have no
 * limit: most people have few goals or tags, and a new task for each piece of work.
 */
export const taskSums = async (db: D1Database, userId: string, range: Range): Promise<SubjectSum[] | null> => {
  const { months, edges } = nearestMonths(range)
  const whole = monthsWithin(months).map((month) => ({
    month,
    from: monthStart(month),
    to: monthEnd(month),
    sign: 1,
    whole: 1,
  }))
  const parts = [...whole, ...edges.flatMap(monthParts).map((part) => ({ ...part, whole: 0 }))]
  const partsJson = JSON.stringify(parts)
  const rows = await allRows<Row>(sql(db)`
    WITH task_months AS MATERIALIZED (
      SELECT value AS part, listed.subject
      FROM json_each(${partsJson})
        CROSS JOIN month_subjects AS listed ON listed.user_id = ${userId} AND listed.month = value ->> 'month'
          AND listed.subject >= 'task:' AND listed.subject < 'task;'
      LIMIT ${taskLimit + 1}),
    few AS MATERIALIZED (SELECT count(*) <= ${taskLimit} AS yes FROM task_months),
    present AS (
      SELECT part ->> 'month' AS month, part ->> 'from' AS first, part ->> 'to' AS last, part ->> 'sign' AS sign,
        part ->> 'whole' AS whole, subject
      FROM (SELECT part, subject FROM task_months UNION ALL SELECT value, 'all' FROM json_each(${partsJson}))),
    signed (subject, sign, total_seconds, session_count) AS (
      SELECT present.subject, 1, months ->> ('$."' || month || '"[0]'), months ->> ('$."' || month || '"[1]')
      FROM few CROSS JOIN present
        CROSS JOIN total_stats ON total_stats.user_id = ${userId} AND total_stats.subject = present.subject
      WHERE yes AND whole
      UNION ALL
      SELECT present.subject, sign, daily_stats.total_seconds, daily_stats.session_count
      FROM few CROSS JOIN present
        CROSS JOIN daily_stats ON daily_stats.user_id = ${userId} AND daily_stats.subject = present.subject
          AND date BETWEEN first AND last
      WHERE yes AND NOT whole),
    grouped (subject, total_seconds, session_count) AS (
      SELECT subject, sum(sign * total_seconds), sum(sign * session_count) FROM signed GROUP BY subject)
    SELECT yes AS few, subject, total_seconds, session_count, title AS label, deleted_at IS NOT NULL AS deleted
    FROM few LEFT JOIN grouped ON yes
      LEFT JOIN tasks ON tasks.user_id = ${userId} AND tasks.id = substr(subject, 6)`)
  if (rows.some(({ few }) => few === 0)) return null
  return rows
    .flatMap(({ subject, label, deleted, total_seconds, session_count }): SubjectSum[] => {
      if (subject === null) return []
      const name = label === null ? null : { subject, label, client: '', classification: null, color: null, deleted }
      return [{ subject, total_seconds, session_count, name }]
    })
    .filter(hasSessions)
    .sort((a, b) => b.total_seconds - a.total_seconds || (a.subject < b.subject ? -1 : 1))
}
