import { type Decision, decide, isLaterDeletion } from '../../../functions/programs/sync/core/decide'
import type { DataOf, Delta, EntityType, Review, SyncResult } from '../../../functions/programs/sync/core/protocol'
import type { DeviceRequest } from '../remote'
import { cleaned, isRefused } from './data'
import { lostOf, type Model, type Stored } from './model'

/** A delta that was decided about, for the laws. */
export type Decided = { device: string; type: EntityType; delta: Delta; decision: Decision; stored: Stored | null }

/** Names the writes of devices, and watches what becomes of them. */
export type Watch = {
  tokenOf: (device: string, type: EntityType, delta: Delta) => string
  decided: (one: Decided) => void
}

type Batch = {
  model: Model
  device: string
  request: DeviceRequest
  now: number
  seq: number
  watch: Watch
  /** Rows that the device would take for what it sent, and whose stored version the feed does not bring. */
  unlike: Stored[]
}

/** Milliseconds that a clock may be ahead of the server's. */
const aheadMs = 60_000

const keyOf = (device: string, type: EntityType, id: string) => `${device} ${type} ${id}`

/** Stores a row in the batch. Its device does not have it like that where another of its deltas made it before. */
const put = <Type extends EntityType>(batch: Pick<Batch, 'model' | 'seq'>, type: Type, row: Stored<Type>) => {
  batch.model.rows[type].set(row.id, row)
  batch.model.head = batch.seq
}

const isSameRow = <Type extends EntityType>(stored: Stored<Type> | undefined, data: DataOf[Type] | null) => {
  if (!stored) return false
  return data === null ? stored.isDeleted : !stored.isDeleted && JSON.stringify(data) === JSON.stringify(stored.data)
}

const statusOf = (decision: Decision) => {
  if (decision === 'apply' || decision === 'apply_and_keep') return 'applied'
  return decision === 'unchanged' ? 'unchanged' : 'superseded'
}

const takeDelta = <Type extends EntityType>(batch: Batch, type: Type, delta: Delta<DataOf[Type]>): SyncResult => {
  const { model, device, request, now, seq, watch } = batch
  const { id, updated_at: writtenAt } = delta
  const key = keyOf(device, type, id)
  const last = model.lastWrites.get(key) ?? null
  const sent = delta.action === 'delete' ? null : (delta.data ?? null)
  const digest = sent ? JSON.stringify([writtenAt, sent]) : 'deletion'
  const { remote_version: remoteVersion, local_version: localVersion } = request.state
  const stored = model.rows[type].get(id)
  if (sent && isRefused[type](sent)) {
    if (stored && last) batch.unlike.push(stored)
    if (!last || (last.localVersion <= localVersion && last.writtenAt < writtenAt))
      model.lastWrites.set(key, { writtenAt, digest: '', localVersion, seq: null })
    return { type, id, status: 'rejected' }
  }
  const data = sent && cleaned[type](sent)
  const updatedAt = Math.min(writtenAt, now + aheadMs)
  const isSame = isSameRow(stored, data)
  const arriving = { writtenAt, updatedAt, digest, isDeletion: data === null, isSame, remoteVersion, localVersion }
  const decision = decide(arriving, stored ?? null, last)
  watch.decided({ device, type, delta, decision, stored: stored ?? null })
  const token = watch.tokenOf(device, type, delta)
  const isApplied = decision === 'apply' || decision === 'apply_and_keep'
  if (decision === 'apply_and_keep' && stored) model.inbox[type].push(lostOf(stored))
  if (decision === 'lost') model.inbox[type].push({ id, token, reason: 'edit', data })
  const kept = data ?? stored?.data
  if (isApplied && kept) put(batch, type, { type, id, seq, updatedAt, isDeleted: data === null, data: kept, token })
  const isAsSent = stored !== undefined && stored.seq === last?.seq && digest === last.digest
  const isGone = data === null && stored?.isDeleted
  if (stored && !isApplied && !isAsSent && !isGone && stored.seq <= Math.ceil(remoteVersion)) batch.unlike.push(stored)
  const isRepeat = decision === 'unchanged' && digest === last?.digest
  if (isRepeat && isLaterDeletion(arriving, last)) model.lastWrites.set(key, { ...last, writtenAt, localVersion })
  else if (decision !== 'superseded' && !isRepeat) {
    const isOwn = isApplied && updatedAt === writtenAt && JSON.stringify(sent) === JSON.stringify(data)
    model.lastWrites.set(key, { writtenAt, digest, localVersion, seq: isOwn ? seq : null })
  }
  return { type, id, status: statusOf(decision) }
}

/** Notes that a row is not stored as its device sent it in this batch. */
const forgetOwn = ({ model, device, seq }: Batch, type: EntityType, id: string) => {
  const key = keyOf(device, type, id)
  const last = model.lastWrites.get(key)
  if (last?.seq === seq) model.lastWrites.set(key, { ...last, seq: null })
}

const takeReview = (batch: Batch, { id, card_id, reviewed_at }: Review): SyncResult => {
  const { model, seq, now } = batch
  const card = model.rows.card.get(card_id)
  if (model.reviews.has(id)) return { type: 'review', id, status: 'unchanged' }
  if (!card || card.isDeleted) return { type: 'review', id, status: 'rejected' }
  model.reviews.set(id, { id, card_id, reviewed_at, rating: 3 })
  const data = { ...card.data, repetitions: card.data.repetitions + 1, last_review: reviewed_at }
  put(batch, 'card', { ...card, seq, updatedAt: now, data })
  forgetOwn(batch, 'card', card_id)
  return { type: 'review', id, status: 'applied' }
}

/** Ends all running sessions but the latest. */
const endTimers = (batch: Pick<Batch, 'model' | 'seq' | 'now'>, ended: (id: string) => void) => {
  const { model, seq, now } = batch
  const running = [...model.rows.session.values()]
    .filter(({ isDeleted, data }) => !isDeleted && data.end_time === null)
    .sort((a, b) => a.data.start_time - b.data.start_time || (a.id < b.id ? -1 : 1))
  const latest = running.pop()
  for (const row of running) {
    model.inbox.session.push(lostOf(row, 'timer'))
    const data = { ...row.data, end_time: latest?.data.start_time ?? now, duration_seconds: 0, duration_minutes: 0 }
    put(batch, 'session', { ...row, seq, updatedAt: now, data })
    ended(row.id)
  }
}

/** Takes a request's deltas and reviews as one batch. */
export const takeRequest = (model: Model, device: string, request: DeviceRequest, now: number, watch: Watch) => {
  const batch: Batch = { model, device, request, now, seq: model.head + 1, watch, unlike: [] }
  const results = [
    ...request.plans.map((delta) => takeDelta(batch, 'plan', delta)),
    ...request.sessions.map((delta) => takeDelta(batch, 'session', delta)),
    ...request.cards.map((delta) => takeDelta(batch, 'card', delta)),
    ...request.reviews.map((review) => takeReview(batch, review)),
  ]
  endTimers(batch, (id) => forgetOwn(batch, 'session', id))
  return { results, unlike: batch.unlike }
}

/** The person's own write in the browser, by the server's clock. */
export const putFromBrowser = <Type extends EntityType>(
  model: Model,
  type: Type,
  row: Pick<Stored<Type>, 'id' | 'data' | 'isDeleted' | 'token'>,
  now: number,
) => {
  const seq = model.head + 1
  put({ model, seq }, type, { ...row, type, seq, updatedAt: now })
  endTimers({ model, seq, now }, () => undefined)
}
