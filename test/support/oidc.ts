import { base64url, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { s256 } from './github'

/** A person at the fake provider, and the provider's behaviour during the sign-in. */
export type Person = {
  email?: string
  email_verified?: unknown
  /** Wrong claims of the token. */
  claims?: JWTPayload
  /** Key of the token, if not the provider's. */
  signedBy?: 'another' | 'nobody'
  userinfo?: object
  /** Failures by path. */
  trouble?: Record<string, () => Response>
}

export const oidcClient = { OIDC_CLIENT_ID: 'daymark', OIDC_CLIENT_SECRET: 'p@ss:/' }

const generate = () => generateKeyPair('ES256', { extractable: true })

/** A provider of OpenID Connect for tests, as the specifications describe one. */
export const fakeProvider = (issuer: string) => {
  const own = generate()
  const others = generate()
  const codes = new Map<string, { person: Person; query: URLSearchParams }>()
  const discovery: Record<string, string | string[]> = {
    issuer,
    authorization_endpoint: `${issuer}/authorize?tenant=1`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
  }

  const tokenOf = async ({ email, email_verified = true, claims, signedBy }: Person, query: URLSearchParams) => {
    const now = Math.floor(Date.now() / 1000)
    const payload = {
      ...{ iss: issuer, aud: 'daymark', sub: 'person-1', iat: now, exp: now + 300, nonce: query.get('nonce') },
      ...(email && { email, email_verified }),
      ...claims,
    }
    const base = (value: object) => base64url.encode(JSON.stringify(value))
    if (signedBy === 'nobody') return `${base({ alg: 'none' })}.${base(payload)}.`
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign((await (signedBy ? others : own)).privateKey)
  }

  const answer = async (asked: Request): Promise<Response> => {
    const { pathname } = new URL(asked.url)
    if (pathname.endsWith('/.well-known/openid-configuration')) return Response.json(discovery)
    if (pathname.endsWith('/jwks'))
      return Response.json({ keys: [{ ...(await exportJWK((await own).publicKey)), alg: 'ES256' }] })
    const fields = new URLSearchParams(new TextDecoder().decode(await asked.arrayBuffer()))
    const given = codes.get(fields.get('code') ?? asked.headers.get('Authorization')?.replace('Bearer ', '') ?? '')
    if (!given) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    const { person, query } = given
    const trouble = person.trouble?.[pathname.split('/').at(-1) ?? '']
    if (trouble) return trouble()
    if (pathname.endsWith('/userinfo')) return Response.json(person.userinfo ?? { sub: 'person-1' })
    const isPost = String(discovery.token_endpoint_auth_methods_supported) === 'client_secret_post'
    const isClient = isPost
      ? !asked.headers.has('Authorization') &&
        fields.get('client_id') === 'daymark' &&
        fields.get('client_secret') === 'p@ss:/'
      : asked.headers.get('Authorization') === `Basic ${btoa('daymark:p%40ss%3A%2F')}`
    const isRight =
      isClient &&
      fields.get('redirect_uri') === query.get('redirect_uri') &&
      (await s256(fields.get('code_verifier') ?? '')) === query.get('code_challenge')
    if (!isRight) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    return Response.json({
      access_token: fields.get('code'),
      token_type: 'Bearer',
      id_token: await tokenOf(person, query),
    })
  }

  /** Agrees on the page of consent. Returns the code. */
  const grant = (person: Person, query: URLSearchParams) => {
    const code = `code-${crypto.randomUUID()}`
    codes.set(code, { person, query })
    return code
  }
  return { discovery, answer, grant }
}
