import type { SyncResult } from '../../functions/programs/sync/core/protocol'
import type { SyncProgress } from './outcome'
import { applyResponse, startResync } from './receive'
import type { Outgoing, Remote, Reply, SyncRefusal } from './remote'
import { entriesOf, largestRequest, nextRequest } from './request'
import type { DeviceStore } from './store'

/** Maximum number of full resyncs, and of consecutive requests without a change. Beyond it the server is faulty. */
const mostResyncs = 3
const mostFruitless = 10

/** State of a running sync. */
export type SyncRun = { progress: Omit<SyncProgress, 'waiting'>; size: typeof largestRequest; fruitless: number }

export const newRun = (): SyncRun => ({
  progress: { sent: 0, superseded: 0, rejected: 0, received: 0, resyncs: 0 },
  size: largestRequest,
  fruitless: 0,
})

type Next = 'again' | 'complete' | SyncRefusal

const stopped = (code: string, detail: string): SyncRefusal => ({ kind: 'refused', status: 409, code, detail })

const withStatus = (results: SyncResult[], wanted: SyncResult['status']) =>
  results.filter(({ status }) => status === wanted).length

const take = (
  store: DeviceStore,
  run: SyncRun,
  outgoing: Outgoing,
  reply: Extract<Reply, { kind: 'answer' }>,
): Next => {
  const before = store.state()
  const { settled, deltas, isComplete } = applyResponse(store, outgoing, reply.answer)
  const { progress } = run
  progress.sent += settled.length
  progress.superseded += withStatus(settled, 'superseded')
  progress.rejected += withStatus(settled, 'rejected')
  progress.received += deltas
  if (isComplete) return 'complete'
  const isFruitless = settled.length === 0 && store.state().remote_version === before.remote_version
  run.fruitless = isFruitless ? run.fruitless + 1 : 0
  return run.fruitless < mostFruitless ? 'again' : stopped('no_progress', 'The server answers, but nothing moves on.')
}

const beginResync = (store: DeviceStore, { progress }: SyncRun): Next => {
  if (progress.resyncs === mostResyncs) return stopped('resync_required', 'The server keeps asking for a full resync.')
  progress.resyncs += 1
  startResync(store)
  return 'again'
}

const withoutDeltas = (outgoing: Outgoing): Outgoing => ({
  ...outgoing,
  body: { ...outgoing.body, plans: [], sessions: [], cards: [], reviews: [] },
})

/**
 * Bisects a request that was refused as a whole, down to a single delta. That delta is set aside if the server accepts a
 * request without it; otherwise the server refuses the device itself.
 */
const narrow = async (
  store: DeviceStore,
  remote: Remote,
  run: SyncRun,
  outgoing: Outgoing,
  refusal: SyncRefusal & { kind: 'refused' },
): Promise<Next> => {
  const entries = entriesOf(outgoing)
  const [first] = entries
  if (!first) return refusal
  if (entries.length > 1) {
    run.size = { ...run.size, deltas: Math.ceil(entries.length / 2) }
    return 'again'
  }
  const reply = await remote.send(withoutDeltas(outgoing))
  if (reply.kind === 'resync') return beginResync(store, run)
  if (reply.kind !== 'answer') return reply
  run.size = largestRequest
  const none = { plans: [], sessions: [], cards: [], deleted_ids: [] }
  const results: SyncResult[] = [{ ...first, status: 'rejected', reason: refusal.detail }]
  const answer = { ...none, state: outgoing.body.state, has_more: true, results }
  return take(store, run, outgoing, { kind: 'answer', answer })
}

/** Sends one request and processes its response. */
export const runRound = async (store: DeviceStore, remote: Remote, run: SyncRun): Promise<Next> => {
  const outgoing = nextRequest(store, run.size)
  const reply = await remote.send(outgoing)
  if (reply.kind === 'answer') {
    run.size = largestRequest
    return take(store, run, outgoing, reply)
  }
  if (reply.kind === 'resync') return beginResync(store, run)
  const isForContent = reply.kind === 'refused' && [400, 413, 422].includes(reply.status)
  return isForContent ? narrow(store, remote, run, outgoing, reply) : reply
}
