import { type Bindings, gitHubAddress, mayGetSecrets, standardGitHub as standard } from '../../../lib/env'
import { ProblemError, problems } from '../../../lib/http/problem'

/** Settings of GitHub or GitHub Enterprise. Addresses have no trailing slash. */
export type GitHubConfig = { clientId: string; clientSecret: string; url: string; apiUrl: string }

const names = ['GITHUB_URL', 'GITHUB_API_URL'] as const

const insecureSetting = (env: Bindings) => names.find((name) => !mayGetSecrets(env[name] || standard[name], env))

let isLogged = false

/** True when GitHub sign-in is configured. An invalid address is logged once. */
export const isGitHubConfigured = (env: Bindings) => {
  if (!env.GITHUB_CLIENT_ID || !env.GITHUB_CLIENT_SECRET) return false
  const setting = insecureSetting(env)
  if (setting === undefined) return true
  if (!isLogged) console.error(JSON.stringify({ level: 'error', github: 'not configured', setting }))
  isLogged = true
  return false
}

const insecureSettingProblem = (name: string) =>
  new ProblemError({
    status: 503,
    code: 'not_configured',
    title: 'GitHub is not set up yet',
    detail: `${name} must be a URL that starts with https://.`,
  })

/** @throws ProblemError 404 if GitHub is not configured, 503 if one of its addresses is unsafe for secrets */
export const githubConfig = (env: Bindings): GitHubConfig => {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = env
  if (!clientId || !clientSecret) throw new ProblemError(problems.notFound)
  const wrong = insecureSetting(env)
  if (wrong) throw insecureSettingProblem(wrong)
  return {
    clientId,
    clientSecret,
    url: gitHubAddress(env, 'GITHUB_URL'),
    apiUrl: gitHubAddress(env, 'GITHUB_API_URL'),
  }
}
