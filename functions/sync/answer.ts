import type { Context } from 'hono'
import type { App } from '../lib/env'
import type { Head } from '../lib/sql'
import type { SyncAnswer, SyncResult } from './core/protocol'
import { credentialOf, keptMs, type SeenDevice, touchDevice } from './device'
import type { DeviceRow } from './devices/schema'
import { countLeft, type Feed, type Position, positionOf, versionOf } from './feed'
import { resync, revoked } from './problems'
import type { SyncBody } from './request'

/** Facts about a device that keeps no position itself. */
export type KeptFor = {
  /** Digests of what was sent by the keys of rows, for deltas that were made from it. */
  digests: Map<string, string>
  /** The version up to which it has seen everything for certain. */
  seenTo: number
  /** Up to this version it may have seen what it replaces: such a version is kept as a settled conflict. */
  doubtTo: number
}

/** A sync that was asked for. */
export type Asked = {
  deviceId: string
  body: SyncBody
  isFull: boolean
  /** Epoch ms. */
  now: number
  keptFor?: KeptFor
}

/** Where an answer goes on. `isFull` while everything is sent. */
type At = { position: Position; isNew: boolean; isFull: boolean }

/** @throws ProblemError 403 for a revoked device, 409 for one that has to read everything again */
export const positionFor = (
  device: DeviceRow | null,
  head: Pick<Head, 'seq' | 'epoch'>,
  { body, isFull, now }: Asked,
): At => {
  const version = body.state.remote_version
  if (device && device.revoked_at !== null) throw revoked()
  const isCurrent = device ? device.epoch === head.epoch && device.last_sync_at > now - keptMs : version === 0
  const goesOn = isCurrent && version > 0 && device?.full_version === version
  if (isFull && !isCurrent && version > 0) throw resync()
  if (isFull) return { position: positionOf(goesOn ? version : 0), isNew: device === null, isFull: true }
  if (!isCurrent || version > head.seq) throw resync()
  return { position: positionOf(version), isNew: device === null, isFull: goesOn }
}

const agentLength = 200

export const seenDevice = <E extends App>(
  c: Context<E>,
  { deviceId, body }: Asked,
  epoch: number,
  position: Position,
  isFull: boolean,
): SeenDevice => ({
  id: deviceId,
  agent: (c.req.header('User-Agent') ?? '').slice(0, agentLength),
  credential: credentialOf(c.var.access),
  epoch,
  remote_version: versionOf(position),
  local_version: body.state.local_version,
  full_version: isFull ? versionOf(position) : null,
})

type Next = { version: number; hasMore: boolean }

type Expected = {
  /** Position once everything is sent, and whether there is more even then. */
  whole: Position
  hasMore: boolean
  isFull: boolean
  epoch: number
}

/** Where the next request goes on; notes it where the answer did not hold everything. */
export const nextOf = async <E extends App>(
  c: Context<E>,
  asked: Asked,
  { until, cutAt }: Feed,
  { whole, hasMore, isFull, epoch }: Expected,
): Promise<Next> => {
  const { DB } = c.env
  const userId = c.var.user.id
  const cut = cutAt ? { seq: cutAt.seq, left: await countLeft(DB, userId, cutAt) } : until
  if (cut) await touchDevice(DB, userId, seenDevice(c, asked, epoch, cut, isFull), asked.now).run()
  return { version: versionOf(cut ?? whole), hasMore: hasMore || cut !== null }
}

export const answerOf = (
  { deviceId, body, now }: Asked,
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
