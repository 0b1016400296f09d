import { allRows, part, type SqlPart, sql } from '../../lib/sql'
import { type AuditFilter, type AuditRow, groupActions, type InsideRow } from './schema'

const numbers = ({ admin, subject, action, inside }: AuditFilter, before: number, limit: number): SqlPart => {
  if (inside) {
    return part`
      SELECT number FROM admin_audit
      WHERE change_id = ${inside} AND number < ${before} AND is_inside = 1
      ORDER BY number DESC LIMIT ${limit}`
  }
  // An app's entries are found by its name wherever they are listed.
  if (subject) {
    return part`
      SELECT number FROM admin_audit
      WHERE subject = ${subject} AND number < ${before} AND (${admin} = '' OR admin_id = ${admin})
        AND (${action} = '' OR action = ${action})
      ORDER BY number DESC LIMIT ${limit}`
  }
  if (admin && action) {
    return part`
      SELECT number FROM admin_audit
      WHERE admin_id = ${admin} AND action = ${action} AND number < ${before} AND is_inside = 0
      ORDER BY number DESC LIMIT ${limit}`
  }
  if (admin) {
    return part`
      SELECT number FROM admin_audit WHERE admin_id = ${admin} AND number < ${before} AND is_inside = 0
      ORDER BY number DESC LIMIT ${limit}`
  }
  if (action) {
    return part`
      SELECT number FROM admin_audit WHERE action = ${action} AND number < ${before} AND is_inside = 0
      ORDER BY number DESC LIMIT ${limit}`
  }
  return part`
    SELECT number FROM admin_audit INDEXED BY admin_audit_top
    WHERE number < ${before} AND is_inside = 0
    ORDER BY number DESC LIMIT ${limit}`
}

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
    WITH page (number) AS MATERIALIZED (${numbers(filter, before, limit)})
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
    FROM page CROSS JOIN admin_audit AS entry ON entry.number = page.number
    LEFT JOIN users AS admins ON admins.id = admin_id
    LEFT JOIN users AS people ON people.id = entry.subject
    ORDER BY entry.number DESC`)
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
