import type { Context } from 'hono'
import { z } from 'zod'
import type { Access, App } from '../../lib/env'
import { scopes } from '../../lib/feature'
import { readText } from '../../lib/http/form'
import { ProblemError, problems } from '../../lib/http/problem'
import { isJson } from '../../lib/http/respond'
import { waitUntil } from '../../lib/http/wait-until'
import { logEvent } from '../../lib/log'
import { sha256Hex, withSecrets } from '../../lib/secrets'
import { apiTokenPrefix } from './programs/issue'
import { readJwt } from './programs/jwt'
import * as q from './programs/queries'

/** Minimum time in ms between two recordings of a token's use. */
const lastUsedPrecision = 600_000

const Scopes = z.array(z.enum(scopes))

/** Token of the `Authorization: Bearer` header (RFC 6750), valid or not; undefined without the header. */
export const bearerToken = (c: Context) => {
  const [scheme = '', token = ''] = (c.req.header('Authorization') ?? '').trim().split(/\s+(.*)/s)
  return scheme.toLowerCase() === 'bearer' ? token : undefined
}

const byToken = async (c: Context<App>, token: string, now: number) => {
  const row = await q.tokenHolder(c.env.DB, await sha256Hex(token))
  if (!row) return null
  const { token_id, token_name, scopes, last_used_at, token_ends_at, ...person } = row
  if (token_ends_at !== null && token_ends_at <= now) {
    logEvent(c, 'token_ended', { user: row.id })
    return null
  }
  c.var.named?.(row.id)
  if (now - (last_used_at ?? 0) > lastUsedPrecision) waitUntil(c, q.touchToken(c.env.DB, token_id, now).run())
  const access: Access = {
    by: 'token',
    tokenId: token_id,
    name: token_name,
    scopes: Scopes.parse(JSON.parse(scopes)),
  }
  return { person, access }
}

const byJwt = async (c: Context<App>, jwt: string, now: number) => {
  const bearer = await withSecrets(c.env, (secret) => readJwt(secret, jwt, now))
  if (!bearer) return null
  const holder = q.programHolder(c.env.DB, bearer, now)
  c.var.named?.(bearer.userId)
  const row = await holder
  if (!row) {
    logEvent(c, 'token_ended', { user: bearer.userId })
    return null
  }
  const { last_seen_at, proven_at: provenAt, ...person } = row
  if (now - last_seen_at > lastUsedPrecision) waitUntil(c, q.touchProgram(c.env.DB, bearer.sessionId, now).run())
  const access: Access = { by: bearer.kind, sessionId: bearer.sessionId, provenAt }
  return { person, access }
}

export const findTokenHolder = (c: Context<App>, token: string) =>
  token.startsWith(apiTokenPrefix) ? byToken(c, token, Date.now()) : byJwt(c, token, Date.now())

export const readCredentials = async (c: Context): Promise<unknown> => {
  if (!isJson(c.req.header('Content-Type'))) return readText(c)
  return c.req.json().catch(() => {
    throw new ProblemError(problems.malformed)
  })
}
