import type { Bindings } from '../../lib/env'
import { encryptionKey } from '../../lib/keys'

const sevenDays = 7 * 24 * 60 * 60
const ivBytes = 12

const keyOf = (userId: string) => `github-token:${userId}`

/** AES-GCM, for that person: another's would not decrypt it. */
const algorithm = (iv: Uint8Array, userId: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(userId),
})

const keyFor = ({ JWT_SECRET }: Bindings) => encryptionKey(JWT_SECRET, 'GitHub tokens')

/**
 * Keeps a person's access token for seven days, encrypted. Nobody is turned away when that fails, as it does when one
 * signs in twice within a second: KV takes one write of a key in that time.
 */
export const storeGitHubToken = async (env: Bindings, userId: string, token: string) => {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const sealed = await crypto.subtle.encrypt(algorithm(iv, userId), await keyFor(env), new TextEncoder().encode(token))
  const kept = new Uint8Array([...iv, ...new Uint8Array(sealed)])
  await env.KV.put(keyOf(userId), kept, { expirationTtl: sevenDays }).catch((error: Error) =>
    console.error(JSON.stringify({ level: 'error', github_token: error.name })),
  )
}

/** A person's access token; null when there is none, it has expired, or the secret is another by now. */
export const readGitHubToken = async (env: Bindings, userId: string) => {
  const kept = await env.KV.get(keyOf(userId), 'arrayBuffer')
  if (!kept) return null
  const bytes = new Uint8Array(kept)
  const [iv, sealed] = [bytes.slice(0, ivBytes), bytes.slice(ivBytes)]
  try {
    const opened = await crypto.subtle.decrypt(algorithm(iv, userId), await keyFor(env), sealed)
    return new TextDecoder().decode(opened)
  } catch {
    return null
  }
}

/** Lets go of what GitHub gave us for a person. */
export const deleteGitHubToken = (env: Bindings, userId: string) => env.KV.delete(keyOf(userId))
