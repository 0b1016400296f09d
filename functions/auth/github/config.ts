import { type Bindings, isDevelopment } from '../../lib/env'
import { ProblemError, problems } from '../../lib/problem'

/** GitHub, or a GitHub Enterprise, as it is set up. Addresses end without a slash. */
export type GitHubConfig = { clientId: string; clientSecret: string; url: string; apiUrl: string }

/** Whether people can sign in with GitHub here. */
export const isGitHubConfigured = ({ GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET }: Bindings) =>
  Boolean(GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET)

const notUsable = (name: string) =>
  new ProblemError({
    status: 503,
    code: 'not_configured',
    title: 'GitHub is not set up yet',
    detail: `${name} must be an address that begins with https://.`,
  })

/** An address without its last slash. Secrets go there: in production never in the clear. */
const address = (env: Bindings, name: 'GITHUB_URL' | 'GITHUB_API_URL', standard: string) => {
  const value = env[name] || standard
  const protocol = URL.parse(value)?.protocol
  if (protocol !== 'https:' && !(protocol === 'http:' && isDevelopment(env))) throw notUsable(name)
  return value.replace(/\/+$/, '')
}

/** How to reach GitHub. Throws where it is not set up (404), or with an address that cannot be used (503). */
export const githubConfig = (env: Bindings): GitHubConfig => {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = env
  if (!clientId || !clientSecret) throw new ProblemError(problems.notFound)
  return {
    clientId,
    clientSecret,
    url: address(env, 'GITHUB_URL', 'https://github.com'),
    apiUrl: address(env, 'GITHUB_API_URL', 'https://api.github.com'),
  }
}
