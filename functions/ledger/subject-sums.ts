import { allRows, part, type SqlPart, sql } from '../lib/sql'
import { type DateRange, joined, selectSubjects } from './facts'
import type { LedgerFilter } from './resolve-subject'
import type { SubjectSum, Sums } from './schema'
import type { SubjectKind } from './subject'

type NamedRow = Sums & {
  subject: string
  label: string | null
  client: string
  classification: 'work' | 'personal' | 'learning' | null
  color: string | null
  deleted: 0 | 1
  organization_id: string | null
  organization: string | null
}

/** Joins the names of projects, goals, plans, chunks and tasks to `sums`. */
const selectNamed = (userId: string, sums: SqlPart) => part`
    SELECT subject, total_seconds, session_count,
      coalesce(projects.name, goals.title, tasks.title, plans.title || coalesce(': ' || plan_chunks.title, '')) AS label,
      coalesce(client, '') AS client, classification, color,
      coalesce(projects.deleted_at, goals.deleted_at, tasks.deleted_at, plans.deleted_at) IS NOT NULL AS deleted,
      organizations.id AS organization_id, organizations.name AS organization
    FROM (${sums})
      LEFT JOIN projects ON projects.user_id = ${userId}
        AND projects.id = iif(substr(subject, 1, 8) = 'project:', substr(subject, 9), NULL)
      LEFT JOIN organizations ON organizations.user_id = ${userId} AND organizations.id = projects.organization_id
        AND organizations.deleted_at IS NULL
      LEFT JOIN goals ON goals.user_id = ${userId}
        AND goals.id = iif(substr(subject, 1, 5) = 'goal:', substr(subject, 6), NULL)
      LEFT JOIN tasks ON tasks.user_id = ${userId}
        AND tasks.id = iif(substr(subject, 1, 5) = 'task:', substr(subject, 6), NULL)
      LEFT JOIN plan_chunks ON plan_chunks.user_id = ${userId}
        AND plan_chunks.plan_id = iif(substr(subject, 1, 6) = 'chunk:', substr(subject, 7, instr(subject, '/') - 7), NULL)
        AND plan_chunks.id = substr(subject, instr(subject, '/') + 1)
      LEFT JOIN plans ON plans.user_id = ${userId}
        AND plans.id = iif(substr(subject, 1, 5) = 'plan:', substr(subject, 6), plan_chunks.plan_id)
    ORDER BY total_seconds DESC, subject`

/** Sums by subjects of some kinds, longest first, with their names. @param range null for all time */
export const subjectSums = async (
  db: D1Database,
  userId: string,
  filters: LedgerFilter[],
  range: DateRange | null,
  kinds: SubjectKind[],
): Promise<SubjectSum[]> => {
  const sums = joined(
    kinds.map((kind) => selectSubjects(userId, filters, range, kind)),
    ' UNION ALL ',
  )
  const rows = await allRows<NamedRow>(sql(db)`${selectNamed(userId, sums)}`)
  return rows.map(({ subject, total_seconds, session_count, label, ...name }) => ({
    subject,
    total_seconds,
    session_count,
    name: label === null ? null : { subject, label, ...name },
  }))
}
