import type { DataOf, EntityType, Review } from '../../functions/programs/sync/core/protocol'

export type DeviceState = {
  device_id: string
  /** Time of the last sync by the server's clock (epoch ms). */
  last_sync: number
  /** Number of writes made on this device. */
  local_version: number
  /** Position in the server's change log, as the server returned it. */
  remote_version: number
  /** Number of full resyncs. A row that the current resync has not sent yet has a lower `confirmed`. */
  resync: number
  /** True while a full resync is under way. */
  is_full: boolean
  /** Number of responses received. A response is ignored if another one came after its request was made. */
  answers: number
}

/** The server's version of a row, as far as the device knows it; without data if it is deleted. */
export type ServerRow<Type extends EntityType = EntityType> = {
  id: string
  data: DataOf[Type] | null
  updated_at: number
  /** `updated_at` of the device's latest write that the server has answered; 0 before any. */
  written_at: number
  /** `resync` of the state when the row was last saved. */
  confirmed: number
}

/** A write of the device that the server has not acknowledged. The person sees it instead of the row. */
export type PendingWrite<Type extends EntityType = EntityType> = {
  id: string
  action: 'create' | 'update' | 'delete'
  /** Null for a deletion. */
  data: DataOf[Type] | null
  updated_at: number
  /** For a plan: the document on which the edit is based; null for a new plan. */
  base: string | null
}

/** A write or review that the server refused, kept for the person. */
export type RejectedWrite = {
  type: EntityType | 'review'
  id: string
  reason: string
  updated_at: number
  /** Null for a deletion. */
  data: object | null
}

/** Synchronous storage of a device. Each `save` inserts a row or replaces the one with the same type and id. */
export type DeviceStore = {
  /** Runs the work in a transaction, which rolls back if the work throws. Calls do not nest. */
  transaction: <Result>(work: () => Result) => Result

  state: () => DeviceState
  saveState: (state: DeviceState) => void

  row: <Type extends EntityType>(type: Type, id: string) => ServerRow<Type> | null
  saveRow: <Type extends EntityType>(type: Type, row: ServerRow<Type>) => void
  /** Rows with data, sorted by id in code units. */
  rows: <Type extends EntityType>(type: Type) => Iterable<ServerRow<Type>>
  /** Removes the data of all rows whose `confirmed` is lower. */
  emptyRowsBefore: (resync: number) => void

  pendingOf: <Type extends EntityType>(type: Type, id: string) => PendingWrite<Type> | null
  /** Saves a queued write. A row keeps the place in the queue of its first write. */
  savePending: <Type extends EntityType>(type: Type, pending: PendingWrite<Type>) => void
  removePending: (type: EntityType, id: string) => void
  /** Queued writes, oldest first, at most `limit`. */
  pending: <Type extends EntityType>(type: Type, limit: number) => PendingWrite<Type>[]

  saveReview: (review: Review) => void
  removeReview: (id: string) => void
  /** Unacknowledged reviews, oldest first, at most `limit`. */
  reviews: (limit: number) => Review[]

  saveRejected: (rejected: RejectedWrite) => void
  removeRejected: (type: RejectedWrite['type'], id: string) => void
  rejectedOf: (type: RejectedWrite['type'], id: string) => RejectedWrite | null
  rejected: () => RejectedWrite[]

  /** Number of queued writes and reviews. */
  pendingCount: () => number
}

/** State of a device that has never synced. */
export const newState = (device_id: string): DeviceState => ({
  device_id,
  last_sync: 0,
  local_version: 0,
  remote_version: 0,
  resync: 0,
  is_full: false,
  answers: 0,
})
