import type { Context } from 'hono'
import { revokeGitHubToken } from '../../../account/auth/github/sign-in'
import type { App } from '../../../lib/env'
import { ProblemError, problems } from '../../../lib/problem'
import { conflict, retry } from '../../../lib/retry'
import { commit } from '../../../lib/sql'
import { waitUntil } from '../../../lib/wait-until'
import type { Access, PersonRow, Refusal } from './queries'
import * as q from './queries'
import { setAccess } from './writes'

/** Leaves only the part that changes anything. */
const changeOf = (person: PersonRow, { role, suspended }: Access): Access => ({
  ...(role !== undefined && role !== person.role && { role }),
  ...(suspended !== undefined && suspended !== (person.suspended_at !== null) && { suspended }),
})

/** Why the change is refused: the last admin who can sign in stays one, and nobody suspends themselves. */
export const refusal = (
  person: PersonRow,
  wanted: Access,
  { adminId, others }: { adminId: string; others: boolean },
): Refusal | undefined => {
  const { role, suspended } = changeOf(person, wanted)
  const isAdmin = person.role === 'admin' && person.suspended_at === null
  if (isAdmin && !others && (role === 'user' || suspended)) return 'last_admin'
  return suspended && person.id === adminId ? 'yourself' : undefined
}

/**
 * Changes a person's role or suspension. A change without effect writes nothing.
 * @returns `gone` for an unknown person
 * @throws ProblemError 403 when the caller is no longer an admin
 */
export const changeAccess = async <E extends App>(
  c: Context<E>,
  id: string,
  wanted: Access,
): Promise<'changed' | 'unchanged' | 'gone' | Refusal> => {
  const { DB } = c.env
  const adminId = c.var.user.id
  return retry(async () => {
    const [person, { acts, others }] = await Promise.all([q.person(DB, id), q.admins(DB, adminId, id)])
    if (!acts) throw new ProblemError(problems.adminsOnly)
    if (!person) return 'gone'
    const change = changeOf(person, wanted)
    if (Object.keys(change).length === 0) return 'unchanged'
    const refused = refusal(person, change, { adminId, others })
    if (refused) return refused
    if (!(await commit(DB, id, [], setAccess(DB, adminId, person, change, Date.now()), { whileRestoring: true })))
      return conflict
    if (change.suspended) waitUntil(c, revokeGitHubToken(c, id))
    return 'changed'
  })
}
