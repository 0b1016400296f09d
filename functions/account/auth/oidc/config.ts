import { type Bindings, mayGetSecrets } from '../../../lib/env'
import { ProblemError, problems } from '../../../lib/http/problem'

/** A provider of OpenID Connect, named by the installation. `issuer` is as it names itself. */
export type OidcConfig = { id: 'oidc'; name: string; issuer: string; clientId: string; clientSecret: string }

let isLogged = false

/** The provider that is set up; undefined where none is. An unsafe address is logged once. */
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

/** @throws ProblemError 404 where no provider is set up */
export const oidcConfig = (env: Bindings): OidcConfig => {
  const provider = oidcProvider(env)
  if (!provider) throw new ProblemError(problems.notFound)
  return provider
}
