import type { Context } from 'hono'
import type { App, Bindings } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { networkKey, rateLimitFailures } from '../../../lib/http/rate-limit'
import { waitUntil } from '../../../lib/http/wait-until'
import { logEvent } from '../../../lib/log'
import { decrypt, encrypt } from '../../../lib/secrets'
import { completeSignIn } from '../accounts'
import type { Redeemed } from '../magic-link/schema'
import { maySignUp, notInvited } from '../sign-up'
import { accountByGitHub, hasGitHubAccount } from './accounts'
import { githubConfig, isGitHubConfigured } from './config'
import { type AuthorizationCode, exchangeCode, fetchPerson, type GitHubPerson, revokeToken } from './provider'

const sevenDays = 7 * 24 * 60 * 60

const keyOf = (userId: string) => `github-token:${userId}`

/**
 * Stores a person's access token for seven days, encrypted. A failure is only logged: KV accepts one write per key and
 * second, so two quick sign-ins collide.
 */
export const storeGitHubToken = async (env: Bindings, userId: string, token: string) => {
  const stored = await encrypt(env, 'GitHub tokens', userId, token)
  await env.KV.put(keyOf(userId), stored, { expirationTtl: sevenDays }).catch((error: Error) =>
    console.error(JSON.stringify({ level: 'error', github_token: error.name })),
  )
}

/** Decrypts a person's access token; null without a token, or after the secret changed. */
export const readGitHubToken = async (env: Bindings, userId: string) => {
  const stored = await env.KV.get(keyOf(userId), 'arrayBuffer')
  return stored && decrypt(env, 'GitHub tokens', userId, new Uint8Array(stored))
}

export const deleteGitHubToken = (env: Bindings, userId: string) => env.KV.delete(keyOf(userId))

/** Invalid codes allowed per network and hour. */
const failuresAllowed = 100

type GitHubIdentity = { person: GitHubPerson; token: string }

/**
 * Identifies the GitHub user of a code. An invalid code counts against the sender's network, which is refused (throws,
 * 429) before GitHub is asked once it has failed too often. Failures of GitHub do not count.
 */
export const identify = async (c: Context<App>, code: AuthorizationCode): Promise<GitHubIdentity> => {
  const github = githubConfig(c.env)
  const limit = { key: await networkKey(c, 'github'), limit: failuresAllowed, seconds: 60 * 60 }
  const forgive = await rateLimitFailures(c, limit, 'Too many failed GitHub sign-ins from your network.')
  try {
    const grant = await exchangeCode(github, code)
    const person = await fetchPerson(github, grant)
    await forgive()
    return { person, token: grant.token }
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status >= 500) await forgive()
    else logEvent(c, 'sign_in_refused', { way: 'github' })
    throw error
  }
}

/** Finds or creates the account of a GitHub user and stores their token. Throws 403 for a suspended account. */
export const signInFromGitHub = async (
  c: Context<App>,
  { person, token }: GitHubIdentity,
  hints: Pick<Redeemed, 'time_zone' | 'clock'>,
) => {
  if (!(await hasGitHubAccount(c.env.DB, person)) && !(await maySignUp(c, person.email))) throw notInvited()
  const account = await accountByGitHub(c.env.DB, person, hints, Date.now())
  await completeSignIn(c, account, person.email, 'github')
  await storeGitHubToken(c.env, account.id, token)
  return account
}

/** Deletes a person's stored access token, and revokes it at GitHub after the response. */
export const revokeGitHubToken = async <E extends App>(c: Context<E>, userId: string) => {
  const token = await readGitHubToken(c.env, userId)
  await deleteGitHubToken(c.env, userId)
  if (token && isGitHubConfigured(c.env)) waitUntil(c, revokeToken(githubConfig(c.env), token))
}
