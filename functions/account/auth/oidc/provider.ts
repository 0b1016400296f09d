import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { z } from 'zod'
import { type Bindings, mayGetSecrets } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { sha256Hex } from '../../../lib/secrets'
import { Email } from '../../../lib/text/email'
import { hourMs } from '../../../lib/time/units'
import { fetchJson, signInProblem } from '../flow'
import type { OidcConfig } from './config'

const Discovered = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})
type Discovered = z.output<typeof Discovered>

/** Cache lifetime of the discovery document. */
const discoveryCacheMs = hourMs

const known = new Map<string, { found: Discovered; until: number }>()

const read = <T>(provider: OidcConfig, schema: z.ZodType<T>, body: unknown) => {
  const { success, data } = schema.safeParse(body)
  if (!success) throw signInProblem(provider, 'odd')
  return data
}

/**
 * Reads the endpoints of a provider (OpenID Connect Discovery 1.0).
 * @throws ProblemError if it cannot be reached, has another issuer, or names an address that is unsafe for secrets
 */
export const discover = async (env: Bindings, provider: OidcConfig, now = Date.now()) => {
  const { issuer } = provider
  const kept = known.get(issuer)
  if (kept && now < kept.until) return kept.found
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { status, body } = await fetchJson(provider, url, { headers: {} })
  if (status !== 200) throw signInProblem(provider, 'odd')
  const found = read(provider, Discovered, body)
  const { issuer: named, token_endpoint_auth_methods_supported: _, ...endpoints } = found
  const isSafe = Object.values(endpoints).every((address) => mayGetSecrets(address, env))
  if (named !== issuer)
    console.error(JSON.stringify({ level: 'error', oidc: 'wrong issuer', OIDC_ISSUER: issuer, found: named }))
  if (named !== issuer || !isSafe) throw signInProblem(provider, 'refused')
  known.set(issuer, { found, until: now + discoveryCacheMs })
  return found
}

/** Nonce that binds an id token to its flow. It is not secret. */
export const nonceOf = (verifier: string) => sha256Hex(`nonce\n${verifier}`)

const Granted = z.object({ id_token: z.string().max(20_000), access_token: z.string().max(20_000) })

const Refusal = z.object({ error: z.string() })

const Claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  // Some providers send this boolean as text.
  email_verified: z.union([z.boolean(), z.stringbool()]).optional().catch(false),
})
type Claims = z.output<typeof Claims>

type Code = { code: string; verifier: string; redirectUri: string }

/** Basic authorization of the client. Both parts are form-encoded (RFC 6749, 2.3.1). */
const basic = ({ clientId, clientSecret }: OidcConfig) =>
  `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`

/** True if a provider takes the client's secret in the body alone. Basic authorization is the default. */
const takesSecretInBody = ({ token_endpoint_auth_methods_supported: methods }: Discovered) =>
  methods?.includes('client_secret_post') === true && !methods.includes('client_secret_basic')

const exchange = async (provider: OidcConfig, found: Discovered, { code, verifier, redirectUri }: Code) => {
  const isInBody = takesSecretInBody(found)
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    ...(isInBody && { client_id: provider.clientId, client_secret: provider.clientSecret }),
  })
  const answer = await fetchJson(provider, found.token_endpoint, {
    method: 'POST',
    body,
    headers: isInBody ? {} : { Authorization: basic(provider) },
  })
  const refusal = Refusal.safeParse(answer.body)
  if (refusal.success) throw signInProblem(provider, refusal.data.error === 'invalid_grant' ? 'code' : 'refused')
  if (answer.status !== 200) throw signInProblem(provider, 'odd')
  return read(provider, Granted, answer.body)
}

/**
 * Verifies an id token and returns its claims: made by this provider for this installation and this flow (OpenID
 * Connect Core 1.0, 3.1.3.7).
 */
const verified = async (provider: OidcConfig, jwksUri: string, token: string, nonce: string): Promise<Claims> => {
  const { clientId, issuer } = provider
  const { body } = await fetchJson(provider, jwksUri, { headers: {} })
  try {
    const keys = createLocalJWKSet(body as JSONWebKeySet)
    const required = ['exp', 'iat', 'sub']
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: clientId,
      requiredClaims: required,
      clockTolerance: 60,
      maxTokenAge: '15m',
    })
    const isForUs = payload.azp === undefined ? [payload.aud].flat().length === 1 : payload.azp === clientId
    if (payload.nonce === nonce && isForUs) return Claims.parse(payload)
  } catch {
    // The reason that jose gives would help only an attacker.
  }
  throw signInProblem(provider, 'odd')
}

const unproven = ({ name }: OidcConfig) =>
  new ProblemError({
    status: 403,
    code: 'oidc_unproven',
    title: 'Your address isn’t verified',
    detail: `${name} hasn’t verified your email address. Verify it there, or sign in another way.`,
  })

/**
 * The provider's id of the person of a code, and the address that it has verified for them.
 * @throws ProblemError if the code, the token or the address is invalid, or the provider does not respond
 */
export const identify = async (env: Bindings, provider: OidcConfig, code: Code) => {
  const found = await discover(env, provider)
  const { jwks_uri, userinfo_endpoint } = found
  const { id_token, access_token } = await exchange(provider, found, code)
  let claims = await verified(provider, jwks_uri, id_token, await nonceOf(code.verifier))
  if ((claims.email === undefined || claims.email_verified === undefined) && userinfo_endpoint) {
    const headers = { Authorization: `Bearer ${access_token}` }
    const said = read(provider, Claims, (await fetchJson(provider, userinfo_endpoint, { headers })).body)
    if (said.sub !== claims.sub) throw signInProblem(provider, 'odd')
    if (claims.email === undefined || said.email === claims.email) claims = said
  }
  const { email } = claims
  // The address is not trimmed: that could turn it into another person's address.
  const address = email?.trim() === email ? Email.safeParse(email).data : undefined
  if (!address || !claims.email_verified) throw unproven(provider)
  return { sub: claims.sub, email: address }
}
