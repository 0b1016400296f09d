import { v7 as uuid } from 'uuid'
import { isStale, orStale } from '../../../lib/db/sql'
import type { Bindings } from '../../../lib/env'
import type { Scope } from '../../../lib/feature'
import { ProblemError } from '../../../lib/http/problem'
import { prefixedSecret, sha256Hex } from '../../../lib/secrets'
import { type Bearer, lifetimeSeconds, signJwt } from './jwt'
import * as q from './queries'

/** Documented prefix, so that scanners for leaked secrets can find the token. */
export const apiTokenPrefix = 'daymark_pat_'
const refreshTokenPrefix = 'daymark_rt_'

/** Token response for a program that signed in (RFC 6749, 5.1). */
const tokenPair = async (env: Bindings, bearer: Omit<Bearer, 'kind'>, refreshToken: string, now: number) => ({
  access_token: await signJwt(env.JWT_SECRET, { ...bearer, kind: 'program' }, {}, now),
  token_type: 'Bearer' as const,
  expires_in: lifetimeSeconds('program'),
  refresh_token: refreshToken,
})

/** Signs a program in with a short-lived access token and a refresh token for the next pair. */
export const signInProgram = async (env: Bindings, userId: string, device: string, now: number) => {
  const bearer = { userId, sessionId: uuid(), jti: crypto.randomUUID() }
  const { sessionId, jti } = bearer
  const refreshToken = prefixedSecret(refreshTokenPrefix)
  await env.DB.batch([
    q.insertProgramSession(env.DB, { id: sessionId, userId, kind: 'program', device, accessJti: jti }, now),
    q.insertRefreshToken(env.DB, await sha256Hex(refreshToken), sessionId, now),
  ])
  return tokenPair(env, bearer, refreshToken, now)
}

/**
 * Returns the next pair of tokens; null for an unknown, expired or reused refresh token. Reuse ends the session.
 * @param onReuse receives the owner of a reused token
 */
export const refreshProgram = async (
  env: Bindings,
  refreshToken: string,
  now: number,
  onReuse?: (userId: string) => void,
) => {
  const next = prefixedSecret(refreshTokenPrefix)
  const jti = crypto.randomUUID()
  const [tokenHash, nextHash] = await Promise.all([sha256Hex(refreshToken), sha256Hex(next)])
  const { refreshed, reused } = await q.rotateRefreshToken(env.DB, { tokenHash, nextHash, accessJti: jti }, now)
  if (reused) onReuse?.(reused.user_id)
  return refreshed && tokenPair(env, { userId: refreshed.user_id, sessionId: refreshed.session_id, jti }, next, now)
}

/**
 * Signs a learning tracker in for 90 days; it supports no refresh tokens. Its token has the claims that trackers read.
 */
export const signInTracker = async (env: Bindings, userId: string, email: string, device: string, now: number) => {
  const bearer = { userId, sessionId: uuid(), jti: crypto.randomUUID() }
  const { sessionId: id, jti: accessJti } = bearer
  await q.insertProgramSession(env.DB, { id, userId, kind: 'program', device, accessJti }, now).run()
  return signJwt(env.JWT_SECRET, { ...bearer, kind: 'tracker' }, { user_id: userId, email }, now)
}

/** Claims that the extension reads from its JWT. */
type GitHubClaims = { github_user_id: number }

const extensionJwt = (
  env: Bindings,
  userId: string,
  sessionId: string,
  { github_user_id }: GitHubClaims,
  now: number,
) =>
  signJwt(
    env.JWT_SECRET,
    { kind: 'extension', userId, sessionId, jti: crypto.randomUUID() },
    { userId: github_user_id, githubUserId: String(github_user_id) },
    now,
  )

export const signInExtension = async (
  env: Bindings,
  userId: string,
  github: GitHubClaims,
  device: string,
  now: number,
) => {
  const sessionId = uuid()
  await q.insertProgramSession(env.DB, { id: sessionId, userId, kind: 'extension', device, accessJti: null }, now).run()
  return extensionJwt(env, userId, sessionId, github, now)
}

export const refreshExtension = async (env: Bindings, userId: string, sessionId: string, now: number) => {
  const github = await q.prolongExtension(env.DB, userId, sessionId, now)
  return github && extensionJwt(env, userId, sessionId, github, now)
}

export const apiTokenLimit = 50

const tooManyTokens = {
  status: 422,
  code: 'too_many_tokens',
  title: 'Too many tokens',
  detail: `You have ${apiTokenLimit} tokens, the maximum. Revoke one in Settings, API tokens.`,
} as const

export type NewApiToken = { id: string; token: string; ending: string }

/**
 * Creates a personal token. It is shown once, because only its hash is stored. `also` are statements of its batch.
 * @param expiresAt epoch ms; null for never
 * @throws ProblemError 422 if the person already has `apiTokenLimit`
 */
export const makeApiToken = async (
  env: Bindings,
  userId: string,
  { name, scopes, expiresAt }: { name: string; scopes: Scope[]; expiresAt: number | null },
  now: number,
  also: (made: NewApiToken) => Promise<D1PreparedStatement[]> = async () => [],
): Promise<NewApiToken> => {
  const id = uuid()
  const token = prefixedSecret(apiTokenPrefix)
  const row = { id, userId, name, tokenHash: await sha256Hex(token), ending: token.slice(-4), scopes, expiresAt }
  const made = { id, token, ending: row.ending }
  const more = await also(made)
  try {
    await env.DB.batch([q.insertApiToken(env.DB, row, apiTokenLimit, now), orStale(env.DB), ...more])
  } catch (error) {
    throw isStale(error) ? new ProblemError(tooManyTokens) : error
  }
  return made
}
