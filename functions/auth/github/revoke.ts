import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { waitUntil } from '../../lib/wait-until'
import { githubConfig, isGitHubConfigured } from './config'
import { revokeToken } from './provider'
import { deleteGitHubToken, readGitHubToken } from './sign-in'

/** Deletes a person's access token here, and revokes it at GitHub after the response. */
export const revokeGitHubToken = async <E extends App>(c: Context<E>, userId: string) => {
  const token = await readGitHubToken(c.env, userId)
  await deleteGitHubToken(c.env, userId)
  if (token && isGitHubConfigured(c.env)) waitUntil(c, revokeToken(githubConfig(c.env), token))
}
