const text = new TextEncoder()

const hex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** A random secret of 256 bits, as 43 characters that may stand in a URL and a cookie. */
export const randomSecret = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '')
}

/** Six random digits, each code as likely as any other. */
export const randomCode = (): string => {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return number < 4_294_000_000 ? String(number % 1_000_000).padStart(6, '0') : randomCode()
}

/** SHA-256 in hex: how a long random secret is kept at rest. */
export const hashed = async (secret: string) => hex(await crypto.subtle.digest('SHA-256', text.encode(secret)))

/** HMAC-SHA-256 in hex: how a short secret, which a plain hash would give away, is kept at rest. */
export const keyedHash = async (key: string, secret: string) => {
  const imported = await crypto.subtle.importKey('raw', text.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  return hex(await crypto.subtle.sign('HMAC', imported, text.encode(secret)))
}
