import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { writeAudit } from '../../lib/db/audit'
import { commit, sql } from '../../lib/db/sql'
import { type App, type Bindings, isDevelopment } from '../../lib/env'
import { ProblemError, problems } from '../../lib/http/problem'
import { note } from '../../lib/log'
import { newAccountUses } from '../../lib/uses'
import type { Redeemed } from './magic-link/schema'
import * as q from './queries'

type Hints = Pick<Redeemed, 'time_zone' | 'clock'> & Partial<Pick<Redeemed, 'client'>>

/** Preferences of a new account. One created by a program has all parts on, because its person is not asked. */
export const initialPreferences = ({ time_zone, clock, client }: Hints) =>
  JSON.stringify({
    ...(time_zone && { time_zone }),
    ...(clock && { clock }),
    ...(!client && { uses: newAccountUses }),
    first_hour: true,
  })

/** Path of the first page after a sign-in: the welcome page for a new account. */
export const firstPage = ({ isNew }: q.Account, next: string) =>
  isNew ? `/welcome${next === '/' ? '' : `?${new URLSearchParams({ next })}`}` : next

/** Finds the account of an address that a mail has just proven, or creates it. */
export const accountByMail = (db: D1Database, { email, ...hints }: Hints & { email: string }, now: number) =>
  q.findOrCreateAccount(
    db,
    { id: uuid(), email, username: email.split('@')[0] ?? '', preferences: initialPreferences(hints) },
    now,
  )

/** True for an address that becomes admin when it signs in. */
export const isAdminEmail = (env: Bindings, email: string | null) =>
  email !== null &&
  (env.ADMIN_EMAILS ?? (isDevelopment(env) ? 'admin@example.com' : ''))
    .split(',')
    .some((one) => one.trim().toLowerCase() === email.toLowerCase())

const becomeAdmin = (db: D1Database, id: string, now: number) =>
  commit(
    db,
    id,
    [],
    [
      sql(db)`UPDATE users SET role = 'admin', updated_at = ${now} WHERE id = ${id} AND role = 'user'`,
      writeAudit(
        db,
        { adminId: id, action: 'role', subject: id, before: { role: 'user' }, after: { role: 'admin' } },
        now,
      ),
    ],
    { whileRestoring: true },
  )

/**
 * Signs in to an account. Refuses a suspended one (throws, 403). Proving one of ADMIN_EMAILS makes its holder an admin.
 * @param provenEmail the address that this sign-in proves, in lower case; null when it proves none
 */
export const admit = async (
  c: Context<App>,
  account: q.Account,
  provenEmail: string | null,
  way: 'link' | 'code' | 'github' | 'oidc' | 'passkey' | 'program',
) => {
  const isRefused = account.suspended_at !== null
  note(c, isRefused ? 'sign_in_refused' : 'sign_in', { user: account.id, way })
  if (isRefused) throw new ProblemError(problems.suspended)
  const isTheirs = provenEmail !== null && provenEmail === account.email?.toLowerCase()
  if (isTheirs && account.role === 'user' && isAdminEmail(c.env, provenEmail)) {
    await becomeAdmin(c.env.DB, account.id, Date.now())
  }
}
