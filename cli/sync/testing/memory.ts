import { type EntityType, entityTypes, type Review } from '../../../functions/programs/sync/core/protocol'
import {
  type DeviceState,
  type DeviceStore,
  newState,
  type PendingWrite,
  type RejectedWrite,
  type ServerRow,
} from '../store'

type Content = {
  state: DeviceState
  rows: { [Type in EntityType]: Map<string, ServerRow<Type>> }
  pending: { [Type in EntityType]: Map<string, PendingWrite<Type>> }
  reviews: Map<string, Review>
  rejected: Map<string, RejectedWrite>
}

const newContent = (deviceId: string): Content => ({
  state: newState(deviceId),
  rows: { plan: new Map(), session: new Map(), card: new Map() },
  pending: { plan: new Map(), session: new Map(), card: new Map() },
  reviews: new Map(),
  rejected: new Map(),
})

const copyOf = ({ state, rows, pending, reviews, rejected }: Content): Content => ({
  state,
  rows: { plan: new Map(rows.plan), session: new Map(rows.session), card: new Map(rows.card) },
  pending: { plan: new Map(pending.plan), session: new Map(pending.session), card: new Map(pending.card) },
  reviews: new Map(reviews),
  rejected: new Map(rejected),
})

const emptyBefore = <Type extends EntityType>(rows: Map<string, ServerRow<Type>>, resync: number) => {
  for (const row of rows.values()) if (row.confirmed < resync) rows.set(row.id, { ...row, data: null })
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

/** A store for tests. What it holds is never changed in place. */
export const memoryStore = (deviceId: string): DeviceStore => {
  let content = newContent(deviceId)
  return {
    transaction: (work) => {
      const before = copyOf(content)
      try {
        return work()
      } catch (error) {
        content = before
        throw error
      }
    },
    state: () => content.state,
    saveState: (state) => {
      content.state = state
    },
    row: (type, id) => content.rows[type].get(id) ?? null,
    saveRow: (type, row) => content.rows[type].set(row.id, row),
    rows: (type) => [...content.rows[type].values()].filter(({ data }) => data !== null).sort(byId),
    emptyRowsBefore: (resync) => {
      for (const type of entityTypes) emptyBefore(content.rows[type], resync)
    },
    pendingOf: (type, id) => content.pending[type].get(id) ?? null,
    savePending: (type, pending) => content.pending[type].set(pending.id, pending),
    removePending: (type, id) => content.pending[type].delete(id),
    pending: (type, limit) => [...content.pending[type].values()].slice(0, limit),
    saveReview: (review) => content.reviews.set(review.id, review),
    removeReview: (id) => content.reviews.delete(id),
    reviews: (limit) => [...content.reviews.values()].slice(0, limit),
    saveRejected: (rejected) => content.rejected.set(`${rejected.type} ${rejected.id}`, rejected),
    removeRejected: (type, id) => content.rejected.delete(`${type} ${id}`),
    rejectedOf: (type, id) => content.rejected.get(`${type} ${id}`) ?? null,
    rejected: () => [...content.rejected.values()],
    pendingCount: () =>
      content.pending.plan.size + content.pending.session.size + content.pending.card.size + content.reviews.size,
  }
}
