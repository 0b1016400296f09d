import { allRows, part, sql } from '../lib/sql'
import { type DateRange, joined, selectSubjects } from './facts'
import type { LedgerFilter } from './resolve-subject'
import type { NamedSubject, SubjectSum, Sums } from './schema'
import type { SubjectKind } from './subject'
import { namesSelect } from './sums'

type NamedRow = Sums & Omit<NamedSubject, 'label'> & { label: string | null }

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
  const rows = await allRows<NamedRow>(sql(db)`
    WITH sums AS MATERIALIZED (${sums})
    SELECT sums.subject, total_seconds, session_count, label, client, classification, color, deleted, organization_id,
      organization
    FROM sums LEFT JOIN (${namesSelect(userId, part`SELECT subject FROM sums`)}) AS names ON names.subject = sums.subject
    ORDER BY total_seconds DESC, sums.subject`)
  return rows.map(({ subject, total_seconds, session_count, label, ...name }) => ({
    subject,
    total_seconds,
    session_count,
    name: label === null ? null : { subject, label, ...name },
  }))
}
