import type { SyncRefusal } from './remote'

/** Counts of a sync. */
export type SyncProgress = {
  /** Writes and reviews that the server acknowledged. */
  sent: number
  /** Acknowledged writes that lost to a newer version; the list of conflicts has them. */
  superseded: number
  /** Acknowledged writes that the server refused; `rejected` of the store has them. */
  rejected: number
  /** Received deltas, including those without changes. */
  received: number
  /** Writes and reviews that are still queued. */
  waiting: number
  /** Full resyncs that were needed. */
  resyncs: number
}

/** Result of a sync. `digestsAgree`: null without a comparison. After a refusal all writes stay queued. */
export type Outcome = SyncProgress & ({ kind: 'done'; digestsAgree: boolean | null } | SyncRefusal)

export type SyncOptions = {
  /** Compares digests at the end, and starts a full resync if they differ. */
  verify?: boolean
  onProgress?: (progress: SyncProgress) => void
}
