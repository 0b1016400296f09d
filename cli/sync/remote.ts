import type { Digests, SyncAnswer, SyncRequest } from '../../functions/sync/core/protocol'

export type Outgoing = {
  body: SyncRequest
  /** Asks for `?full=true`. */
  isFull: boolean
  /** `answers` of the state that the request was made from. */
  answers: number
}

export type Refusal =
  | { kind: 'offline' }
  | { kind: 'busy'; retryAfterSeconds: number }
  /** `code` is that of the problem details, or empty. */
  | { kind: 'refused'; status: number; code: string; detail: string }

export type Reply = { kind: 'answer'; answer: SyncAnswer } | { kind: 'resync' } | Refusal

/** The server as a device sees it. Neither call throws. */
export type Remote = {
  send: (request: Outgoing) => Promise<Reply>
  digests: () => Promise<{ kind: 'digests'; digests: Digests } | Refusal>
}
