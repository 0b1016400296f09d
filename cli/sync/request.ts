import { type Delta, requestDeltaLimit } from '../../functions/programs/sync/core/protocol'
import type { Outgoing } from './remote'
import type { DeviceStore, PendingWrite } from './store'

type RequestSize = { deltas: number; bytes: number }

/** Maximum size. `bytes` leaves room for the state and for characters that take more bytes when encoded. */
export const largestRequest: RequestSize = { deltas: requestDeltaLimit, bytes: 4_500_000 }

const encoder = new TextEncoder()
const bytesOf = (value: object) => encoder.encode(JSON.stringify(value)).length + 1

/** Returns a function that takes values in order until the size is reached. It always takes the first value. */
const taking = (size: RequestSize) => {
  let { deltas, bytes } = size
  let isEmpty = true
  return <Value extends object>(values: Value[]) => {
    const end = values.findIndex((value) => {
      deltas -= 1
      bytes -= bytesOf(value)
      const isTooMuch = !isEmpty && (deltas < 0 || bytes < 0)
      isEmpty = false
      return isTooMuch
    })
    return end < 0 ? values : values.slice(0, end)
  }
}

const deltaOf = <Data>({
  id,
  action,
  data,
  updated_at,
  base,
}: Omit<PendingWrite, 'data'> & { data: Data | null }): Delta<Data> =>
  data === null ? { action, id, updated_at } : { action, id, data, updated_at, ...(base !== null && { base }) }

/** Builds the next request from queued writes: plans first, and reviews last because their cards must exist. */
export const nextRequest = (store: DeviceStore, size = largestRequest): Outgoing => {
  const { device_id, last_sync, local_version, remote_version, is_full, answers } = store.state()
  const take = taking(size)
  const body = {
    state: { device_id, last_sync, local_version, remote_version },
    plans: take(store.pending('plan', size.deltas).map(deltaOf)),
    sessions: take(store.pending('session', size.deltas).map(deltaOf)),
    cards: take(store.pending('card', size.deltas).map(deltaOf)),
    reviews: take(store.reviews(size.deltas)),
  }
  return { body, isFull: is_full, answers }
}

/** Types and ids of the deltas and reviews of a request. */
export const entriesOf = ({ body }: Outgoing) => [
  ...body.plans.map(({ id }) => ({ type: 'plan' as const, id })),
  ...body.sessions.map(({ id }) => ({ type: 'session' as const, id })),
  ...body.cards.map(({ id }) => ({ type: 'card' as const, id })),
  ...body.reviews.map(({ id }) => ({ type: 'review' as const, id })),
]
