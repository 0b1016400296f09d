import type { Context } from 'hono'
import type { App, Bindings } from './env'
import { dropCookie, readCookie, writeCookie } from './http/respond'

const encoder = new TextEncoder()

/** Uses of a secret. A separate key is derived for each. */
type Purpose =
  | 'one-time codes'
  | 'access tokens'
  | 'extension tokens'
  | 'tracker tokens'
  | 'GitHub tokens'
  | 'calendar addresses'
  | 'rate limits'
  | 'known browsers'
  | 'log'
  | 'kept answers'
  | 'session cookies'
  | 'refusal links'
  | 'refused sign-ins'
  | 'refused invitations'
  | 'exports'

type Algorithm = { name: 'HMAC'; hash: 'SHA-256'; length: 256 } | { name: 'AES-GCM'; length: 256 }

const kept = new Map<string, Promise<CryptoKey>>()

const derive = async (secret: string, purpose: Purpose, algorithm: Algorithm, usages: string[]) => {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(purpose) }
  return crypto.subtle.deriveKey(hkdf, material, algorithm, false, usages)
}

const once = (secret: string, purpose: Purpose, algorithm: Algorithm, usages: string[]) => {
  const name = `${purpose}\n${secret}`
  const key = kept.get(name) ?? derive(secret, purpose, algorithm, usages)
  kept.set(name, key)
  return key
}

/** Derives an HMAC-SHA-256 key from the secret by HKDF (RFC 5869). */
export const signingKey = (secret: string, purpose: Purpose) =>
  once(secret, purpose, { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign', 'verify'])

/** Derives an AES-256-GCM key from the secret by HKDF (RFC 5869). */
const encryptionKey = (secret: string, purpose: Purpose) =>
  once(secret, purpose, { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt'])

type Secrets = Pick<Bindings, 'JWT_SECRET' | 'JWT_SECRET_PREVIOUS'>

/** Accepted secrets, the current one first. The previous one is only set while it is being replaced (docs/keys.md). */
export const secretsOf = ({ JWT_SECRET, JWT_SECRET_PREVIOUS }: Secrets) =>
  JWT_SECRET_PREVIOUS ? [JWT_SECRET, JWT_SECRET_PREVIOUS] : [JWT_SECRET]

/** Runs a check with each accepted secret, and returns the first result that is not null. */
export const withSecrets = async <T>(env: Secrets, check: (secret: string) => Promise<T | null>) => {
  for (const secret of secretsOf(env)) {
    const found = await check(secret)
    if (found !== null) return found
  }
  return null
}

const hex = (bytes: ArrayBuffer) => new Uint8Array(bytes).toHex()

/** Streaming SHA-256: `add` takes bytes, `end` returns the digest in hex and the number of bytes. */
export const digester = () => {
  const stream = new crypto.DigestStream('SHA-256')
  const writer = stream.getWriter()
  let bytes = 0
  return {
    add: (chunk: Uint8Array) => {
      bytes += chunk.byteLength
      return writer.write(chunk)
    },
    end: async () => {
      await writer.close()
      return { bytes, sha256: hex(await stream.digest) }
    },
  }
}

/** 256 random bits as 43 characters that are safe in URLs and cookies. */
export const randomSecret = () =>
  crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: 'base64url', omitPadding: true })

/** 256 random bits in hex, after a prefix that scanners for leaked secrets recognize. */
export const prefixedSecret = (prefix: string) => prefix + crypto.getRandomValues(new Uint8Array(32)).toHex()

/** Six random digits, uniformly distributed. */
export const randomCode = (): string => {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return number < 4_294_000_000 ? String(number % 1_000_000).padStart(6, '0') : randomCode()
}

/** SHA-256 in hex, to store a long random secret, or to recognize the content of an imported row. */
export const sha256Hex = async (content: string) => hex(await crypto.subtle.digest('SHA-256', encoder.encode(content)))

/** HMAC-SHA-256 in hex, to sign, or to store values that a plain hash would reveal (short codes, addresses). */
export const keyedHash = async (
  secret: string,
  purpose:
    | 'one-time codes'
    | 'rate limits'
    | 'session cookies'
    | 'known browsers'
    | 'refused invitations'
    | 'log'
    | 'exports',
  content: string,
) => hex(await crypto.subtle.sign('HMAC', await signingKey(secret, purpose), encoder.encode(content)))

/** Compares secrets in constant time. */
export const isSameSecret = async (a: string, b: string) => {
  const [left, right] = await Promise.all(
    [a, b].map((secret) => crypto.subtle.digest('SHA-256', encoder.encode(secret))),
  )
  return left !== undefined && right !== undefined && crypto.subtle.timingSafeEqual(left, right)
}

const ivBytes = 12

/** Binds the ciphertext to its place, so that it cannot be moved to a different one. */
const algorithm = (iv: Uint8Array, place: string) => ({ name: 'AES-GCM', iv, additionalData: encoder.encode(place) })

/** Encrypts text with AES-256-GCM. The random IV precedes the ciphertext. */
export const encrypt = async ({ JWT_SECRET }: Secrets, purpose: Purpose, place: string, plain: string) => {
  const key = await encryptionKey(JWT_SECRET, purpose)
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const sealed = await crypto.subtle.encrypt(algorithm(iv, place), key, encoder.encode(plain))
  return new Uint8Array([...iv, ...new Uint8Array(sealed)])
}

/** Decrypts the output of `encrypt`; null for a different secret, purpose or place. */
export const decrypt = (env: Secrets, purpose: Purpose, place: string, bytes: Uint8Array) =>
  withSecrets(env, async (secret) => {
    const key = await encryptionKey(secret, purpose)
    return crypto.subtle
      .decrypt(algorithm(bytes.slice(0, ivBytes), place), key, bytes.slice(ivBytes))
      .then((opened) => new TextDecoder().decode(opened))
      .catch(() => null)
  })

/** Like `encrypt`, but returns base64. */
export const seal = async (...values: Parameters<typeof encrypt>) => (await encrypt(...values)).toBase64()

/** Decrypts the output of `seal`; null for a different secret, purpose or place. */
export const unseal = (env: Secrets, purpose: Purpose, place: string, sealed: string) =>
  decrypt(env, purpose, place, Uint8Array.fromBase64(sealed))

/** A browser's session in its cookie. A restore may have changed the person's id since. */
type Session = { userId: string; secret: string }

/** Value of the session cookie: the person, the secret, and a signature over both. */
export const sessionValue = async (key: string, { userId, secret }: Session) => {
  const session = `${userId}.${secret}`
  return `${session}.${await keyedHash(key, 'session cookies', session)}`
}

/** The session in the cookie, or null if missing or wrongly signed. `isOutdated`: signed with the previous secret. */
export const readSessionCookie = async (c: Context<App>): Promise<(Session & { isOutdated: boolean }) | null> => {
  const sent = readCookie(c, 'session')
  const [userId = '', secret = ''] = sent?.split('.') ?? []
  const session = { userId, secret }
  if (!sent) return null
  return withSecrets(c.env, async (key) =>
    (await isSameSecret(sent, await sessionValue(key, session)))
      ? { ...session, isOutdated: key !== c.env.JWT_SECRET }
      : null,
  )
}

/** @param seconds lifetime of the cookie */
export const writeSessionCookie = async (c: Context<App>, session: Session, seconds: number) =>
  writeCookie(c, 'session', await sessionValue(c.env.JWT_SECRET, session), seconds)

/** Signs a browser out, and clears its site data: unsaved notes, the chosen organization, a typed address. */
export const clearBrowser = (c: Context) => {
  for (const name of ['session', 'org', 'email']) dropCookie(c, name)
  c.header('Clear-Site-Data', '"storage"')
}
