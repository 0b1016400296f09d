import type { Bindings } from '../../lib/env'
import { encryptionKey } from '../../lib/keys'

const sevenDays = 7 * 24 * 60 * 60
const ivBytes = 12

const keyOf = (userId: string) => `github-token:${userId}`

/** Binds the ciphertext to the person. */
const algorithm = (iv: Uint8Array, userId: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(userId),
})

const keyFor = ({ JWT_SECRET }: Bindings) => encryptionKey(JWT_SECRET, 'GitHub tokens')

/**
 * Stores a person's access token for seven days, encrypted. Only logs a failure: KV takes one write of a key a second,
 * so two quick sign-ins collide.
 */
export const storeGitHubToken = async (env: Bindings, userId: string, token: string) => {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const sealed = await crypto.subtle.encrypt(algorithm(iv, userId), await keyFor(env), new TextEncoder().encode(token))
  const stored = new Uint8Array([...iv, ...new Uint8Array(sealed)])
  await env.KV.put(keyOf(userId), stored, { expirationTtl: sevenDays }).catch((error: Error) =>
    console.error(JSON.stringify({ level: 'error', github_token: error.name })),
  )
}

/** Decrypts a person's access token; null without one, or after the secret changed. */
export const readGitHubToken = async (env: Bindings, userId: string) => {
  const stored = await env.KV.get(keyOf(userId), 'arrayBuffer')
  if (!stored) return null
  const bytes = new Uint8Array(stored)
  const [iv, sealed] = [bytes.slice(0, ivBytes), bytes.slice(ivBytes)]
  try {
    const opened = await crypto.subtle.decrypt(algorithm(iv, userId), await keyFor(env), sealed)
    return new TextDecoder().decode(opened)
  } catch {
    return null
  }
}

export const deleteGitHubToken = (env: Bindings, userId: string) => env.KV.delete(keyOf(userId))
