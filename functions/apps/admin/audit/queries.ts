import { columnsAre } from '../../../lib/db/conditions'
import { allRows, constant, part, sql } from '../../../lib/db/sql'
import { type AuditFilter, type AuditRow, groupActions, type NestedEntry } from './schema'

/**
 * SQL conditions, each starting with AND, for a filter. Entries of an app are found by its name, also inside entries of
 * many apps.
 */
const conditions = ({ admin, subject, action, inside }: AuditFilter) =>
  inside
    ? part`AND entry.change_id = ${inside} AND entry.is_inside = 1`
    : part`${constant(subject ? '' : 'AND entry.is_inside = 0')} ${columnsAre('entry', { subject, admin_id: admin, action })}`

/** Maximum number of inner entries listed with an entry. */
const insideShown = 20

/** `inside` is JSON of the inner entries. */
type StoredEntry = Omit<AuditRow, 'rows'> & { inside: string | null }

/** Reads a page of entries. @param before number of the entry before which the page starts */
export const auditBefore = async (
  db: D1Database,
  filter: AuditFilter,
  before: number,
  limit: number,
): Promise<AuditRow[]> => {
  const rows = await allRows<StoredEntry>(sql(db)`
    SELECT entry.number, at, admin_id, admins.username AS admin_name, action, entry.subject,
      people.username AS subject_name, entry.before, entry.after,
      iif(action IN (SELECT value FROM json_each(${JSON.stringify(groupActions)})), (
        SELECT json_group_array(json_object('subject', subject, 'before', before, 'after', after))
        FROM (
          SELECT subject, before, after
          FROM admin_audit
          WHERE change_id = entry.subject AND is_inside = 1
          ORDER BY number
          LIMIT ${insideShown})), NULL) AS inside
    FROM admin_audit AS entry
    LEFT JOIN users AS admins ON admins.id = admin_id
    LEFT JOIN users AS people ON people.id = entry.subject
    WHERE entry.number < ${before} ${conditions(filter)}
    ORDER BY entry.number DESC
    LIMIT ${limit}`)
  return rows.map(({ inside, ...entry }) => {
    const rows: NestedEntry[] | null = inside === null ? null : JSON.parse(inside)
    return { ...entry, rows }
  })
}

type Named = { id: string; username: string; email: string | null }

export const currentAdmins = (db: D1Database) =>
  allRows<Named>(sql(db)`
    SELECT id, username, email FROM users WHERE role = 'admin' AND suspended_at IS NULL ORDER BY id`)

export const findPerson = (db: D1Database, idOrEmail: string) =>
  sql(db)`
    SELECT id, username, email FROM users WHERE id = ${idOrEmail} OR email = ${idOrEmail}`.first<Named>()
