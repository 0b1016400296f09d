import { entityTypes } from '../../../functions/programs/sync/core/protocol'
import { digestsMatch, digestsOf } from '../digests'
import { sync } from '../sync'
import { tokenOf } from './data'
import type { Copy, Device } from './device'
import type { Write } from './history'
import { remoteFor } from './play'
import { visibleRows } from './visible-rows'
import { arrive, type World } from './world'

const syncWhole = async (world: World, device: Device) => {
  device.flight = null
  device.fuse.left = Number.POSITIVE_INFINITY
  const outcome = await sync(device.store, remoteFor(world, device, 0, false))
  if (outcome.kind !== 'done') throw new Error(`${device.id} did not sync: ${JSON.stringify(outcome)}`)
}

/** Lets every device sync until all have everything. Throws where one of them has not, by its digests. */
const syncAll = async (world: World) => {
  for (const device of [...world.devices, ...world.devices]) await syncWhole(world, device)
  const digests = await world.service.digests()
  for (const { id, store } of world.devices)
    if (!digestsMatch(await digestsOf(store), digests)) throw new Error(`${id} differs from the server`)
}

const shown = ({ store }: Device) => JSON.stringify(entityTypes.map((type) => [...visibleRows(store, type)].sort()))

/** Throws unless a write is in place, was replaced by one that had it in view or by its own author, or is kept aside. */
const checkWrite = ({ history, devices }: World, write: Write, index: number, inbox: Set<string>) => {
  const { type, id, author, isDeletion } = write
  const tokens = [write.token, history.sameAs.get(write.token)]
  const data = devices[0]?.store.row(type, id)?.data
  const isInPlace = data ? tokens.includes(tokenOf(data)) : isDeletion
  const isReplaced = history.writes.some((other, at) => {
    if (other.type !== type || other.id !== id || other === write) return false
    return (at > index && other.author === author) || (other.saw !== null && tokens.includes(other.saw))
  })
  const isRejected = devices.some((device) => device.id === author && device.store.rejectedOf(type, id) !== null)
  const isKept = tokens.some((token) => token && (inbox.has(token) || history.gone.has(token)))
  if (!isInPlace && !isReplaced && !isRejected && !isKept)
    throw new Error(`${write.token} of ${author} for ${type} ${id} is lost`)
}

/** Everyone syncs, and late copies of all requests arrive; throws where anything is lost, doubled or different. */
export const settle = async (world: World) => {
  await syncAll(world)
  const [first, ...others] = world.devices
  for (const device of others) if (first && shown(device) !== shown(first)) throw new Error('Devices differ')
  const before = await world.service.content()
  const rejected = new Set(world.devices.flatMap(({ store }) => store.rejected().map(({ id }) => id)))
  const isSettled = ({ outgoing }: Copy) => outgoing.body.reviews.every(({ id }) => !rejected.has(id))
  for (const copy of world.copies.filter(isSettled)) await arrive(world, copy)
  if ((await world.service.content()) !== before) throw new Error('A late copy changed something')
  const inbox = new Set(await world.service.inbox())
  for (const [index, write] of world.history.writes.entries()) checkWrite(world, write, index, inbox)
  const reviews = await world.service.reviews()
  for (const id of world.history.reviews)
    if (!reviews.includes(id) && !rejected.has(id) && !world.history.gone.has(id)) throw new Error(`${id} is lost`)
  await syncAll(world)
}
