import { type Bindings, mayGetSecrets } from '../../../lib/env'
import { ProblemError, problems } from '../../../lib/http/problem'

/** The installation's OpenID Connect provider. `issuer` is the provider's own identifier. */
export type OidcConfig = { id: 'oidc'; name: string; issuer: string; clientId: string; clientSecret: string }

let isLogged = false

/** The configured provider, or undefined. An unsafe address is logged once. */
export const oidcProvider = (env: Bindings): OidcConfig | undefined => {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env
  if (!issuer || !clientId || !clientSecret) return undefined
  if (mayGetSecrets(issuer, env)) {
    const name = env.OIDC_NAME?.trim() || new URL(issuer).hostname
    return { id: 'oidc', name, issuer, clientId, clientSecret }
  }
  if (!isLogged) console.error(JSON.stringify({ level: 'error', oidc: 'not configured', setting: 'OIDC_ISSUER' }))
  isLogged = true
  return undefined
}

/** @throws ProblemError 404 if no provider is configured */
export const oidcConfig = (env: Bindings): OidcConfig => {
  const provider = oidcProvider(env)
  if (!provider) throw new ProblemError(problems.notFound)
  return provider
}
