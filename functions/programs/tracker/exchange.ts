import { type Context, Hono } from 'hono'
import { createFactory } from 'hono/factory'
import { describeRoute } from 'hono-openapi'
import { z } from 'zod'
import type { Once } from '../../lib/api/once'
import { fieldsProblem } from '../../lib/api/request'
import { type Access, personHead } from '../../lib/env'
import { deviceIdOf } from '../sync/api'
import {
  type EntityType,
  entityTypes,
  listNames,
  requestDeltaLimit,
  type SyncAnswer,
  type SyncResult,
} from '../sync/core/protocol'
import { entityKey, readStoredFacts, type StoredFacts } from '../sync/push/known'
import { sync } from '../sync/service'
import {
  type DeltaPart,
  decisionFacts,
  readTrackerRequest,
  sentRowId,
  sentRowKey,
  type TrackerRequest,
  translateRequest,
} from './incoming'
import * as q from './known-rows'
import { resolveRefusals, storeRefusals } from './refused'
import { isUnchangedRow, type SyncedRow, TrackerBody, type TrackerRow, trackerRow } from './rows'

/** Bytes of rows after which a response ends. Its last page may add 1 MB: 5 MB in total. */
const answerBytes = 4 * 1024 * 1024 - 64 * 1024

type TrackerDelta = { action: 'create' | 'update' | 'delete'; id: string; data?: TrackerRow; updated_at: number }
type TrackerAnswer = Record<'plans' | 'sessions' | 'cards', TrackerDelta[]> & {
  deleted_ids: string[]
  results: SyncResult[]
}

/** A row of a response; `row` is null if it is deleted. `updatedAt` is epoch ms. */
type Told = { type: EntityType; id: string; row: SyncedRow | null; updatedAt: number }

/** Collects the rows of a response. A later version replaces an earlier one. */
const newRows = ({ id: userId, preferences: zone }: Once['Variables']['user']) => {
  const told = new Map<string, Told>()
  let bytes = 0
  const add = (one: Told) => {
    told.set(entityKey(one.type, one.id), one)
    if (one.row) bytes += new TextEncoder().encode(JSON.stringify(trackerRow(one.row, userId, zone))).length + 100
  }
  return {
    told,
    isFull: () => bytes > answerBytes,
    add,
    addPage: ({ plans, sessions, cards }: SyncAnswer) => {
      for (const { id, data, updated_at: updatedAt } of plans)
        add({ type: 'plan', id, updatedAt, row: data ? { type: 'plan', id, data, updatedAt } : null })
      for (const { id, data, updated_at: updatedAt } of sessions)
        add({ type: 'session', id, updatedAt, row: data ? { type: 'session', id, data, updatedAt } : null })
      for (const { id, data, updated_at: updatedAt } of cards)
        add({ type: 'card', id, updatedAt, row: data ? { type: 'card', id, data, updatedAt } : null })
    },
  }
}
type Rows = ReturnType<typeof newRows>

const chunksOf = <One>(list: One[], size: number) =>
  Array.from({ length: Math.max(1, Math.ceil(list.length / size)) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )

const bodyOf = (parts: DeltaPart[], device_id: string, remote_version: number) => {
  const of = (type: DeltaPart['type']) => parts.flatMap((one) => (one.type === type ? [one.delta] : []))
  return {
    state: { device_id, last_sync: 0, local_version: 0, remote_version },
    plans: of('plan'),
    sessions: of('session'),
    cards: of('card'),
    reviews: [],
    deleted_ids: of('any'),
  }
}

/** Runs the sync protocol for a tracker: sends its rows, then requests pages until the response is full. */
const speak = async (c: Context<Once>, incoming: TrackerRequest, rows: Rows) => {
  const { deviceId, now, from, isAnew } = incoming
  const { parts, digests, unchanged: results, warnings } = await translateRequest(c, incoming)
  const kept = decisionFacts(incoming, digests)
  let [position, hasMore] = [from, true]
  const ask = async (some: DeltaPart[]) => {
    const asked = { deviceId, body: bodyOf(some, deviceId, position), isFull: isAnew, now, keptFor: kept }
    const page = await sync(c, asked)
    position = page.state.remote_version
    hasMore = page.has_more
    results.push(...page.results)
    return page
  }
  for (const some of chunksOf(parts, requestDeltaLimit)) rows.addPage(await ask(some))
  if (parts.length > 0) c.set('head', await personHead(c.env.DB, c.var.user.id))
  let to = position
  while (hasMore && !rows.isFull()) {
    rows.addPage(await ask([]))
    to = position
  }
  const isCut = hasMore
  // During a full read, the device continues from its position after the last page.
  while (isAnew && hasMore) await ask([])
  const warned = results.map((result) => {
    const faults = warnings.get(`${result.type} ${result.id}`)
    return faults ? { ...result, warnings: faults } : result
  })
  return { results: warned, to, isCut }
}

/** Adds rows that differ from the device's. For a device that starts over, adds deleted rows, too. */
const addUnlike = async (
  c: Context<Once>,
  { sent, from, isNew, deviceId, now }: TrackerRequest,
  stored: StoredFacts['rows'],
  rows: Rows,
) => {
  const { id: userId, preferences: zone } = c.var.user
  if (from === 0 && !isNew)
    for (const { type, id, told } of await q.deletedRows(c.env.DB, userId, deviceId))
      rows.add({ type, id, updatedAt: told ?? now, row: null })
  for (const one of sent) {
    const version = stored.get(sentRowKey(one))
    if (!version) continue
    const { type, id, updatedAt, deletedAt } = version
    const isSame = deletedAt === null ? isUnchangedRow(one, trackerRow(version, userId, zone)) : one.data === null
    if (isSame) rows.told.delete(entityKey(type, id))
    else rows.add({ type, id, updatedAt, row: deletedAt === null ? version : null })
  }
}

/** Rows that the device sent, with their positions for `recordSentRows`. */
const sentRows = ({ sent, named }: TrackerRequest, stored: StoredFacts['rows']) => {
  const noted = new Map<string, { type: EntityType; id: string; position: number | null }>()
  for (const one of sent) {
    const id = sentRowId(one)
    const key = sentRowKey(one)
    if (id === undefined) continue
    noted.set(key, { type: one.type, id, position: one.data === null ? null : stored.has(key) ? 0 : q.missingPosition })
  }
  for (const id of named.any)
    for (const type of entityTypes) {
      const key = entityKey(type, id)
      if (stored.has(key)) noted.set(key, { type, id, position: null })
    }
  return noted
}

/** Applies a tracker's rows, and responds with the rows it lacks. @throws ProblemError 403, 409 */
const exchange = async (c: Context<Once>, deviceId: string, body: TrackerBody, now: number): Promise<TrackerAnswer> => {
  const { DB } = c.env
  const { id: userId, preferences: zone } = c.var.user
  const incoming = await readTrackerRequest(c, deviceId, body, now)
  const { sent, named, known, last, isAnew, proven, from } = incoming
  const rows = newRows(c.var.user)
  const { results, to, isCut } = await speak(c, incoming, rows)
  const isEmpty = sent.length + named.any.length === 0
  const stored = isEmpty ? known.rows : (await readStoredFacts(DB, userId, deviceId, named)).rows
  await addUnlike(c, incoming, stored, rows)

  const noted = sentRows(incoming, stored)
  const entries = await q.readDeviceRows(DB, userId, deviceId, [...rows.told.values()])
  const told = [...rows.told].flatMap(([key, one]) => (one.row || entries.has(key) || noted.has(key) ? [one] : []))
  const actionOf = ({ type, id, row, updatedAt }: Told) => {
    if (!row) return 'delete'
    const key = entityKey(type, id)
    const entry = entries.get(key)
    const held = noted.get(key)?.position ?? entry?.position ?? null
    if (held === null || held === q.missingPosition || noted.get(key)?.position === null) return 'create'
    // If in doubt, sends the row as `create`, at the latest in the next response: the one to an empty request is
    // repeated.
    const isChanged = (entry?.told ?? updatedAt) !== updatedAt
    return held <= proven || (isChanged && noted.size === 0) ? 'update' : 'create'
  }
  const answer: TrackerAnswer = { plans: [], sessions: [], cards: [], deleted_ids: [], results }
  for (const one of told) {
    const { type, id, row, updatedAt } = one
    const data = row ? { data: trackerRow(row, userId, zone) } : {}
    answer[listNames[type]].push({ action: actionOf(one), id, ...data, updated_at: Math.floor(updatedAt / 1000) })
    if (!row) answer.deleted_ids.push(id)
  }
  const request = last.request + 1
  await DB.batch([
    ...(isAnew ? q.resetPositions(DB, userId, deviceId, last.proven) : []),
    ...(await storeRefusals(DB, userId, deviceId, sent, results, now)),
    ...resolveRefusals(DB, userId, results, now),
    ...q.putDevice(DB, userId, deviceId, {
      request,
      sent_rows: noted.size,
      proven,
      answered_from: from,
      answered_to: to,
      doubt_to: Math.max(noted.size === 0 ? to : 0, isAnew ? 0 : last.doubt_to),
      has_more: isCut ? 1 : 0,
    }),
    ...q.recordSentRows(DB, userId, deviceId, request, [...noted.values()]),
    ...q.recordResponseRows(DB, userId, deviceId, to, told),
  ])
  return answer
}

/** Id of a device that has none: derived from its token or session. */
const idOfAccess = (access: Access) => {
  if (access.by === 'token') return `token-${access.tokenId}`
  return access.by === 'browser' ? '' : `program-${access.sessionId}`
}

/** True for a body in the tracker's format: it has a list of rows (or null), but no `state` as in the protocol. */
const isDialect = (body: unknown) =>
  typeof body === 'object' &&
  body !== null &&
  !('state' in body) &&
  Object.keys(TrackerBody.shape).some((list) => list in body)

const handlers = createFactory<Once>().createHandlers(async (c, next) => {
  const sent: unknown = await c.req.json().catch(() => null)
  if (!isDialect(sent)) return next()
  const body = TrackerBody.safeParse(sent)
  if (!body.success) throw fieldsProblem(z.flattenError(body.error).fieldErrors)
  const started = performance.now()
  c.set('claim', () => [])
  const answer = await exchange(c, deviceIdOf(c, idOfAccess(c.var.access)), body.data, Date.now())
  const { plans, sessions, cards } = answer
  const ms = Math.round(performance.now() - started)
  const went = plans.length + sessions.length + cards.length
  console.log(JSON.stringify({ tracker: { came: answer.results.length, went, ms }, request_id: c.var.requestId }))
  return c.json(answer)
})

/** `/sync` for requests in the tracker's format. Other requests are passed on to the protocol. */
export const trackerDialect = new Hono<Once>().post('/', describeRoute({ hide: true }), ...handlers)
