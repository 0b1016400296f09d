import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { waitUntil } from '../../lib/wait-until'
import { githubConfig, isGitHubConfigured } from './config'
import { revoke } from './provider'
import { dropGitHubToken, readGitHubToken } from './token'

/** Lets go of a person's access token: here at once, and at GitHub when it can be reached. */
export const giveUpGitHubToken = async <E extends App>(c: Context<E>, userId: string) => {
  const token = await readGitHubToken(c.env, userId)
  await dropGitHubToken(c.env, userId)
  if (token && isGitHubConfigured(c.env)) waitUntil(c, revoke(githubConfig(c.env), token))
}
