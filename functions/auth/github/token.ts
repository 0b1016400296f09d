import { decrypt, encrypt } from '../../lib/encryption'
import type { Bindings } from '../../lib/env'
import { encryptionKey } from '../../lib/keys'

const sevenDays = 7 * 24 * 60 * 60

const keyOf = (userId: string) => `github-token:${userId}`

const keyFor = ({ JWT_SECRET }: Bindings) => encryptionKey(JWT_SECRET, 'GitHub tokens')

/**
 * Stores a person's access token for seven days, encrypted. Only logs a failure: KV takes one write of a key a second,
 * so two quick sign-ins collide.
 */
export const storeGitHubToken = async (env: Bindings, userId: string, token: string) => {
  const stored = await encrypt(await keyFor(env), userId, token)
  await env.KV.put(keyOf(userId), stored, { expirationTtl: sevenDays }).catch((error: Error) =>
    console.error(JSON.stringify({ level: 'error', github_token: error.name })),
  )
}

/** Decrypts a person's access token; null without one, or after the secret changed. */
export const readGitHubToken = async (env: Bindings, userId: string) => {
  const stored = await env.KV.get(keyOf(userId), 'arrayBuffer')
  return stored && decrypt(await keyFor(env), userId, new Uint8Array(stored))
}

export const deleteGitHubToken = (env: Bindings, userId: string) => env.KV.delete(keyOf(userId))
