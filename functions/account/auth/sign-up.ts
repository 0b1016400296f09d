import type { Context } from 'hono'
import { sql } from '../../lib/db/sql'
import { type App, type Bindings, isDevelopment } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { readCookie, writeCookie } from '../../lib/http/respond'
import { sha256Hex } from '../../lib/secrets'

/** True for an address that becomes admin when it signs in. */
export const isAdminEmail = (env: Bindings, email: string | null) =>
  email !== null &&
  (env.ADMIN_EMAILS ?? (isDevelopment(env) ? 'admin@example.com' : ''))
    .split(',')
    .some((one) => one.trim().toLowerCase() === email.toLowerCase())

/** Who may create an account. An unknown setting counts as `closed`. */
export const signUpOf = ({ SIGN_UP }: Bindings): 'open' | 'invited' | 'closed' =>
  !SIGN_UP || SIGN_UP === 'open' ? 'open' : SIGN_UP === 'invited' ? 'invited' : 'closed'

/** Cookie with the secret of an invitation link. */
const cookie = 'invitation'

/** Time that somebody has for the sign-in after opening an invitation link, in seconds. */
const cookieSeconds = 24 * 60 * 60

/** Keeps the secret of a link for the sign-in. Returns false for a link that does not work. */
export const openInvitation = async (c: Context<App>, secret: string) => {
  const found = sql(c.env.DB)`
    SELECT 1 FROM sign_up_invitations WHERE secret_hash = ${await sha256Hex(secret)} AND expires_at > ${Date.now()}`
  if (!(await found.first())) return false
  writeCookie(c, cookie, secret, cookieSeconds)
  return true
}

/** Gives the link that this browser opened to an address. The last address that uses it may create an account. */
const useLink = async (c: Context<App>, email: string) => {
  const secret = readCookie(c, cookie)
  if (secret === undefined) return
  await sql(c.env.DB)`
    UPDATE sign_up_invitations SET address = ${email}
    WHERE secret_hash = ${await sha256Hex(secret)} AND expires_at > ${Date.now()} AND address IS NOT ${email}`.run()
}

/** True if an address may have a new account. Without an admin, an invitation is not needed yet. */
export const maySignUp = async (c: Context<App>, typed: string | null) => {
  const policy = signUpOf(c.env)
  if (policy === 'open' || isAdminEmail(c.env, typed)) return true
  if (policy === 'closed') return false
  const email = typed?.toLowerCase() ?? ''
  if (email) await useLink(c, email)
  const found = sql(c.env.DB)`
    SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin')
      OR EXISTS (
        SELECT 1 FROM sign_up_invitations
        WHERE address IN (${email}, ${email.slice(email.lastIndexOf('@'))}) AND address <> ''
          AND coalesce(expires_at, ${Date.now()} + 1) > ${Date.now()})`
  return (await found.first()) !== null
}

/** True if an address has an account, or may have a new one. */
export const isWelcome = async (c: Context<App>, email: string) =>
  signUpOf(c.env) === 'open' ||
  (await sql(c.env.DB)`SELECT 1 FROM users WHERE email = ${email}`.first()) !== null ||
  (await maySignUp(c, email))

export const notInvited = () =>
  new ProblemError({
    status: 403,
    code: 'not_invited',
    title: 'This server is by invitation',
    detail: 'No account was created. Ask the server’s admin to invite your email address.',
    again: '/sign-in',
  })
