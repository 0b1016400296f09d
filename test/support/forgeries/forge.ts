import { base64url } from 'jose'

const text = new TextEncoder()

/** Bytes of a key derived from JWT_SECRET. */
const derived = async (secret: string, purpose: string) => {
  const material = await crypto.subtle.importKey('raw', text.encode(secret), 'HKDF', false, ['deriveBits'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: text.encode(purpose) }
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf, material, 256))
}

const hmac = async (key: Uint8Array, hash: string, input: string) => {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, text.encode(input)))
}

/** A JWT as it should be, for tests to spoil. */
export type Model = { secret: string; userId: string; sessionId: string; jti: string; now: number }

type Members = Record<string, unknown>

const accessHeader = { alg: 'HS256', typ: 'daymark-access+jwt' }

const accessPayload = ({ userId, sessionId, jti, now }: Model): Members => ({
  sid: sessionId,
  iss: 'daymark',
  aud: 'daymark:api',
  sub: userId,
  jti,
  iat: Math.floor(now / 1000),
  exp: Math.floor(now / 1000) + 15 * 60,
})

/** Changes to a valid JWT. An undefined member is left out. */
export type Forgery = {
  header?: Members
  payload?: Members
  /** The texts of the parts themselves, where no object makes them. */
  headerText?: string
  payloadText?: (good: string) => string
  /** Key and hash of the signature. */
  key?: (model: Model) => Promise<Uint8Array> | Uint8Array
  hash?: string
  /** Instead of the signature. */
  signature?: string
}

/** Makes a JWT that is valid except for the forgery. */
export const forged = async (model: Model, forgery: Forgery = {}) => {
  const header = forgery.headerText ?? JSON.stringify({ ...accessHeader, ...forgery.header })
  const good = JSON.stringify({ ...accessPayload(model), ...forgery.payload })
  const payload = forgery.payloadText?.(good) ?? good
  const input = `${base64url.encode(header)}.${base64url.encode(payload)}`
  const key = (await forgery.key?.(model)) ?? (await derived(model.secret, 'access tokens'))
  const signature = forgery.signature ?? base64url.encode(await hmac(key, forgery.hash ?? 'SHA-256', input))
  return `${input}.${signature}`
}

/** Signs with the key that another purpose has. */
export const keyFor =
  (purpose: string) =>
  ({ secret }: Model) =>
    derived(secret, purpose)

export const bytes = (content: string) => text.encode(content)

/** A JWT signed with a key pair of the forger's own, whose public key it brings along. */
export const withOwnKey = async (model: Model, alg: 'ES256' | 'RS256') => {
  const algorithm =
    alg === 'ES256'
      ? { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
      : {
          name: 'RSASSA-PKCS1-v1_5',
          modulusLength: 2048,
          publicExponent: new Uint8Array([1, 0, 1]),
          hash: 'SHA-256',
        }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('No key pair was made')
  const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const [input] = (await forged(model, { header: { alg, jwk, kid: 'mine' } })).split(/\.[^.]*$/)
  const signature = await crypto.subtle.sign(algorithm, pair.privateKey, text.encode(input))
  return `${input}.${base64url.encode(new Uint8Array(signature))}`
}
