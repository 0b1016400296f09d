import { cleanLine, firstCharacters, isSameJson } from '../../../lib/text/text'
import { dayOf, type Zone } from '../../../lib/time/days'
import { wholeSeconds } from '../../../time/sessions/times/resolve'
import { type ArrivingDelta, decide, isLaterDeletion, type LastWrite } from '../core/decide'
import { type EntityType, entityMembers, type SyncResult } from '../core/protocol'
import type { RowVersion, SessionVersion } from '../entities/rows'
import { entityKey, type StoredFacts } from './known'
import { mergePlanEdit } from './merge-plan'
import { mergeRow } from './merge-row'
import { deletionDigest, type ParsedDelta, type RefusedDelta, type RejectedResult, rejectedDelta } from './request'

/** Sender and arrival time of a request. */
type Sender = {
  remoteVersion: number
  localVersion: number
  zone: Zone
  /** The person's local date. */
  today: string
  /** Version up to which the device has seen everything, unless this equals its position. */
  seenTo?: number
  /** Epoch ms. */
  now: number
}

/** A row to write. `isEcho`: it differs from the device's row, so it must be sent back. */
type Change = { version: RowVersion; isEcho: boolean }

/** A version that goes to the inbox. */
export type LostVersion = {
  type: EntityType
  rowId: string
  reason: 'edit' | 'timer'
  /** Title for the person. */
  title: string
  /** Null for a deletion. */
  data: RowVersion['data'] | null
  updatedAt: number
  /** Side that wrote this version. */
  by: 'device' | 'stored'
  /** Version of the stored row. */
  storedSeq: number
}

export type Reconciliation = {
  changes: Map<string, Change>
  /** The device's last writes. `seq` is the version of this batch or of an earlier write, or null. */
  writes: Map<string, LastWrite & { isOwn: boolean }>
  lost: LostVersion[]
  /** Stored rows that differ from the device's, but that the feed will not send. */
  unlike: RowVersion[]
  results: SyncResult[]
}

/** Version of a row changed by this request. The batch assigns the real number. */
export const pendingSeq = Number.MAX_SAFE_INTEGER

/** Time in ms by which a device's clock may be ahead of the server's. */
const aheadMs = 60_000

/** The row after a delta; null for the deletion of a missing row. */
const wanted = (delta: ParsedDelta, stored: RowVersion | null, { projects, goals }: StoredFacts, sender: Sender) => {
  const { id, writtenAt } = delta
  const row = { id, seq: pendingSeq, updatedAt: Math.min(writtenAt, sender.now + aheadMs), deletedAt: null }
  return mergeRow(delta, stored, row, writtenAt, { projects, goals, ...sender })
}

const isSameRow = (target: RowVersion | null, stored: RowVersion | null) => {
  if (!target || !stored) return false
  if (target.deletedAt !== null || stored.deletedAt !== null)
    return target.deletedAt !== null && stored.deletedAt !== null
  return isSameJson(target.data, stored.data)
}

/** True if a sent member differs from its stored value. */
const isAltered = ({ data, isCleaned, writtenAt }: ParsedDelta, target: RowVersion) => {
  if (data === null) return false
  const stored = new Map<string, unknown>(Object.entries(target.data))
  const differs = Object.entries(data).some(
    ([member, value]) => value !== undefined && member !== 'status' && !isSameJson(value, stored.get(member)),
  )
  return isCleaned || differs || target.updatedAt !== writtenAt
}

/** True if a delta omits members. Its device may not have seen their stored values. */
const isPart = ({ type, data }: ParsedDelta) => {
  const sent = new Map<string, unknown>(Object.entries(data ?? {}))
  return data !== null && entityMembers[type].some((member) => sent.get(member) === undefined)
}

/** Refuses a delta. It still replaces earlier deltas of its device, which may arrive later or got no response. */
const refuse = (
  found: Reconciliation,
  { type, id, writtenAt }: Pick<ParsedDelta, 'type' | 'id' | 'writtenAt'>,
  reason: string,
  { stored, last }: { stored: RowVersion | null; last: LastWrite | null },
  localVersion: number,
) => {
  found.results.push(rejectedDelta(type, id, reason))
  if (stored && last) found.unlike.push(stored)
  if (last && (last.localVersion > localVersion || last.writtenAt >= writtenAt)) return
  found.writes.set(entityKey(type, id), { writtenAt, digest: '', localVersion, seq: null, isOwn: false })
}

/** True if the feed is past the stored version, which was not made by this delta. */
const isUnlike = (delta: ParsedDelta, stored: RowVersion, last: LastWrite | null, remoteVersion: number) => {
  if (stored.seq > Math.ceil(remoteVersion)) return false
  if (delta.data === null) return stored.deletedAt === null
  return last?.seq !== stored.seq || last.digest !== delta.digest
}

/** Version to store after a decision, and the side that goes to the inbox. Two edits of a plan are merged. */
const outcomeOf = (
  decision: ReturnType<typeof decide>,
  target: RowVersion | null,
  stored: RowVersion | null,
  { base }: ParsedDelta,
  last: LastWrite | null,
) => {
  const settled =
    target?.type === 'plan' && stored?.type === 'plan' && target.deletedAt === null && stored.deletedAt === null
      ? mergePlanEdit({ mine: target, stored, base, decision, isOwn: last?.seq === stored.seq })
      : null
  if (settled) return { ...settled, isMerged: true, isApplied: settled.version !== null }
  const isApplied = decision === 'apply' || decision === 'apply_and_keep'
  const lost = decision === 'apply_and_keep' ? 'stored' : decision === 'lost' ? 'device' : null
  return { version: target, isMerged: false, isApplied, lost, reason: undefined }
}

/** Reconciles the deltas of a request with the stored rows, in order. */
export const reconcile = (
  deltas: (ParsedDelta | RefusedDelta | RejectedResult)[],
  known: StoredFacts,
  sender: Sender,
): Reconciliation => {
  const { remoteVersion, localVersion } = sender
  const found: Reconciliation = { changes: new Map(), writes: new Map(), lost: [], unlike: [], results: [] }
  for (const delta of deltas) {
    if ('status' in delta) {
      found.results.push(delta)
      continue
    }
    const { type, id, writtenAt } = delta
    const key = entityKey(type, id)
    const stored = found.changes.get(key)?.version ?? known.rows.get(key) ?? null
    const last = found.writes.get(key) ?? known.writes.get(key) ?? null
    if ('refusal' in delta) {
      refuse(found, delta, delta.refusal, { stored, last }, localVersion)
      continue
    }
    const { digest } = delta
    const target = wanted(delta, stored, known, sender)
    if (target && 'reason' in target) {
      refuse(found, delta, target.reason, { stored, last }, localVersion)
      continue
    }
    const updatedAt = Math.min(writtenAt, sender.now + aheadMs)
    const isDeletion = digest === deletionDigest
    const isSame = isSameRow(target, stored)
    const seen = sender.seenTo ?? remoteVersion
    const arriving: ArrivingDelta = {
      writtenAt,
      updatedAt,
      digest,
      isDeletion,
      isSame,
      remoteVersion: seen,
      localVersion,
    }
    const decision = decide(arriving, stored, last)
    const { version, isMerged, isApplied, lost, reason } = outcomeOf(decision, target, stored, delta, last)
    const isRepeat = last?.digest === digest && decision === 'unchanged'
    if (lost === 'stored' && stored) found.lost.push(lostVersion(stored, 'stored', stored.seq))
    if (lost === 'device' && target && stored) found.lost.push(lostVersion(target, 'device', stored.seq))
    const isEcho =
      isMerged || (target !== null && (isAltered(delta, target) || (decision === 'apply_and_keep' && isPart(delta))))
    if (isApplied && version) found.changes.set(key, { version, isEcho })
    if (!isApplied && stored && isUnlike(delta, stored, last, remoteVersion)) found.unlike.push(stored)
    if (isRepeat && isLaterDeletion(arriving, last)) {
      found.writes.set(key, { isOwn: last.seq !== null, ...last, writtenAt, localVersion })
    } else if (decision !== 'superseded' && !isRepeat) {
      const isOwn = isApplied && target !== null && !isEcho
      found.writes.set(key, { writtenAt, digest, localVersion, seq: isApplied ? pendingSeq : null, isOwn })
    }
    const change = found.changes.get(key)
    if (change && !isApplied && !isRepeat) change.isEcho = true
    const isTaken = isApplied && lost !== 'device'
    const status = isTaken ? 'applied' : decision === 'unchanged' ? 'unchanged' : 'superseded'
    found.results.push({ type, id, status, ...(lost === 'device' && { reason: reason ?? inInbox }) })
  }
  return found
}

const inInbox = 'A newer version is stored. Yours is kept under Conflicts'

const titleLength = 200

/** Title of a row for the person. */
export const versionTitle = ({ type, data }: RowVersion) => {
  if (type === 'plan') return data.title
  if (type === 'card') return firstCharacters(cleanLine(data.question), titleLength)
  return data.title || `Session on ${dayOf(data.start_time, { time_zone: data.time_zone, day_start_minute: 0 })}`
}

const lostVersion = (version: RowVersion, by: LostVersion['by'], storedSeq: number): LostVersion => ({
  type: version.type,
  rowId: version.id,
  reason: 'edit',
  title: versionTitle(version),
  data: version.deletedAt === null ? version.data : null,
  updatedAt: version.updatedAt,
  by,
  storedSeq,
})

const isRunning = (row: SessionVersion) =>
  row.data.end_time === null && row.deletedAt === null && row.extra.source === 'timer'

const ended = (row: SessionVersion, end: number, now: number): SessionVersion => {
  const end_time = Math.max(end, row.data.start_time)
  const duration_seconds = wholeSeconds({ started_at: row.data.start_time, ended_at: end_time })
  const duration_minutes = Math.round(duration_seconds / 60)
  return {
    ...row,
    updatedAt: Math.max(now, row.updatedAt + 1),
    data: { ...row.data, end_time, duration_seconds, duration_minutes },
  }
}

/**
 * Keeps only the latest running timer, because a person has one. Ends each other timer when the next one started, and
 * puts it into the inbox.
 * @param now epoch ms
 */
export const settleTimers = ({ changes, writes, lost }: Reconciliation, { timer }: StoredFacts, now: number) => {
  const changed = [...changes.values()].flatMap(({ version }) =>
    version.type === 'session' && isRunning(version) ? [version] : [],
  )
  const others = timer && !changes.has(entityKey('session', timer.id)) && changed.length > 0 ? [timer] : []
  const running = [...others, ...changed].toSorted(
    (a, b) => a.data.start_time - b.data.start_time || (a.id < b.id ? -1 : 1),
  )
  for (const [index, row] of running.entries()) {
    const next = running[index + 1]
    if (!next) return
    const key = entityKey('session', row.id)
    changes.set(key, { version: ended(row, next.data.start_time, now), isEcho: true })
    const write = writes.get(key)
    if (write) write.isOwn = false
    const { data, updatedAt, seq: storedSeq } = row
    const by = write ? 'device' : 'stored'
    lost.push({
      type: 'session',
      rowId: row.id,
      reason: 'timer',
      title: versionTitle(row),
      data,
      updatedAt,
      by,
      storedSeq,
    })
  }
}
