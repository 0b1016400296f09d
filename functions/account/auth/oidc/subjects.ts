import type { Context } from 'hono'
import { z } from 'zod'
import { sql } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { dropCookie, readCookie, writeCookie } from '../../../lib/http/respond'
import { decrypt, encrypt } from '../../../lib/secrets'
import type { Account } from '../queries'
import type { OidcConfig } from './config'

type Subject = { issuer: string; sub: string }

/** Account of a person of the provider, whatever their address is now; null before their first sign-in. */
export const accountBySubject = (db: D1Database, { issuer, sub }: Subject) =>
  sql(db)`
    SELECT id, users.email, role, suspended_at
    FROM oidc_subjects JOIN users ON users.id = user_id AND shadow_of IS NULL
    WHERE issuer = ${issuer} AND sub = ${sub}`.first<Account>()

export const hasOtherSubject = async (db: D1Database, email: string, { issuer, sub }: Subject) =>
  (await sql(db)`
    SELECT 1 FROM users JOIN oidc_subjects ON user_id = users.id AND issuer = ${issuer} AND sub <> ${sub}
    WHERE users.email = ${email}`.first()) !== null

export const keepSubject = (db: D1Database, userId: string, { issuer, sub }: Subject, now: number) =>
  sql(db)`
    INSERT OR REPLACE INTO oidc_subjects (issuer, sub, user_id, created_at)
    VALUES (${issuer}, ${sub}, ${userId}, ${now})`.run()

/** Cookie with the encrypted subject of a refused sign-in, which a sign-in in another way confirms. */
const cookie = 'oidc-subject'

/** Time to sign in in another way, in seconds. */
const cookieSeconds = 15 * 60

const Refused = z.object({ issuer: z.string(), sub: z.string(), email: z.string() })

/** Asks for another proof, because the provider may have given the address to somebody else. @throws ProblemError */
export const askForProof = async (c: Context<App>, { name, issuer }: OidcConfig, sub: string, email: string) => {
  const sealed = await encrypt(c.env, 'refused sign-ins', cookie, JSON.stringify({ issuer, sub, email }))
  writeCookie(c, cookie, sealed.toBase64({ alphabet: 'base64url', omitPadding: true }), cookieSeconds)
  throw new ProblemError({
    status: 403,
    code: 'oidc_other_person',
    title: 'Is this account yours?',
    detail: `${name} now names somebody else with this email address. If the account is yours, sign in another way within 15 minutes, here. You’re asked only once.`,
    again: '/sign-in',
  })
}

/** After a sign-in in another way, accepts the subject that was refused for the account's address. */
export const acceptRefusedSubject = async (c: Context<App>, account: Account) => {
  const sealed = readCookie(c, cookie)
  if (sealed === undefined) return
  dropCookie(c, cookie)
  try {
    const bytes = Uint8Array.fromBase64(sealed, { alphabet: 'base64url' })
    const refused = Refused.parse(JSON.parse((await decrypt(c.env, 'refused sign-ins', cookie, bytes)) ?? ''))
    if (refused.email === account.email?.toLowerCase()) await keepSubject(c.env.DB, account.id, refused, Date.now())
  } catch {
    // A cookie that we did not write accepts nothing.
  }
}
