import {
  type DataOf,
  type Delta,
  type Digests,
  digestLine,
  type EntityType,
} from '../../../functions/programs/sync/core/protocol'
import type { Outgoing, Reply } from '../remote'
import { takeRequest, type Watch } from './batch'
import { allRows, type Model, type Stored } from './model'

/** Parts of a version that a position can tell apart. */
const parts = 2 ** 20

const inFeedOrder = (a: Stored, b: Stored) => a.seq - b.seq || (`${a.type} ${a.id}` < `${b.type} ${b.id}` ? -1 : 1)

/**
 * Rows after a position. Inside a version the position counts those that are still to come, so that a row that has moved
 * to a later version makes the rest come again but never skips any.
 */
const rowsAfter = (rows: Stored[], position: number) => {
  const version = Math.ceil(position)
  const rest = Math.round((version - position) * parts)
  const ofVersion = rows.filter(({ seq }) => seq === version)
  return [...(rest > 0 ? ofVersion.slice(-rest) : []), ...rows.filter(({ seq }) => seq > version)]
}

const isOwn = ({ lastWrites }: Model, device: string, { type, id, seq }: Stored) =>
  lastWrites.get(`${device} ${type} ${id}`)?.seq === seq

const readFeed = (model: Model, device: string, position: number, isFull: boolean) => {
  const rows = allRows(model).sort(inFeedOrder)
  const shown = rowsAfter(rows, position).filter((row) => isFull || !isOwn(model, device, row))
  const page = shown.slice(0, model.pageDeltas)
  const end = page.at(-1)
  if (!end || page.length === shown.length) return { page, position: Math.max(model.head, position), hasMore: false }
  const rest =
    rows.filter(({ seq }) => seq === end.seq).length - 1 - rows.filter(({ seq }) => seq === end.seq).indexOf(end)
  return { page, position: end.seq - rest / parts, hasMore: true }
}

const deltasOf = <Type extends EntityType>(rows: Map<string, Stored<Type>>, page: Stored[], of: Type) =>
  page.flatMap(({ type, id }): Delta<DataOf[Type]>[] => {
    const row = type === of ? rows.get(id) : undefined
    if (!row) return []
    const { updatedAt: updated_at, data, isDeleted } = row
    return [isDeleted ? { action: 'delete', id, updated_at } : { action: 'update', id, data, updated_at }]
  })

const hasToResync = ({ epoch, purged, devices }: Model, device: string, position: number, isFull: boolean) => {
  const known = devices.get(device)
  if (known !== epoch) return position > 0 || (known !== undefined && !isFull)
  return !isFull && position < purged
}

/** The whole service: a request and its reply. */
export const serve = (model: Model, device: string, { body, isFull }: Outgoing, now: number, watch: Watch): Reply => {
  const { remote_version, ...state } = body.state
  if (hasToResync(model, device, remote_version, isFull)) return { kind: 'resync' }
  model.devices.set(device, model.epoch)
  const { results, unlike } = takeRequest(model, device, body, now, watch)
  const feed = readFeed(model, device, remote_version, isFull)
  const page = [...feed.page, ...unlike.filter((row) => !feed.page.includes(row))]
  const answer = {
    plans: deltasOf(model.rows.plan, page, 'plan'),
    sessions: deltasOf(model.rows.session, page, 'session'),
    cards: deltasOf(model.rows.card, page, 'card'),
    deleted_ids: page.flatMap(({ id, isDeleted }) => (isDeleted ? [id] : [])),
    state: { ...state, last_sync: now, remote_version: feed.position },
    has_more: feed.hasMore,
    results,
  }
  return { kind: 'answer', answer }
}

const digestOf = async <Type extends EntityType>(rows: Map<string, Stored<Type>>, type: Type) => {
  const lines = [...rows.values()]
    .filter(({ isDeleted }) => !isDeleted)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, updatedAt, data }) => `${digestLine(type, { id, updated_at: updatedAt, data })}\n`)
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('')))
  return { count: lines.length, sha256: Buffer.from(bytes).toString('hex') }
}

export const serverDigests = async ({ rows }: Model): Promise<Digests> => ({
  plan: await digestOf(rows.plan, 'plan'),
  session: await digestOf(rows.session, 'session'),
  card: await digestOf(rows.card, 'card'),
})
