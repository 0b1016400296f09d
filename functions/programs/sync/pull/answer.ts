import type { Context } from 'hono'
import type { Once } from '../../../lib/api/once'
import { type PersonVersions, rowAs } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { type Delta, responseSizeLimit, type SyncAnswer, type SyncResult } from '../core/protocol'
import {
  checkDeviceLimit,
  countDevices,
  credentialOf,
  DeviceRow,
  type DeviceUpdate,
  deviceStatement,
  putDevice,
  tombstoneMs,
  touchCurrent,
  touchDevice,
} from '../devices/device'
import type { RowVersion } from '../entities/rows'
import type { SyncBody } from '../push/request'
import {
  changesSelect,
  countRemainingRows,
  type Feed,
  type FeedOptions,
  type Position,
  parsePosition,
  readFeed,
  toRemoteVersion,
} from './feed'

/** State kept for a device that does not track its own position. */
export type StoredDeviceState = {
  /** Digests of the rows that were sent to the device, by key. Used for deltas based on them. */
  digests: Map<string, string>
  /** Version up to which the device has certainly seen everything. */
  seenTo: number
  /** Version up to which the device may have seen everything. It replaces such rows without an open conflict. */
  doubtTo: number
}

/** A sync request. */
export type SyncInput = {
  deviceId: string
  body: SyncBody
  isFull: boolean
  /** Epoch ms. */
  now: number
  keptFor?: StoredDeviceState
}

/** Start of a response. `isFull`: everything is being sent. */
type At = { position: Position; isNew: boolean; isFull: boolean }

const resync = () =>
  new ProblemError({
    status: 409,
    code: 'resync_required',
    title: 'This device must read everything again',
    detail:
      'It hasn’t synced for a long time, or the data was restored. Send ?full=true with remote_version 0. Nothing was changed.',
  })

const revoked = () =>
  new ProblemError({
    status: 403,
    code: 'device_revoked',
    title: 'This device was revoked',
    detail: 'You revoked it under Settings, Sign-in and devices. Nothing was changed.',
  })

/** Position from which to send. @throws ProblemError 403 for a revoked device, 409 if it must read everything */
export const startPosition = (
  device: DeviceRow | null,
  head: Pick<PersonVersions, 'seq' | 'epoch'>,
  { body, isFull, now }: SyncInput,
): At => {
  const version = body.state.remote_version
  if (device && device.revoked_at !== null) throw revoked()
  const isCurrent = device ? device.epoch === head.epoch && device.last_sync_at > now - tombstoneMs : version === 0
  const goesOn = isCurrent && version > 0 && device?.full_version === version
  if (isFull && !isCurrent && version > 0) throw resync()
  if (isFull) return { position: parsePosition(goesOn ? version : 0), isNew: device === null, isFull: true }
  if (!isCurrent || version > head.seq) throw resync()
  return { position: parsePosition(version), isNew: device === null, isFull: goesOn }
}

const agentLength = 200

export const deviceUpdate = <E extends App>(
  c: Context<E>,
  { deviceId, body }: SyncInput,
  epoch: number,
  position: Position,
  isFull: boolean,
): DeviceUpdate => ({
  id: deviceId,
  agent: (c.req.header('User-Agent') ?? '').slice(0, agentLength),
  credential: credentialOf(c.var.access),
  epoch,
  remote_version: toRemoteVersion(position),
  local_version: body.state.local_version,
  full_version: isFull ? toRemoteVersion(position) : null,
})

type Next = { version: number; hasMore: boolean }

type Expected = {
  /** Position after a complete response. `hasMore`: whether there is more even then. */
  whole: Position
  hasMore: boolean
  isFull: boolean
  epoch: number
}

/** Position for the next request. Stores it if the response was incomplete. */
export const saveNextPosition = async <E extends App>(
  c: Context<E>,
  asked: SyncInput,
  { until, cutAt }: Feed,
  { whole, hasMore, isFull, epoch }: Expected,
): Promise<Next> => {
  const { DB } = c.env
  const userId = c.var.user.id
  const cut = cutAt ? { seq: cutAt.seq, left: await countRemainingRows(DB, userId, cutAt) } : until
  if (cut) await touchDevice(DB, userId, deviceUpdate(c, asked, epoch, cut, isFull), asked.now).run()
  return { version: toRemoteVersion(cut ?? whole), hasMore: hasMore || cut !== null }
}

export const syncAnswer = (
  { deviceId, body, now }: SyncInput,
  { plans, sessions, cards }: Feed,
  { version, hasMore }: Next,
  results: SyncResult[],
): SyncAnswer => ({
  plans,
  sessions,
  cards,
  deleted_ids: [...plans, ...sessions, ...cards].filter(({ action }) => action === 'delete').map(({ id }) => id),
  state: { device_id: deviceId, last_sync: now, local_version: body.state.local_version, remote_version: version },
  has_more: hasMore,
  results,
})

const addVersion = (answer: SyncAnswer, { type, id, updatedAt: updated_at, deletedAt, data }: RowVersion) => {
  const head: Delta<never> = { action: deletedAt === null ? 'update' : 'delete', id, updated_at }
  if (deletedAt !== null) {
    answer[`${type}s`].push(head)
    answer.deleted_ids.push(id)
  } else if (type === 'plan') answer.plans.push({ ...head, data })
  else if (type === 'session') answer.sessions.push({ ...head, data })
  else answer.cards.push({ ...head, data })
}

/** Adds stored rows that differ from the device's, as many as fit into the response. */
export const addDifferingRows = (answer: SyncAnswer, unlike: RowVersion[]): SyncAnswer => {
  let bytes = 0
  for (const row of unlike) {
    bytes += JSON.stringify(row.data).length
    if (bytes > responseSizeLimit) break
    if (!answer[`${row.type}s`].some(({ id }) => id === row.id)) addVersion(answer, row)
  }
  return answer
}

const latest = Number.MAX_SAFE_INTEGER

/** Responds with stored rows to a new device, or to one that reads everything again. */
const pollFrom = async (c: Context<Once>, asked: SyncInput, device: DeviceRow | null, results: SyncResult[]) => {
  const { DB } = c.env
  const { user, head } = c.var
  const { position, isNew, isFull } = startPosition(device, head, asked)
  if (isNew) checkDeviceLimit(await countDevices(DB, user.id))
  const options: FeedOptions = { position, deviceId: isFull ? null : asked.deviceId, upTo: latest }
  const seen = deviceUpdate(c, asked, head.epoch, { seq: head.seq, left: 0 }, false)
  const [changed] = await DB.batch([changesSelect(DB, user.id, options), ...putDevice(DB, user.id, seen, asked.now)])
  return answered(c, asked, changed?.results ?? [], options, isFull, results)
}

const answered = async (
  c: Context<Once>,
  asked: SyncInput,
  rows: unknown[],
  options: FeedOptions,
  isFull: boolean,
  results: SyncResult[],
): Promise<SyncAnswer> => {
  const { seq, epoch } = c.var.head
  const feed = readFeed(rows, options)
  const whole = { seq: Math.max(seq, feed.last), left: 0 }
  return syncAnswer(
    asked,
    feed,
    await saveNextPosition(c, asked, feed, { whole, hasMore: false, isFull, epoch }),
    results,
  )
}

/** Responds with changes to a device that sends none. @throws ProblemError 403, 409 */
export const answerPoll = async (c: Context<Once>, asked: SyncInput, results: SyncResult[]): Promise<SyncAnswer> => {
  const { DB } = c.env
  const { user, head } = c.var
  const { deviceId, body, isFull, now } = asked
  const read = deviceStatement(DB, user.id, deviceId)
  if (isFull) return pollFrom(c, asked, await rowAs(DeviceRow, read), results)
  const position = parsePosition(body.state.remote_version)
  const seen = deviceUpdate(c, asked, head.epoch, { seq: head.seq, left: 0 }, false)
  const [found] = await DB.batch([read, touchCurrent(DB, user.id, seen, now)])
  const device = DeviceRow.nullable().parse(found?.results[0] ?? null)
  if (!device || device.full_version !== null) return pollFrom(c, asked, device, results)
  startPosition(device, head, asked)
  const options: FeedOptions = { position, deviceId, upTo: latest }
  const isUnchanged = position.left === 0 && position.seq >= head.seq
  const rows = isUnchanged ? [] : (await changesSelect(DB, user.id, options).all()).results
  return answered(c, asked, rows, options, false, results)
}
