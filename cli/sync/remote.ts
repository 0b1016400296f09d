import type {
  CardData,
  Delta,
  Digests,
  PlanData,
  Review,
  SessionData,
  SyncAnswer,
  SyncState,
} from '../../functions/programs/sync/core/protocol'

/** A `SyncRequest` whose deltas have all members. */
export type DeviceRequest = {
  state: SyncState
  plans: Delta<PlanData>[]
  sessions: Delta<SessionData>[]
  cards: Delta<CardData>[]
  reviews: Review[]
}

export type Outgoing = {
  body: DeviceRequest
  /** Adds `?full=true` to the request. */
  isFull: boolean
  /** The state's `answers` when the request was made. */
  answers: number
}

export type SyncRefusal =
  | { kind: 'offline' }
  | { kind: 'busy'; retryAfterSeconds: number }
  /** The server failed. */
  | { kind: 'failed'; status: number }
  /** `code` comes from the problem details, or is empty. */
  | { kind: 'refused'; status: number; code: string; detail: string }

export type Reply = { kind: 'answer'; answer: SyncAnswer } | { kind: 'resync' } | SyncRefusal

/** The server as a device sees it. Neither call throws. */
export type Remote = {
  send: (request: Outgoing) => Promise<Reply>
  digests: () => Promise<{ kind: 'digests'; digests: Digests } | SyncRefusal>
}
