import type { Refusal } from './remote'

/** Counts of a sync, so far. */
export type Progress = {
  /** Writes and reviews that the server acknowledged. */
  sent: number
  /** Of these, those that lost to another version; they are in the inbox of conflicts. */
  superseded: number
  /** Of these, those that it refused; they are in `rejected` of the store. */
  rejected: number
  /** Deltas that came, those that brought nothing new included. */
  received: number
  /** Writes and reviews that still wait. */
  waiting: number
  /** Full resyncs that were needed. */
  resyncs: number
}

/** `digestsAgree` is null where no comparison was asked for. Nothing is lost whatever the outcome is: sync again later. */
export type Outcome = Progress & ({ kind: 'done'; digestsAgree: boolean | null } | Refusal)

export type SyncOptions = {
  /** Compares digests at the end, and starts a full resync where they differ. */
  verify?: boolean
  onProgress?: (progress: Progress) => void
}
