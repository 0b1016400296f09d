import type { Context } from 'hono'
import { revokeGitHubToken } from '../../../account/auth/github/sign-in'
import { writeAudit } from '../../../lib/db/audit'
import { closeSockets } from '../../../lib/db/open-pages'
import { commitGuarded } from '../../../lib/db/retry'
import { orStale, sql, stale } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { ProblemError, problems } from '../../../lib/http/problem'
import { waitUntil } from '../../../lib/http/wait-until'
import { guardAdmin } from '../commit'
import type { AccessChange } from './queries'
import * as q from './queries'
import type { AdminRefusal, PersonRow } from './schema'

/** Guard: rolls a batch back that leaves no admin who can sign in. */
const guardLastAdmin = (db: D1Database) =>
  sql(db)`
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND suspended_at IS NULL) THEN 1
      ELSE ${stale}
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

/**
 * Suspends or restores a person. Restoring also ends sign-ins: anything created during the suspension must not let the
 * person in.
 */
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
 * Rolls back if the person changed since they were read, the caller is no longer an admin, or no admin would be left.
 */
export const setAccess = (
  db: D1Database,
  adminId: string,
  person: PersonRow,
  { role, suspended }: AccessChange,
  now: number,
) => [
  guardAdmin(db, adminId),
  ...(role === undefined ? [] : setRole(db, adminId, person, role, now)),
  ...(suspended === undefined ? [] : setSuspended(db, adminId, person, suspended, now)),
  guardLastAdmin(db),
]

/** Keeps only the members that change something. */
const changeOf = (person: PersonRow, { role, suspended }: AccessChange): AccessChange => ({
  ...(role !== undefined && role !== person.role && { role }),
  ...(suspended !== undefined && suspended !== (person.suspended_at !== null) && { suspended }),
})

/** Reason why a change is refused: it would leave no admin who can sign in, or the caller would suspend themselves. */
export const accessRefusal = (
  person: PersonRow,
  wanted: AccessChange,
  { adminId, others }: { adminId: string; others: boolean },
): AdminRefusal | undefined => {
  const { role, suspended } = changeOf(person, wanted)
  const isAdmin = person.role === 'admin' && person.suspended_at === null
  if (isAdmin && !others && (role === 'user' || suspended)) return 'last_admin'
  return suspended && person.id === adminId ? 'yourself' : undefined
}

/**
 * Changes a person's role or suspension. A change without effect writes nothing.
 * @returns `gone` for an unknown person
 * @throws ProblemError 403 if the caller is no longer an admin
 */
export const changeAccess = async <E extends App>(
  c: Context<E>,
  id: string,
  wanted: AccessChange,
): Promise<'changed' | 'unchanged' | 'gone' | AdminRefusal> => {
  const { DB } = c.env
  const adminId = c.var.user.id
  const done = await commitGuarded<AccessChange | 'unchanged' | 'gone' | AdminRefusal>(DB, id, [], async () => {
    const [person, { acts, others }] = await Promise.all([q.person(DB, id), q.checkAdmins(DB, adminId, id)])
    if (!acts) throw new ProblemError(problems.adminsOnly)
    if (!person) return { result: 'gone' }
    const change = changeOf(person, wanted)
    if (Object.keys(change).length === 0) return { result: 'unchanged' }
    const refused = accessRefusal(person, change, { adminId, others })
    if (refused) return { result: refused }
    const writes = setAccess(DB, adminId, person, change, Date.now())
    return { result: change, writes, whileRestoring: true }
  })
  if (typeof done === 'string') return done
  if (done.suspended !== undefined) closeSockets(DB, id)
  if (done.suspended) waitUntil(c, revokeGitHubToken(c, id))
  return 'changed'
}
