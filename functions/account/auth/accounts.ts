import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { writeAudit } from '../../lib/db/audit'
import { commit, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { ProblemError, problems } from '../../lib/http/problem'
import { logEvent } from '../../lib/log'
import { newAccountUses } from '../../lib/uses'
import type { Redeemed } from './magic-link/schema'
import { acceptRefusedSubject } from './oidc/subjects'
import * as q from './queries'
import { isAdminEmail, isWelcome, notInvited } from './sign-up'

type Hints = Pick<Redeemed, 'time_zone' | 'clock'> & Partial<Pick<Redeemed, 'client'>>

/** Preferences of a new account. If a program created it, all features are on, because nobody was asked. */
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

/**
 * Finds or creates the account of an email address that has just been proven.
 * @throws ProblemError 403 if it has none and may not have one
 */
export const accountByMail = async (c: Context<App>, { email, ...hints }: Hints & { email: string }, now: number) => {
  const { DB } = c.env
  if (!(await isWelcome(c, email))) throw notInvited()
  return q.findOrCreateAccount(
    DB,
    { id: uuid(), email, username: email.split('@')[0] ?? '', preferences: initialPreferences(hints) },
    now,
  )
}

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
 * Signs in to an account. Makes its holder an admin if this sign-in proves an address in ADMIN_EMAILS.
 * @param provenEmail the proven address in lower case; null if none is proven
 * @throws ProblemError 403 for a suspended account
 */
export const completeSignIn = async (
  c: Context<App>,
  account: q.Account,
  provenEmail: string | null,
  way: 'link' | 'code' | 'github' | 'oidc' | 'passkey' | 'program',
) => {
  const isRefused = account.suspended_at !== null
  logEvent(c, isRefused ? 'sign_in_refused' : 'sign_in', { user: account.id, way })
  if (isRefused) throw new ProblemError(problems.suspended)
  if (way !== 'oidc') await acceptRefusedSubject(c, account)
  const isTheirs = provenEmail !== null && provenEmail === account.email?.toLowerCase()
  if (isTheirs && account.role === 'user' && isAdminEmail(c.env, provenEmail)) {
    await becomeAdmin(c.env.DB, account.id, Date.now())
  }
}
