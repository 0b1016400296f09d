const ivBytes = 12

const text = new TextEncoder()

/** Binds the ciphertext to its place, so that it cannot be read in another. */
const algorithm = (iv: Uint8Array, place: string) => ({ name: 'AES-GCM', iv, additionalData: text.encode(place) })

/** Encrypts a text with AES-256-GCM under a random IV, which precedes the ciphertext. */
export const encrypt = async (key: CryptoKey, place: string, plain: string) => {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const sealed = await crypto.subtle.encrypt(algorithm(iv, place), key, text.encode(plain))
  return new Uint8Array([...iv, ...new Uint8Array(sealed)])
}

/** Decrypts what `encrypt` returned; null for another key or place. */
export const decrypt = async (key: CryptoKey, place: string, bytes: Uint8Array) => {
  try {
    const opened = await crypto.subtle.decrypt(algorithm(bytes.slice(0, ivBytes), place), key, bytes.slice(ivBytes))
    return new TextDecoder().decode(opened)
  } catch {
    return null
  }
}
