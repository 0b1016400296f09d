import type { Context } from 'hono'
import type { Once } from '../lib/api/once'
import { personHead } from '../lib/head'
import { hashed } from '../lib/secrets'
import type { KeptFor } from '../sync/answer'
import {
  type EntityType,
  entityTypes,
  listOf,
  requestDeltas,
  type SyncAnswer,
  type SyncResult,
} from '../sync/core/protocol'
import { keptMs } from '../sync/device'
import { type Known, keyOf, type Named, readKnown } from '../sync/known'
import { sync } from '../sync/service'
import { rowId } from '../sync/values'
import * as q from './known-rows'
import { keepRefused, settleRefused } from './refused'
import {
  isAsTold,
  protocolDelta,
  type Row,
  type Sent,
  sentIn,
  type TrackerBody,
  type TrackerRow,
  textOf,
  trackerRow,
} from './rows'

/** Bytes of rows after which an answer ends; the page that exceeds it has up to 1 MB more. */
const answerBytes = 4 * 1024 * 1024 - 64 * 1024

type TrackerDelta = { action: 'create' | 'update' | 'delete'; id: string; data?: TrackerRow; updated_at: number }
type TrackerAnswer = Record<'plans' | 'sessions' | 'cards', TrackerDelta[]> & {
  deleted_ids: string[]
  results: SyncResult[]
}

/** A row for the answer; its data is null where it is gone. */
type Told = { type: EntityType; id: string; row: Row | null; updatedAt: number }

const idOf = ({ id }: Pick<Sent, 'id'>) => rowId.safeParse(id).data

const keyOfSent = (sent: Sent) => keyOf(sent.type, idOf(sent) ?? '')

/** Ids that a request names, for `readKnown`. */
const namedIn = (sent: Sent[], deletedIds: unknown[]): Named => {
  const idsOf = (type: EntityType) => sent.flatMap((one) => (one.type === type ? (idOf(one) ?? []) : []))
  return {
    ...{ plan: idsOf('plan'), session: idsOf('session'), card: idsOf('card') },
    any: deletedIds.flatMap((id) => rowId.safeParse(id).data ?? []),
    ...{ projects: [], goals: [], hasTimer: false, mayBeNew: false },
  }
}

/** Collects the rows of an answer; a later version replaces an earlier one. */
const newRows = (userId: string, zone: Parameters<typeof trackerRow>[2]) => {
  const told = new Map<string, Told>()
  let bytes = 0
  const add = (one: Told) => {
    told.set(keyOf(one.type, one.id), one)
    if (one.row) bytes += new TextEncoder().encode(JSON.stringify(trackerRow(one.row, userId, zone))).length + 100
  }
  return {
    told,
    isFull: () => bytes > answerBytes,
    add,
    addPage: (page: SyncAnswer) => {
      const { plans, sessions, cards } = page
      for (const { id, data, updated_at: updatedAt } of plans)
        add({ type: 'plan', id, updatedAt, row: data ? { type: 'plan', id, data, updatedAt } : null })
      for (const { id, data, updated_at: updatedAt } of sessions)
        add({ type: 'session', id, updatedAt, row: data ? { type: 'session', id, data, updatedAt } : null })
      for (const { id, data, updated_at: updatedAt } of cards)
        add({ type: 'card', id, updatedAt, row: data ? { type: 'card', id, data, updatedAt } : null })
    },
  }
}

/** Where the last answer ended, and where the next one begins. */
const positionsOf = (device: q.TrackerDevice, comesAgain: boolean) => {
  const isProven = device.sent_rows > 0 && !comesAgain && device.answered_from <= device.proven
  const proven = isProven ? device.answered_to : device.proven
  return { proven, from: device.has_more === 1 && !comesAgain ? device.answered_to : proven }
}

const isStale = ({ device }: Known, epoch: number, now: number) =>
  device !== null && (device.epoch !== epoch || device.last_sync_at <= now - keptMs || device.full_version !== null)

const chunksOf = <One>(list: One[], size: number) =>
  Array.from({ length: Math.max(1, Math.ceil(list.length / size)) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )

/** A delta of the protocol, or an id of what is deleted. */
type Part = { type: EntityType | 'any'; delta: unknown }

const bodyOf = (sent: Part[], remote_version: number, device_id: string) => {
  const of = (type: Part['type']) => sent.flatMap((one) => (one.type === type ? [one.delta] : []))
  return {
    state: { device_id, last_sync: 0, local_version: 0, remote_version },
    ...{ plans: of('plan'), sessions: of('session'), cards: of('card'), reviews: [], deleted_ids: of('any') },
  }
}

/** Takes what a tracker sends, and answers what it does not have. @throws ProblemError 403, 409 */
export const exchange = async (
  c: Context<Once>,
  deviceId: string,
  body: TrackerBody,
  now: number,
): Promise<TrackerAnswer> => {
  const { DB } = c.env
  const { id: userId, preferences: zone } = c.var.user
  const sent = sentIn(body)
  const named = namedIn(sent, body.deleted_ids)
  const sentKeys = [
    ...entityTypes.flatMap((type) => named[type].map((id) => ({ type, id }))),
    ...named.any.flatMap((id) => entityTypes.map((type) => ({ type, id }))),
  ]
  const [known, found, before] = await Promise.all([
    readKnown(DB, userId, deviceId, named),
    q.readDevice(DB, userId, deviceId),
    q.readRows(DB, userId, deviceId, sentKeys),
  ])
  const isAnew = isStale(known, c.var.head.epoch, now)
  const last = found ?? q.noRequestYet
  const comesAgain = last.sent_rows > 0 && [...before.values()].some(({ request }) => request === last.request)
  const { proven, from } = isAnew ? { proven: 0, from: 0 } : positionsOf(last, comesAgain)

  const storedOf = (one: Sent) => known.rows.get(keyOfSent(one)) ?? null
  const isEcho = (one: Sent) => {
    const stored = storedOf(one)
    return stored?.deletedAt === null && isAsTold(one, trackerRow(stored, userId, zone))
  }
  const rows = newRows(userId, zone)
  const results: SyncResult[] = []
  const parts: Part[] = []
  const digests = new Map<string, string>()
  for (const one of sent) {
    if (isEcho(one)) results.push({ type: one.type, id: String(one.id), status: 'unchanged' })
    else {
      parts.push({ type: one.type, delta: protocolDelta(one, storedOf(one), zone) })
      if (one.data) digests.set(keyOfSent(one), (await hashed(textOf(one))).slice(0, 32))
    }
  }
  parts.push(...body.deleted_ids.map((delta) => ({ type: 'any' as const, delta })))
  // A device that updates a row which it never sent has it from an answer that brought it.
  const updated = new Set(sent.filter(({ action }) => action === 'update').map(keyOfSent))
  const seenOf = (key: string) => {
    const { request, position } = before.get(key) ?? { request: 1, position: 0 }
    return updated.has(key) && request === 0 && position !== null ? Math.max(position, proven) : proven
  }
  const keptFor: KeptFor = { digests, seenOf, doubtTo: isAnew ? 0 : last.doubt_to }
  let position = from
  let hasMore = true
  const ask = async (some: Part[]) => {
    const asked = { deviceId, body: bodyOf(some, position, deviceId), isFull: isAnew, now, keptFor }
    const page = await sync(c, asked)
    position = page.state.remote_version
    hasMore = page.has_more
    results.push(...page.results)
    return page
  }
  for (const some of chunksOf(parts, requestDeltas)) rows.addPage(await ask(some))
  c.set('head', await personHead(DB, userId))
  let end = position
  while (hasMore && (isAnew || !rows.isFull())) {
    const page = await ask([])
    if (rows.isFull()) continue
    rows.addPage(page)
    end = position
  }
  const isCut = isAnew ? end !== position : hasMore
  if (!isAnew) end = position

  if (from === 0 && found)
    for (const { type, id, told } of await q.goneRows(DB, userId, deviceId))
      rows.add({ type, id, updatedAt: told ?? now, row: null })
  const stored = sent.length > 0 ? (await readKnown(DB, userId, deviceId, named)).rows : known.rows
  for (const one of sent) {
    const version = stored.get(keyOfSent(one))
    if (!version) continue
    const { type, id, updatedAt, deletedAt } = version
    const isSame = deletedAt === null ? isAsTold(one, trackerRow(version, userId, zone)) : one.data === null
    if (isSame) rows.told.delete(keyOf(type, id))
    else rows.add({ type, id, updatedAt, row: deletedAt === null ? version : null })
  }
  const request = last.request + 1
  const noted = new Map(
    sent.flatMap((one) => {
      const id = idOf(one)
      if (id === undefined) return []
      const isThere = stored.has(keyOf(one.type, id))
      return [[keyOf(one.type, id), { type: one.type, id, position: one.data === null ? null : isThere ? 0 : q.apart }]]
    }),
  )
  for (const id of named.any)
    for (const type of entityTypes)
      if (stored.has(keyOf(type, id))) noted.set(keyOf(type, id), { type, id, position: null })
  const entries = await q.readRows(DB, userId, deviceId, [...rows.told.values()])
  const told = [...rows.told.values()].filter((one) => {
    const key = keyOf(one.type, one.id)
    return one.row !== null || entries.has(key) || noted.has(key)
  })
  const actionOf = ({ type, id, row, updatedAt }: Told) => {
    if (!row) return 'delete'
    const key = keyOf(type, id)
    const sentNow = noted.get(key)
    const entry = entries.get(key)
    const held = sentNow ? sentNow.position : (entry?.position ?? null)
    if (held === null || held === q.apart) return 'create'
    // In doubt a row comes as created, at the latest with the next answer: that to an empty request is repeated.
    const isChanged = (entry?.told ?? updatedAt) !== updatedAt
    return held <= proven || (isChanged && noted.size === 0) ? 'update' : 'create'
  }
  const answer: TrackerAnswer = { plans: [], sessions: [], cards: [], deleted_ids: [], results }
  for (const one of told) {
    const updated_at = Math.floor(one.updatedAt / 1000)
    const data = one.row ? { data: trackerRow(one.row, userId, zone) } : {}
    answer[listOf[one.type]].push({ action: actionOf(one), id: one.id, ...data, updated_at })
    if (!one.row) answer.deleted_ids.push(one.id)
  }
  await DB.batch([
    ...(isAnew ? q.forgetPositions(DB, userId, deviceId, last.proven) : []),
    ...(await keepRefused(DB, userId, deviceId, sent, results, now)),
    ...settleRefused(DB, userId, results, now),
    q.putDevice(DB, userId, deviceId, {
      ...{ request, sent_rows: noted.size, proven, answered_from: from, answered_to: end },
      doubt_to: noted.size === 0 ? end : isAnew ? 0 : last.doubt_to,
      has_more: isCut ? 1 : 0,
    }),
    ...q.noteSent(DB, userId, deviceId, request, [...noted.values()]),
    ...q.noteTold(
      DB,
      userId,
      deviceId,
      end,
      told.map(({ type, id, row, updatedAt }) => ({ type, id, updatedAt, isGone: row === null })),
    ),
  ])
  return answer
}
