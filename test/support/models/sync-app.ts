import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { httpRemote } from '../../../cli/sync/http'
import type { Outgoing, Reply } from '../../../cli/sync/remote'
import { type History, tellDeletion, writeOf } from '../../../cli/sync/testing/history'
import type { Service } from '../../../cli/sync/testing/world'
import type { Delta, EntityType } from '../../../functions/programs/sync/core/protocol'
import { entityTypes, listNames } from '../../../functions/programs/sync/core/protocol'
import { type Client, origin, request, rows } from '../client'
import { browse, type Deletions, rowKey } from './sync-browser'

const contentQueries = [
  'SELECT id, title, content, seq, updated_at, deleted_at FROM plans WHERE user_id = ? ORDER BY id',
  `SELECT id, title, started_at, ended_at, duration_seconds, status, seq, updated_at, deleted_at
   FROM sessions WHERE user_id = ? ORDER BY id`,
  'SELECT id, question, repetitions, next_review, seq, updated_at, deleted_at FROM cards WHERE user_id = ? ORDER BY id',
  'SELECT id FROM card_reviews WHERE user_id = ? ORDER BY id',
  'SELECT id FROM sync_conflicts WHERE user_id = ? ORDER BY id',
  'SELECT seq FROM change_heads WHERE user_id = ?',
]

/** Versions in the inbox, and abandoned sessions. A deletion in the inbox represents all deletions of its row. */
const keptAside = async ({ userId }: Client, history: History) => {
  const conflicts = await rows<{ type: EntityType; row_id: string; token: string | null }>(
    `SELECT type, row_id, trim(coalesce(data ->> 'question', data ->> 'title')) AS token
     FROM sync_conflicts WHERE user_id = ?`,
    userId,
  )
  const abandoned = await rows<{ title: string }>(
    "SELECT title FROM sessions WHERE user_id = ? AND status = 'abandoned'",
    userId,
  )
  const tokens = conflicts.flatMap(({ type, row_id, token }) => {
    if (token !== null) return [token]
    return history.writes
      .filter((write) => write.isDeletion && write.type === type && write.id === row_id)
      .map((write) => write.token)
  })
  return [...tokens, ...abandoned.map(({ title }) => title)]
}

/** Follows which deletion each deleted row has. */
const followDeletions = (history: History, deletions: Deletions, device: string, { body }: Outgoing, reply: Reply) => {
  if (reply.kind !== 'answer') return
  const follow = (type: EntityType, delta: Delta) => {
    const result = reply.answer.results.find((one) => one.type === type && one.id === delta.id)
    const row = { type, id: delta.id }
    const key = rowKey(row)
    if (delta.action === 'delete') {
      const { token } = writeOf(history, device, row, delta)
      const earlier = deletions.get(key)
      if (result?.status === 'applied') deletions.set(key, token)
      if (result?.status === 'unchanged' && earlier && earlier !== token) history.sameAs.set(token, earlier)
      if (result?.status === 'unchanged' && !earlier) history.gone.add(token)
    } else if (result?.status === 'applied') deletions.delete(key)
  }
  for (const type of entityTypes) for (const delta of body[listNames[type]]) follow(type, delta)
  for (const type of entityTypes)
    for (const { action, id, updated_at } of reply.answer[listNames[type]]) {
      const token = deletions.get(rowKey({ type, id }))
      if (action === 'delete' && token) tellDeletion(history, { type, id }, updated_at, token)
    }
}

/** The application as a device of the client's reaches it. */
export const appRemote = (client: Client, deviceId: string) =>
  httpRemote({
    server: origin,
    token: '',
    deviceId,
    agent: 'interleavings',
    fetch: (url, init) => {
      const headers = new Headers(init.headers)
      headers.delete('Authorization')
      headers.set('Cookie', client.cookie)
      headers.set('Origin', origin)
      return request(url.slice(origin.length), { ...init, headers })
    },
  })

/** The real application for interleavings. Time passes only as they say. */
export const appService = (client: Client, history: History): Service => {
  const deletions: Deletions = new Map()
  return {
    now: () => Date.now(),
    serve: async (device, outgoing) => {
      const reply = await appRemote(client, device).send(outgoing)
      if (reply.kind !== 'answer' && reply.kind !== 'resync') throw new Error(JSON.stringify(reply))
      followDeletions(history, deletions, device, outgoing, reply)
      return reply
    },
    digests: async () => {
      const reply = await appRemote(client, 'one').digests()
      if (reply.kind !== 'digests') throw new Error(JSON.stringify(reply))
      return reply.digests
    },
    inbox: () => keptAside(client, history),
    reviews: async () =>
      (await rows<{ id: string }>('SELECT id FROM card_reviews WHERE user_id = ?', client.userId)).map(({ id }) => id),
    browse: (action, row, token) => browse(client, history, deletions, action, row, token),
    wait: (ms) => {
      vi.setSystemTime(Date.now() + ms)
    },
    upheave: () => undefined,
    content: async () => {
      const found = await env.DB.batch(contentQueries.map((query) => env.DB.prepare(query).bind(client.userId)))
      return JSON.stringify(found.map(({ results }) => results))
    },
  }
}
