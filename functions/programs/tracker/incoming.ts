import type { Context } from 'hono'
import type { Fault } from '../../learning/plans/markdown/lines'
import type { Once } from '../../lib/api/once'
import { idInput } from '../../lib/api/values'
import { sha256Hex } from '../../lib/secrets'
import { type EntityType, entityTypes, type SyncResult } from '../sync/core/protocol'
import { tombstoneMs } from '../sync/devices/device'
import type { StoredDeviceState } from '../sync/pull/answer'
import { entityKey, type ReferencedIds, readStoredFacts, type StoredFacts } from '../sync/push/known'
import { noRequestYet, readDevice, readDeviceRows, type TrackerDevice } from './known-rows'
import {
  isUnchangedRow,
  protocolDelta,
  rowText,
  type SentDelta,
  type TrackerBody,
  trackerDeltas,
  trackerRow,
} from './rows'

/** A request with the stored state of its device and rows. */
export type TrackerRequest = {
  deviceId: string
  /** Epoch ms. */
  now: number
  sent: SentDelta[]
  deletedIds: unknown[]
  named: ReferencedIds
  known: StoredFacts
  /** State of the device after its last request. */
  last: TrackerDevice
  isNew: boolean
  /** True if everything must be sent, because the data was restored or the device was away for long. */
  isAnew: boolean
  /** Position up to which the device certainly has everything, and position at which the response starts. */
  proven: number
  from: number
}

export const sentRowId = ({ id }: Pick<SentDelta, 'id'>) => idInput.safeParse(id).data

export const sentRowKey = (sent: SentDelta) => entityKey(sent.type, sentRowId(sent) ?? '')

const namedIn = (sent: SentDelta[], deletedIds: unknown[]): ReferencedIds => {
  const idsOf = (type: EntityType) => sent.flatMap((one) => (one.type === type ? (sentRowId(one) ?? []) : []))
  return {
    plan: idsOf('plan'),
    session: idsOf('session'),
    card: idsOf('card'),
    any: deletedIds.flatMap((id) => idInput.safeParse(id).data ?? []),
    projects: [],
    goals: [],
    hasTimer: false,
  }
}

/**
 * Infers whether the last response arrived. A tracker sends all rows since the last response it received. So the
 * response arrived if no row of that request is sent again. After an empty request this is unknown: repeats it.
 */
const positionsOf = (last: TrackerDevice, comesAgain: boolean) => {
  const isProven = last.sent_rows > 0 && !comesAgain && last.answered_from <= last.proven
  const proven = isProven ? last.answered_to : last.proven
  return { proven, from: last.has_more === 1 && !comesAgain ? last.answered_to : proven }
}

const isStale = ({ device }: StoredFacts, epoch: number, now: number) =>
  device !== null &&
  (device.epoch !== epoch || device.last_sync_at <= now - tombstoneMs || device.full_version !== null)

/** Reads the stored rows that a request refers to. @param now epoch ms */
export const readTrackerRequest = async (
  c: Context<Once>,
  deviceId: string,
  body: TrackerBody,
  now: number,
): Promise<TrackerRequest> => {
  const { DB } = c.env
  const { id: userId } = c.var.user
  const sent = trackerDeltas(body)
  const named = namedIn(sent, body.deleted_ids)
  const keys = entityTypes.flatMap((type) => [...named[type], ...named.any].map((id) => ({ type, id })))
  const [known, found, entries] = await Promise.all([
    readStoredFacts(DB, userId, deviceId, named),
    readDevice(DB, userId, deviceId),
    readDeviceRows(DB, userId, deviceId, keys),
  ])
  const last = found ?? noRequestYet
  const comesAgain = last.sent_rows > 0 && [...entries.values()].some(({ request }) => request === last.request)
  const isAnew = isStale(known, c.var.head.epoch, now)
  const positions = isAnew ? { proven: 0, from: 0 } : positionsOf(last, comesAgain)
  const deletedIds = body.deleted_ids
  return { deviceId, now, sent, deletedIds, named, known, last, isNew: found === null, isAnew, ...positions }
}

/** A delta of the protocol, or the id of a deletion. */
export type DeltaPart = { type: EntityType | 'any'; delta: unknown }

/** Translates a request into deltas of the protocol. Skips rows that the device already has. */
export const translateRequest = async (
  c: Context<Once>,
  { sent, deletedIds, known }: TrackerRequest,
): Promise<{
  parts: DeltaPart[]
  digests: Map<string, string>
  unchanged: SyncResult[]
  warnings: Map<string, Fault[]>
}> => {
  const { id: userId, preferences: zone } = c.var.user
  const parts: DeltaPart[] = []
  const digests = new Map<string, string>()
  const unchanged: SyncResult[] = []
  const warnings = new Map<string, Fault[]>()
  for (const one of sent) {
    const stored = known.rows.get(sentRowKey(one)) ?? null
    if (stored?.deletedAt === null && isUnchangedRow(one, trackerRow(stored, userId, zone))) {
      unchanged.push({ type: one.type, id: stored.id, status: 'unchanged' })
      continue
    }
    const delta = protocolDelta(one, stored, zone)
    parts.push({ type: one.type, delta })
    const given = delta.data && 'warnings' in delta.data ? delta.data.warnings : null
    if (Array.isArray(given) && given.length > 0) warnings.set(sentRowKey(one), given)
    if (one.data) digests.set(sentRowKey(one), (await sha256Hex(rowText(one))).slice(0, 32))
  }
  parts.push(...deletedIds.map((delta) => ({ type: 'any' as const, delta })))
  return { parts, digests, unchanged, warnings }
}

/** Facts for decisions about deltas, which a device of the protocol would send itself. */
export const decisionFacts = (
  { proven, last, isAnew }: TrackerRequest,
  digests: Map<string, string>,
): StoredDeviceState => ({
  digests,
  seenTo: proven,
  doubtTo: isAnew ? 0 : last.doubt_to,
})
