import type { Bindings } from './env'

/** Addresses of GitHub unless the settings name others. */
export const standardGitHub = { GITHUB_URL: 'https://github.com', GITHUB_API_URL: 'https://api.github.com' }

/** Address of GitHub's pages or API without a slash at its end, even where sign-in with GitHub is off. */
export const gitHubAddress = (env: Bindings, name: keyof typeof standardGitHub) =>
  (env[name] || standardGitHub[name]).replace(/\/+$/, '')
