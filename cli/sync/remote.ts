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
  /** Asks for `?full=true`. */
  isFull: boolean
  /** `answers` of the state that the request was made from. */
  answers: number
}

export type SyncRefusal =
  | { kind: 'offline' }
  | { kind: 'busy'; retryAfterSeconds: number }
  /** The server had a fault of its own. */
  | { kind: 'failed'; status: number }
  /** `code` is that of the problem details, or empty. */
  | { kind: 'refused'; status: number; code: string; detail: string }

export type Reply = { kind: 'answer'; answer: SyncAnswer } | { kind: 'resync' } | SyncRefusal

/** The server as a device sees it. Neither call throws. */
export type Remote = {
  send: (request: Outgoing) => Promise<Reply>
  digests: () => Promise<{ kind: 'digests'; digests: Digests } | SyncRefusal>
}
