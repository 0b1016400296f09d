import type { Bindings } from './env'

/** Where GitHub is unless the settings name another. */
export const standardGitHub = { GITHUB_URL: 'https://github.com', GITHUB_API_URL: 'https://api.github.com' }

/** Where GitHub's pages or its API are, whether or not people can sign in with it; without a slash at its end. */
export const gitHubAddress = (env: Bindings, name: keyof typeof standardGitHub) =>
  (env[name] || standardGitHub[name]).replace(/\/+$/, '')
