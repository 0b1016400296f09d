import type { Digests } from '../../../functions/programs/sync/core/protocol'
import type { Outgoing, Reply } from '../remote'
import { nextRequest } from '../request'
import { visibleRow } from '../visible-row'
import { addReview, queueWrite } from '../write'
import { idsOf, makeData, type WriteKind } from './data'
import { type Copy, type Device, newDevice, survives } from './device'
import { type History, note, type RowName, viewOf, writeOf } from './history'
import { memoryStore } from './memory'

export type BrowserAction = 'write' | 'timer' | 'delete' | 'restore' | 'review' | 'bring_back'

/** Tombstones are removed as after 180 days; an archive is made or restored. */
export type Upheaval = 'purge' | 'archive' | 'restore'

/** The server, as the interleavings use it. */
export type Service = {
  /** Epoch ms by its clock. */
  now: () => number
  serve: (device: string, outgoing: Outgoing) => Promise<Reply>
  digests: () => Promise<Digests>
  /** Writes in the browser, and notes it in the history. */
  browse: (action: BrowserAction, row: RowName, token: string) => Promise<void>
  /** Versions in the inbox, by their tokens, and ids of the reviews that are stored. */
  inbox: () => Promise<string[]>
  reviews: () => Promise<string[]>
  wait: (ms: number) => void
  upheave: (kind: Upheaval) => void
  /** Everything that a request may change for good, to compare. */
  content: () => Promise<string>
}

export type World = {
  service: Service
  history: History
  devices: Device[]
  copies: Copy[]
  /** Counts versions and reviews, for their names. */
  named: number
}

export const rowNames: RowName[] = [
  ...idsOf.plan.map((id) => ({ type: 'plan' as const, id })),
  ...idsOf.session.map((id) => ({ type: 'session' as const, id })),
  ...idsOf.card.map((id) => ({ type: 'card' as const, id })),
]

export const newWorld = (service: Service, history: History, makeStore = memoryStore): World => ({
  service,
  history,
  devices: ['one', 'two', 'three'].map((id) => newDevice(id, makeStore)),
  copies: [],
  named: 0,
})

export const newName = (world: World) => {
  world.named += 1
  return `v${world.named}`
}

const clockOf = ({ service }: World, { ahead }: Device) => service.now() + ahead

/** A write of the person, noted once the device has told that it is kept. */
const noting = async (
  world: World,
  device: Device,
  row: RowName,
  token: string,
  isDeletion: boolean,
  work: () => void,
) => {
  const view = viewOf(world.history, device, row)
  const before = device.store.state().local_version
  if (!(await survives(device, work)) || device.store.state().local_version === before) return
  const pending = device.store.pendingOf(row.type, row.id)
  if (!pending) throw new Error('A write is not in the queue')
  note(world.history, { ...row, ...view, author: device.id, token, isDeletion }, pending.updated_at)
}

export const edit = (world: World, device: Device, { type, id }: RowName, token: string, kind: WriteKind) => {
  const now = clockOf(world, device)
  const data = makeData[type](id, token, kind, now)
  return noting(world, device, { type, id }, token, false, () => queueWrite(device.store, type, id, data, now))
}

/** Writes a row as it is shown already. */
export const rewrite = async (world: World, device: Device, { type, id }: RowName) => {
  const data = visibleRow(device.store, type, id)
  const { saw } = viewOf(world.history, device, { type, id })
  if (!data || saw === null) return
  await noting(world, device, { type, id }, saw, false, () =>
    queueWrite(device.store, type, id, data, clockOf(world, device)),
  )
}

/** Deletes a row. Where the server had refused the last write to it, that one is discarded. */
export const remove = async (world: World, device: Device, { type, id }: RowName) => {
  const { history } = world
  const refused = device.store.rejectedOf(type, id)
  await noting(world, device, { type, id }, `deletion ${newName(world)}`, true, () =>
    queueWrite(device.store, type, id, null, clockOf(world, device)),
  )
  if (!refused || device.store.rejectedOf(type, id)) return
  history.gone.add(writeOf(history, device.id, { type, id }, refused).token)
}

export const rate = async (world: World, device: Device, card_id: string) => {
  if (!visibleRow(device.store, 'card', card_id)) return
  const review = { id: `review-${newName(world)}`, card_id, rating: 3 as const, reviewed_at: clockOf(world, device) }
  if (await survives(device, () => addReview(device.store, review))) world.history.reviews.push(review.id)
}

export const copyOf = (world: World, device: Device, outgoing: Outgoing) => {
  const copy: Copy = { device, outgoing, hasArrived: false }
  world.copies.push(copy)
  return copy
}

/** Makes the next request of a device, which its program then waits for. */
export const ask = (world: World, device: Device, deltas: number) => {
  const outgoing = nextRequest(device.store, { deltas, bytes: 1_000_000 })
  device.flight = { copy: copyOf(world, device, outgoing), reply: null }
}

/** A review is refused while its card is deleted, so that a copy of it may still count once the card is back. */
const isSettled = (reply: Reply) =>
  reply.kind === 'answer' &&
  reply.answer.results.every(({ type, status }) => type !== 'review' || status !== 'rejected')

/** A request arrives. Nothing may change where it had arrived before. */
export const arrive = async ({ service }: World, copy: Copy) => {
  const before = copy.hasArrived ? await service.content() : null
  const reply = await service.serve(copy.device.id, copy.outgoing)
  if (before !== null && before !== (await service.content())) throw new Error('A repeated request changed something')
  copy.hasArrived ||= isSettled(reply)
  return reply
}
