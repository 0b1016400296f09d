import { applyResponse, startResync } from '../receive'
import type { Outgoing, Reply } from '../remote'
import type { DeviceStore } from '../store'

/** The program was stopped in the midst of its work. */
class Crash extends Error {}

/** Counts down with each change of the store, and stops the program at 0. */
type Fuse = { left: number }

/** A request that was made. Copies of it may arrive at any time. */
export type Copy = { device: Device; outgoing: Outgoing; hasArrived: boolean }

export type Device = {
  id: string
  store: DeviceStore
  fuse: Fuse
  /** Milliseconds that its clock is ahead. */
  ahead: number
  /** The request that its program waits for, with the reply once the server has given one. */
  flight: { copy: Copy; reply: Reply | null } | null
}

const fragile = (store: DeviceStore, fuse: Fuse): DeviceStore => {
  const burning =
    <Args extends unknown[], Result>(change: (...args: Args) => Result) =>
    (...args: Args) => {
      fuse.left -= 1
      if (fuse.left === 0) throw new Crash()
      return change(...args)
    }
  return {
    ...store,
    saveState: burning(store.saveState),
    saveRow: burning(store.saveRow),
    emptyRowsBefore: burning(store.emptyRowsBefore),
    savePending: burning(store.savePending),
    removePending: burning(store.removePending),
    saveReview: burning(store.saveReview),
    removeReview: burning(store.removeReview),
    saveRejected: burning(store.saveRejected),
    removeRejected: burning(store.removeRejected),
  }
}

/** @param makeStore the storage that is tested, by the id of its device */
export const newDevice = (id: string, makeStore: (id: string) => DeviceStore): Device => {
  const fuse = { left: Number.POSITIVE_INFINITY }
  return { id, store: fragile(makeStore(id), fuse), fuse, ahead: 0, flight: null }
}

/** Runs a step of the device's program. True unless it crashed, which takes its requests along. */
export const survives = async (device: Device, step: () => unknown) => {
  try {
    await step()
    return true
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    device.flight = null
    return false
  } finally {
    device.fuse.left = Number.POSITIVE_INFINITY
  }
}

/** Takes a reply, whenever it comes. */
export const take = ({ store }: Device, outgoing: Outgoing, reply: Reply) => {
  if (reply.kind === 'answer') applyResponse(store, outgoing, reply.answer)
  if (reply.kind === 'resync' && store.state().answers === outgoing.answers) startResync(store)
}
