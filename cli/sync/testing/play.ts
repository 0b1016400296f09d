import type { DeviceRequest, Remote, Reply } from '../remote'
import { sync } from '../sync'
import { type Copy, type Device, survives, take } from './device'
import type { Step } from './steps'
import { arrive, ask, copyOf, edit, newName, rate, remove, rewrite, type Upheaval, type World } from './world'

const offline: Reply = { kind: 'offline' }

/** The server for a whole sync, where one request or reply is lost. @param failing its number from 1; 0 for none */
export const remoteFor = (world: World, device: Device, failing: number, isReplyLost: boolean): Remote => {
  let requests = 0
  return {
    send: async (outgoing) => {
      requests += 1
      const copy = copyOf(world, device, outgoing)
      if (requests === failing && !isReplyLost) return offline
      const reply = await arrive(world, copy)
      return requests === failing ? offline : reply
    },
    digests: async () => ({ kind: 'digests', digests: await world.service.digests() }),
  }
}

/** A part of a request's deltas: the third ones from `part` on are left out, and the reviews with an even one. */
const partOf = (body: DeviceRequest, part: number): DeviceRequest => {
  const keeps = (_: unknown, index: number) => part === 0 || (index + part) % 3 > 0
  const { plans, sessions, cards, reviews } = body
  return {
    ...body,
    plans: plans.filter(keeps),
    sessions: sessions.filter(keeps),
    cards: cards.filter(keeps),
    reviews: part % 2 === 0 ? reviews : [],
  }
}

const late = async (world: World, { copy: index, part, isHeard }: Step & { do: 'late' }) => {
  const copy = world.copies[index % world.copies.length]
  if (!copy) return
  const { device, outgoing } = copy
  const sent: Copy = { ...copy, outgoing: { ...outgoing, body: partOf(outgoing.body, part) } }
  const reply = await arrive(world, sent)
  if (part === 0) copy.hasArrived = sent.hasArrived
  if (isHeard) await survives(device, () => take(device, sent.outgoing, reply))
}

const fly = async (world: World, device: Device, name: 'arrive' | 'reply' | 'lose') => {
  const { flight } = device
  if (!flight) return
  if (name === 'arrive' && !flight.reply) flight.reply = await arrive(world, flight.copy)
  if (name === 'lose') device.flight = null
  const { reply } = flight
  if (name !== 'reply' || !reply) return
  device.flight = null
  await survives(device, () => take(device, flight.copy.outgoing, reply))
}

const playOnDevice = async (world: World, device: Device, step: Extract<Step, { device: number }>) => {
  switch (step.do) {
    case 'edit':
      return edit(world, device, step.row, newName(world), step.kind)
    case 'rewrite':
      return rewrite(world, device, step.row)
    case 'remove':
      return remove(world, device, step.row)
    case 'rate':
      return rate(world, device, step.card)
    case 'ask':
      return ask(world, device, step.deltas)
    case 'sync': {
      const remote = remoteFor(world, device, step.failing, step.isReplyLost)
      return survives(device, () => sync(device.store, remote))
    }
    case 'crash':
      device.fuse.left = step.changes
      return
    case 'clock':
      device.ahead = step.ahead
      return
    default:
      return fly(world, device, step.do)
  }
}

/** No request from before a restore arrives after it: the server would take its writes for new ones. */
const upheave = (world: World, kind: Upheaval) => {
  world.service.upheave(kind)
  if (kind !== 'restore') return
  world.copies = []
  for (const device of world.devices) device.flight = null
}

/** Takes one step of an interleaving. */
export const play = async (world: World, step: Step) => {
  if (step.do === 'browse') await world.service.browse(step.action, step.row, newName(world))
  else if (step.do === 'late') await late(world, step)
  else if (step.do === 'wait') world.service.wait(step.ms)
  else if (step.do === 'upheaval') upheave(world, step.kind)
  else {
    const device = world.devices[step.device]
    if (device) await playOnDevice(world, device, step)
  }
}
