import type { DataOf, EntityType, Review } from '../../functions/programs/sync/core/protocol'
import type { DeviceStore } from './store'

/** The document of a plan; null for rows of other types. */
export const documentOf = (data: object | null | undefined) =>
  data && 'content' in data && typeof data.content === 'string' ? data.content : null

const countWrite = (store: DeviceStore) => {
  const state = store.state()
  store.saveState({ ...state, local_version: state.local_version + 1 })
}

/** Starts a full resync over if the person edits a row that the resync has not sent yet. */
const watchResync = (store: DeviceStore, type: EntityType, id: string) => {
  const state = store.state()
  const row = store.row(type, id)
  if (!state.is_full || !row?.data || row.confirmed === state.resync) return
  store.saveState({ ...state, remote_version: 0, answers: state.answers + 1 })
}

/**
 * Queues a create, an update or, with null, a deletion. `data` is the whole row. Deleting a missing row only discards
 * its refused write.
 * @param now epoch ms by the device's clock, which may be wrong
 */
export const queueWrite = <Type extends EntityType>(
  store: DeviceStore,
  type: Type,
  id: string,
  data: DataOf[Type] | null,
  now: number,
) =>
  store.transaction(() => {
    const row = store.row(type, id)
    const pending = store.pendingOf(type, id)
    const rejected = store.rejectedOf(type, id)
    if (rejected) store.removeRejected(type, id)
    if (data === null && !(pending ?? row)?.data) return
    const earlier = [row?.updated_at, row?.written_at, pending?.updated_at, rejected?.updated_at]
    const action = data === null ? 'delete' : row?.data ? 'update' : 'create'
    store.savePending(type, {
      id,
      action,
      data,
      base: pending ? pending.base : documentOf(row?.data),
      updated_at: Math.max(now, ...earlier.map((instant = 0) => instant + 1)),
    })
    watchResync(store, type, id)
    countWrite(store)
  })

/** Queues a rating of a card. */
export const addReview = (store: DeviceStore, review: Review) =>
  store.transaction(() => {
    store.saveReview(review)
    countWrite(store)
  })
