import { allRows, sql } from '../../lib/sql'
import type { AuditFilter, AuditRow } from './schema'

const numbers = (db: D1Database, { admin, subject, action }: AuditFilter, before: number, limit: number) => {
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
      WHERE admin_id = ${admin} AND action = ${action} AND number < ${before}
      ORDER BY number DESC LIMIT ${limit}`
  }
  if (admin) {
    return sql(db)`
      SELECT number FROM admin_audit WHERE admin_id = ${admin} AND number < ${before}
      ORDER BY number DESC LIMIT ${limit}`
  }
  if (action) {
    return sql(db)`
      SELECT number FROM admin_audit WHERE action = ${action} AND number < ${before}
      ORDER BY number DESC LIMIT ${limit}`
  }
  return sql(db)`SELECT number FROM admin_audit WHERE number < ${before} ORDER BY number DESC LIMIT ${limit}`
}

/** @param before number of an entry */
export const auditBefore = async (db: D1Database, filter: AuditFilter, before: number, limit: number) => {
  const { results } = await numbers(db, filter, before, limit).all<{ number: number }>()
  if (results.length === 0) return []
  return allRows<AuditRow>(sql(db)`
    SELECT number, at, admin_id, admins.username AS admin_name, action, subject, people.username AS subject_name,
      before, after
    FROM json_each(${JSON.stringify(results.map(({ number }) => number))})
    JOIN admin_audit ON number = value
    LEFT JOIN users AS admins ON admins.id = admin_id
    LEFT JOIN users AS people ON people.id = subject
    ORDER BY number DESC`)
}

type Named = { id: string; username: string; email: string | null }

export const presentAdmins = (db: D1Database) =>
  allRows<Named>(sql(db)`
    SELECT id, username, email FROM users WHERE role = 'admin' AND suspended_at IS NULL ORDER BY id`)

export const findPerson = (db: D1Database, idOrEmail: string) =>
  sql(db)`
    SELECT id, username, email FROM users WHERE id = ${idOrEmail} OR email = ${idOrEmail}`.first<Named>()
