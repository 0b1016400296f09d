import { columnsAre } from '../../../lib/db/conditions'
import { allRows, constant, part, sql } from '../../../lib/db/sql'
import { type AuditFilter, type AuditRow, groupActions, type InsideRow } from './schema'

/** Conditions with AND for the entries of a filter. An app's entries are found by its name wherever they are listed. */
const conditions = ({ admin, subject, action, inside }: AuditFilter) =>
  inside
    ? part`AND entry.change_id = ${inside} AND entry.is_inside = 1`
    : part`${constant(subject ? '' : 'AND entry.is_inside = 0')} ${columnsAre('entry', { subject, admin_id: admin, action })}`

/** Entries inside an entry that are listed with it. */
const insideShown = 20

/** `inside` is JSON. */
type StoredEntry = Omit<AuditRow, 'rows'> & { inside: string | null }

/** @param before number of an entry */
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
    const rows: InsideRow[] | null = inside === null ? null : JSON.parse(inside)
    return { ...entry, rows }
  })
}

type Named = { id: string; username: string; email: string | null }

export const presentAdmins = (db: D1Database) =>
  allRows<Named>(sql(db)`
    SELECT id, username, email FROM users WHERE role = 'admin' AND suspended_at IS NULL ORDER BY id`)

export const findPerson = (db: D1Database, idOrEmail: string) =>
  sql(db)`
    SELECT id, username, email FROM users WHERE id = ${idOrEmail} OR email = ${idOrEmail}`.first<Named>()
