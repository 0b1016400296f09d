import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { origin, request, rows } from '../../../../test/support/client'
import type { Scope } from '../../../lib/feature'
import { developmentSecret } from '../../../lib/http/security'
import { makeApiToken, signInExtension, signInProgram } from './issue'

export const bindings = { ...env, JWT_SECRET: developmentSecret }

/** Asks with a bearer, and with no cookie unless one is given. */
export const asked = (
  method: string,
  path: string,
  bearer: string,
  body?: unknown,
  more: Record<string, string> = {},
  secrets: object = bindings,
) =>
  request(
    path,
    {
      method,
      headers: {
        Authorization: `Bearer ${bearer}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...more,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    },
    secrets,
  )

/** Sends JSON, with nothing to be let in by. */
export const sent = (path: string, body: unknown) =>
  request(
    path,
    { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
    bindings,
  )

export const program = (userId: string, now = Date.now()) => signInProgram(bindings, userId, 'a test', now)

/** Signs the extension in for somebody, who gets a number at GitHub. */
export const extension = async (userId: string, now = Date.now()) => {
  const github_user_id = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1
  await rows('UPDATE users SET github_user_id = ? WHERE id = ?', github_user_id, userId)
  const token = await signInExtension(bindings, userId, { github_user_id }, 'a test', now)
  return { token, github_user_id }
}

export const personal = async (userId: string, scopes: Scope[], expiresAt: number | null = null) =>
  (await makeApiToken(bindings, userId, { name: `Test ${uuid()}`, scopes, expiresAt }, Date.now())).token

/** Reads the claims of a JWT without verifying it. */
export const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(atob((jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')))

/** The ids of the program sessions that somebody has. */
export const sessionsOf = async (userId: string) =>
  (await rows<{ id: string }>('SELECT id FROM program_sessions WHERE user_id = ? ORDER BY id', userId)).map(
    ({ id }) => id,
  )

/** Shows the cookie of a browser beside what else is sent, from our own page. */
export const withCookie = (cookie: string) => ({ Cookie: cookie, Origin: origin })
