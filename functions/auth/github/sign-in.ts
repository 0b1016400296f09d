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

/** Invalid codes of a network per hour. */
const failuresAllowed = 100

export type GitHubIdentity = { person: GitHubPerson; token: string }

/**
 * Identifies the GitHub user of a code. An invalid code counts against its network, which is stopped (throws, 429)
 * before GitHub is asked; failures of GitHub itself do not count.
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
    throw error
  }
}

/** Finds or creates the account of a GitHub user and stores their token. Refuses a suspended account (throws, 403). */
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
