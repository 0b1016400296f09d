import { writeAudit } from '../../../lib/audit'
import { orStale, sql } from '../../../lib/sql'
import { guardAdmin } from '../commit'
import type { Access, PersonRow } from './queries'

/** Guard: rolls back a batch that leaves no admin who can sign in. */
const guardLastAdmin = (db: D1Database) =>
  sql(db)`
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND suspended_at IS NULL) THEN 1
      ELSE json('stale')
    END`

const endAccess = (db: D1Database, id: string) => [
  sql(db)`DELETE FROM web_sessions WHERE user_id = ${id}`,
  sql(db)`DELETE FROM program_sessions WHERE user_id = ${id}`,
  sql(db)`DELETE FROM api_tokens WHERE user_id = ${id}`,
  sql(db)`DELETE FROM sign_in_tokens WHERE email = (SELECT email FROM users WHERE id = ${id})`,
]

const setRole = (
  db: D1Database,
  adminId: string,
  { id, role: before }: PersonRow,
  role: 'user' | 'admin',
  now: number,
) => [
  sql(db)`UPDATE users SET role = ${role}, updated_at = ${now} WHERE id = ${id} AND role = ${before}`,
  orStale(db),
  writeAudit(db, { adminId, action: 'role', subject: id, before: { role: before }, after: { role } }, now),
]

/** Restoring ends access too: anything created during the suspension must not let them in. */
const setSuspended = (db: D1Database, adminId: string, { id }: PersonRow, suspended: boolean, now: number) => [
  ...endAccess(db, id),
  sql(db)`
    UPDATE users SET suspended_at = ${suspended ? now : null}, updated_at = ${now}
    WHERE id = ${id} AND (suspended_at IS NULL) = ${Number(suspended)}`,
  orStale(db),
  writeAudit(
    db,
    {
      adminId,
      action: suspended ? 'suspend' : 'restore',
      subject: id,
      before: { suspended: !suspended },
      after: { suspended },
    },
    now,
  ),
]

/**
 * Rolls back when the person changed since they were read, the caller is no longer an admin, or no admin would be left.
 */
export const setAccess = (
  db: D1Database,
  adminId: string,
  person: PersonRow,
  { role, suspended }: Access,
  now: number,
) => [
  guardAdmin(db, adminId),
  ...(role === undefined ? [] : setRole(db, adminId, person, role, now)),
  ...(suspended === undefined ? [] : setSuspended(db, adminId, person, suspended, now)),
  guardLastAdmin(db),
]
