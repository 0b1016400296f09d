import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { networkKey } from '../../lib/network'
import { ProblemError } from '../../lib/problem'
import { rateLimitFailures } from '../../lib/rate-limit'
import { admit } from '../accounts'
import type { Redeemed } from '../magic-link/schema'
import { accountByGitHub } from './accounts'
import { githubConfig } from './config'
import { type AuthorizationCode, exchangeCode, fetchPerson, type GitHubPerson } from './provider'
import { storeGitHubToken } from './token'

/** How often a network may come with codes that GitHub does not know, in an hour. */
const failuresAllowed = 100

/** Somebody on GitHub, with the token that lets us ask there in their name. */
export type GitHubIdentity = { person: GitHubPerson; token: string }

/**
 * Asks GitHub who came with a code. A code that is no good counts against the network it came from, and one that failed
 * too often is stopped (throws, 429) before GitHub is asked; when GitHub itself fails nobody is blamed.
 */
export const identify = async (c: Context<App>, given: AuthorizationCode): Promise<GitHubIdentity> => {
  const github = githubConfig(c.env)
  const limit = { key: await networkKey(c, 'github'), limit: failuresAllowed, seconds: 60 * 60 }
  const forgive = await rateLimitFailures(c, limit, 'Too many sign-ins with GitHub failed from your network.')
  try {
    const grant = await exchangeCode(github, given)
    const person = await fetchPerson(github, grant)
    await forgive()
    return { person, token: grant.token }
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status >= 500) await forgive()
    throw error
  }
}

/**
 * The account of who came from GitHub, made if there is none; one that is suspended is refused (throws, 403). The token
 * is kept for them.
 */
export const signInFromGitHub = async (
  { env }: Context<App>,
  { person, token }: GitHubIdentity,
  hints: Pick<Redeemed, 'time_zone' | 'clock'>,
) => {
  const now = Date.now()
  const account = await accountByGitHub(env.DB, person, hints, now)
  await admit(env, account, person.email, now)
  await storeGitHubToken(env, account.id, token)
  return account
}
