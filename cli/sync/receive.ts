import { readOnlyText } from '../../functions/learning/plans/schema'
import type { DataOf, Delta, EntityType, SyncAnswer, SyncResult } from '../../functions/programs/sync/core/protocol'
import type { Outgoing } from './remote'
import type { DeviceStore } from './store'
import { documentOf } from './write'

type Received = {
  /** Results of the writes and reviews that left the queue. */
  settled: SyncResult[]
  /** Number of deltas received. */
  deltas: number
  /** False if the device has to send another request at once. */
  isComplete: boolean
}

type Results = Map<string, SyncResult>

const keyOf = ({ type, id }: Pick<SyncResult, 'type' | 'id'>) => `${type} ${id}`

const saveVersion = <Type extends EntityType>(
  store: DeviceStore,
  type: Type,
  { id, action, data: sent, updated_at }: Delta<DataOf[Type]>,
  written_at = store.row(type, id)?.written_at ?? 0,
) => {
  const data = action === 'delete' ? null : (sent ?? null)
  store.saveRow(type, { id, data, updated_at, written_at, confirmed: store.state().resync })
}

/** Stores the time of a write that the server did not apply, because later writes need later times. */
const noteInstant = (store: DeviceStore, type: EntityType, id: string, written_at: number) => {
  const row = store.row(type, id) ?? { id, data: null, updated_at: 0, confirmed: 0 }
  store.saveRow(type, { ...row, written_at })
}

/** Applies the results of writes. Writes made after the request stay queued. */
const settleWrites = <Type extends EntityType>(
  store: DeviceStore,
  type: Type,
  sent: Delta<DataOf[Type]>[],
  results: Results,
) =>
  sent.flatMap((delta) => {
    const result = results.get(keyOf({ type, id: delta.id }))
    if (!result) return []
    const { id, updated_at, data = null } = delta
    const { reason = '' } = result
    // The shared plan's text is read-only for this device. The server refused the text, even if it took the progress.
    const status = reason.includes(readOnlyText({ owner: '' })) ? 'rejected' : result.status
    if (status === 'applied' || status === 'unchanged') saveVersion(store, type, delta, updated_at)
    else noteInstant(store, type, id, updated_at)
    const pending = store.pendingOf(type, id)
    if (pending && pending.updated_at !== updated_at) {
      // The queued write was made after the sent one, so the sent document is now its base.
      if (status === 'applied' && pending.base !== null) store.savePending(type, { ...pending, base: documentOf(data) })
    }
    if (pending?.updated_at !== updated_at) return []
    store.removePending(type, id)
    if (status === 'rejected') store.saveRejected({ type, id, reason, updated_at, data })
    return [{ ...result, status }]
  })

const settleReviews = (store: DeviceStore, { reviews }: Outgoing['body'], results: Results) =>
  reviews.flatMap((review) => {
    const { id, reviewed_at: updated_at } = review
    const result = results.get(keyOf({ type: 'review', id }))
    if (!result) return []
    const { status, reason = '' } = result
    store.removeReview(id)
    if (status === 'rejected') store.saveRejected({ type: 'review', id, reason, updated_at, data: review })
    return [result]
  })

/** True if a delta is the device's own write, which the server stored in a changed form. */
const isEcho = <Data>(delta: Delta<Data>, sent: Delta<Data>[], result: SyncResult | undefined) =>
  result?.status === 'applied' && sent.some(({ id, updated_at }) => id === delta.id && updated_at === delta.updated_at)

/** True if a delta changes a row that has a queued write, made before the person could see the delta. */
const meetsWrite = <Type extends EntityType>(
  store: DeviceStore,
  type: Type,
  deltas: Delta<DataOf[Type]>[],
  sent: Delta<DataOf[Type]>[],
  results: Results,
) =>
  deltas.some((delta) => {
    const result = results.get(keyOf({ type, id: delta.id }))
    return store.pendingOf(type, delta.id) !== null && !isEcho(delta, sent, result)
  })

const saveDeltas = (store: DeviceStore, { plans, sessions, cards }: SyncAnswer) => {
  for (const delta of plans) saveVersion(store, 'plan', delta)
  for (const delta of sessions) saveVersion(store, 'session', delta)
  for (const delta of cards) saveVersion(store, 'card', delta)
}

const endResync = (store: DeviceStore) => {
  const state = store.state()
  store.emptyRowsBefore(state.resync)
  store.saveState({ ...state, is_full: false })
}

/**
 * Applies a response in a transaction; ignores it if another response came first. If a delta meets a queued write, no
 * deltas are saved: the device asks again from its old position, so that the server knows that the write was made
 * without seeing them.
 */
export const applyResponse = (store: DeviceStore, { body, answers }: Outgoing, answer: SyncAnswer): Received =>
  store.transaction(() => {
    const state = store.state()
    if (state.answers !== answers) return { settled: [], deltas: 0, isComplete: false }
    const results: Results = new Map(answer.results.map((result) => [keyOf(result), result]))
    const settled = [
      ...settleWrites(store, 'plan', body.plans, results),
      ...settleWrites(store, 'session', body.sessions, results),
      ...settleWrites(store, 'card', body.cards, results),
      ...settleReviews(store, body, results),
    ]
    const mustAskAgain =
      meetsWrite(store, 'plan', answer.plans, body.plans, results) ||
      meetsWrite(store, 'session', answer.sessions, body.sessions, results) ||
      meetsWrite(store, 'card', answer.cards, body.cards, results)
    const { last_sync, remote_version } = answer.state
    store.saveState({ ...state, answers: answers + 1, last_sync, ...(mustAskAgain ? {} : { remote_version }) })
    if (mustAskAgain) return { settled, deltas: 0, isComplete: false }
    saveDeltas(store, answer)
    if (state.is_full && !answer.has_more) endResync(store)
    const deltas = answer.plans.length + answer.sessions.length + answer.cards.length
    return { settled, deltas, isComplete: !answer.has_more && store.pendingCount() === 0 }
  })

/** Starts a full resync: the device reads all rows again and compares its queued writes with them. */
export const startResync = (store: DeviceStore) =>
  store.transaction(() => {
    const state = store.state()
    const { resync, answers } = state
    store.saveState({ ...state, remote_version: 0, resync: resync + 1, is_full: true, answers: answers + 1 })
  })
