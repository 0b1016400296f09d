const text = new TextEncoder()

/** Each purpose derives a key of its own. */
type Purpose =
  | 'one-time codes'
  | 'access tokens'
  | 'extension tokens'
  | 'tracker tokens'
  | 'GitHub tokens'
  | 'rate limits'
  | 'kept answers'
  | 'session cookies'

type Algorithm = { name: 'HMAC'; hash: 'SHA-256'; length: 256 } | { name: 'AES-GCM'; length: 256 }

const kept = new Map<string, Promise<CryptoKey>>()

const derive = async (secret: string, purpose: Purpose, algorithm: Algorithm, usages: string[]) => {
  const material = await crypto.subtle.importKey('raw', text.encode(secret), 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: text.encode(purpose) }
  return crypto.subtle.deriveKey(hkdf, material, algorithm, false, usages)
}

const once = (secret: string, purpose: Purpose, algorithm: Algorithm, usages: string[]) => {
  const name = `${purpose}\n${secret}`
  const key = kept.get(name) ?? derive(secret, purpose, algorithm, usages)
  kept.set(name, key)
  return key
}

/** Derives a key of HMAC-SHA-256 from the secret by HKDF (RFC 5869). */
export const signingKey = (secret: string, purpose: Purpose) =>
  once(secret, purpose, { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign', 'verify'])

/** Derives a key of AES-256-GCM from the secret by HKDF (RFC 5869). */
export const encryptionKey = (secret: string, purpose: Purpose) =>
  once(secret, purpose, { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt'])
