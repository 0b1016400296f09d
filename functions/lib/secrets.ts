import { signingKey } from './keys'

const text = new TextEncoder()

/** Hex of each byte, computed once: an import hashes tens of thousands of rows. */
const hexadecimal = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const hex = (bytes: ArrayBuffer | Uint8Array) => {
  let digits = ''
  for (const byte of new Uint8Array(bytes)) digits += hexadecimal[byte]
  return digits
}

/** 256 random bits as 43 characters that are safe in a URL and a cookie. */
export const randomSecret = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '')
}

/** 256 random bits in hex, behind a prefix that scanners for leaked secrets know. */
export const prefixedSecret = (prefix: string) => prefix + hex(crypto.getRandomValues(new Uint8Array(32)))

/** Six random digits, uniformly distributed. */
export const randomCode = (): string => {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return number < 4_294_000_000 ? String(number % 1_000_000).padStart(6, '0') : randomCode()
}

/** SHA-256 in hex, to store a long random secret or to recognize the content of an imported row. */
export const hashed = async (content: string) => hex(await crypto.subtle.digest('SHA-256', text.encode(content)))

/** HMAC-SHA-256 in hex, to store values that a plain hash would reveal (a short code or an address), or to sign. */
export const keyedHash = async (
  secret: string,
  purpose: 'one-time codes' | 'rate limits' | 'session cookies',
  content: string,
) => hex(await crypto.subtle.sign('HMAC', await signingKey(secret, purpose), text.encode(content)))

/** Compares secrets in constant time. */
export const isSameSecret = async (a: string, b: string) => {
  const [left, right] = await Promise.all([a, b].map((secret) => crypto.subtle.digest('SHA-256', text.encode(secret))))
  return left !== undefined && right !== undefined && crypto.subtle.timingSafeEqual(left, right)
}
