import { type Digests, digestLine, type EntityType, entityTypes } from '../../functions/programs/sync/core/protocol'
import type { DeviceStore } from './store'

const hexOf = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const digestOf = async (store: DeviceStore, type: EntityType) => {
  const lines: string[] = []
  for (const { id, updated_at, data } of store.rows(type)) {
    if (data) lines.push(`${digestLine(type, { id, updated_at, data })}\n`)
  }
  const sha256 = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('')))
  return { count: lines.length, sha256: hexOf(sha256) }
}

/** Digests of the server's rows, as far as the device knows them. */
export const digestsOf = async (store: DeviceStore): Promise<Digests> => ({
  plan: await digestOf(store, 'plan'),
  session: await digestOf(store, 'session'),
  card: await digestOf(store, 'card'),
})

export const digestsMatch = (ours: Digests, theirs: Digests) =>
  entityTypes.every((type) => ours[type].count === theirs[type].count && ours[type].sha256 === theirs[type].sha256)
