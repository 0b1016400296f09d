import { allRows, sql } from '../../lib/sql'
import { type AuditFilter, type AuditRow, type InsideRow, isGroup } from './schema'

const numbers = (db: D1Database, { admin, subject, action, inside }: AuditFilter, before: number, limit: number) => {
  if (inside) {
    return sql(db)`
      SELECT number FROM admin_audit
      WHERE change_id = ${inside} AND number < ${before} AND is_inside = 1
      ORDER BY number DESC LIMIT ${limit}`
  }
  // An app's entries are found by its name wherever they are listed.
  if (subject) {
    return sql(db)`
      SELECT number FROM admin_audit
      WHERE subject = ${subject} AND number < ${before} AND (${admin} = '' OR admin_id = ${admin})
        AND (${action} = '' OR action = ${action})
      ORDER BY number DESC LIMIT ${limit}`
  }
  if (admin && action) {
    return sql(db)`
      SELECT number FROM admin_audit
      WHERE admin_id = ${admin} AND action = ${action} AND number < ${before} AND is_inside = 0
      ORDER BY number DESC LIMIT ${limit}`
  }
  if (admin) {
    return sql(db)`
      SELECT number FROM admin_audit WHERE admin_id = ${admin} AND number < ${before} AND is_inside = 0
      ORDER BY number DESC LIMIT ${limit}`
  }
  if (action) {
    return sql(db)`
      SELECT number FROM admin_audit WHERE action = ${action} AND number < ${before} AND is_inside = 0
      ORDER BY number DESC LIMIT ${limit}`
  }
  return sql(db)`
    SELECT number FROM admin_audit INDEXED BY admin_audit_top
    WHERE number < ${before} AND is_inside = 0
    ORDER BY number DESC LIMIT ${limit}`
}

/** Entries inside an entry that are listed with it. */
const insideShown = 20

type StoredEntry = Omit<AuditRow, 'rows'>

/** The first entries inside each change of many apps. */
const entriesInside = async (db: D1Database, changes: string[]) => {
  if (changes.length === 0) return new Map<string, InsideRow[]>()
  const rows = await allRows<InsideRow & { change_id: string }>(sql(db)`
    SELECT inside.change_id, inside.subject, inside.before, inside.after
    FROM json_each(${JSON.stringify(changes)}) CROSS JOIN admin_audit AS inside
    WHERE inside.number IN (
      SELECT number FROM admin_audit WHERE change_id = value AND is_inside = 1 ORDER BY number LIMIT ${insideShown})
    ORDER BY inside.number`)
  return Map.groupBy(rows, ({ change_id }) => change_id)
}

/** @param before number of an entry */
export const auditBefore = async (
  db: D1Database,
  filter: AuditFilter,
  before: number,
  limit: number,
): Promise<AuditRow[]> => {
  const { results } = await numbers(db, filter, before, limit).all<{ number: number }>()
  if (results.length === 0) return []
  const entries = await allRows<StoredEntry>(sql(db)`
    SELECT number, at, admin_id, admins.username AS admin_name, action, subject, people.username AS subject_name,
      before, after
    FROM json_each(${JSON.stringify(results.map(({ number }) => number))})
    JOIN admin_audit ON number = value
    LEFT JOIN users AS admins ON admins.id = admin_id
    LEFT JOIN users AS people ON people.id = subject
    ORDER BY number DESC`)
  const changes = entries.filter(({ action }) => isGroup(action)).map(({ subject }) => subject)
  const inside = await entriesInside(db, changes)
  return entries.map((entry) => ({ ...entry, rows: isGroup(entry.action) ? (inside.get(entry.subject) ?? []) : null }))
}

type Named = { id: string; username: string; email: string | null }

export const presentAdmins = (db: D1Database) =>
  allRows<Named>(sql(db)`
    SELECT id, username, email FROM users WHERE role = 'admin' AND suspended_at IS NULL ORDER BY id`)

export const findPerson = (db: D1Database, idOrEmail: string) =>
  sql(db)`
    SELECT id, username, email FROM users WHERE id = ${idOrEmail} OR email = ${idOrEmail}`.first<Named>()
