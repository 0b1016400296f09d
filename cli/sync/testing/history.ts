import type { Decision } from '../../../functions/programs/sync/core/decide'
import type { Delta, EntityType } from '../../../functions/programs/sync/core/protocol'
import type { DeviceStore } from '../store'
import type { Decided } from './batch'
import { tokenOf } from './data'

export type RowName = { type: EntityType; id: string }

/** A write that its author was told to be kept. */
export type Write = RowName & {
  author: string
  /** Names the version: the text of its row, or one of its own for a deletion. */
  token: string
  /** Version that the author had in view; null where nothing was there. */
  saw: string | null
  /** True where the author had nothing in view, or only own unsent writes upon nothing. */
  isOnNothing: boolean
  isDeletion: boolean
}

/** Who wrote which version with which one in view, as the judge of all others sees it. */
export type History = {
  writes: Write[]
  /** Writes of devices, by device, row and `updated_at`. */
  byDelta: Map<string, Write>
  /** Versions that were in view when one was written, by token. */
  seenFrom: Map<string, Set<string | null>>
  /** Tokens of the deletions that devices were told, by row and `updated_at`. */
  deletions: Map<string, string>
  /** Deletions of what another one had deleted, with its token. */
  sameAs: Map<string, string>
  decisions: Set<Decision>
  /** Versions that have reached the server. */
  arrived: Set<string>
  /** Ids of the reviews that devices keep. */
  reviews: string[]
  /** Versions that a restored archive or a removed tombstone has taken away. */
  gone: Set<string>
}

type Viewer = { id: string; store: DeviceStore }

export const newHistory = (): History => ({
  writes: [],
  byDelta: new Map(),
  seenFrom: new Map(),
  deletions: new Map(),
  sameAs: new Map(),
  decisions: new Set(),
  arrived: new Set(),
  reviews: [],
  gone: new Set(),
})

const keyOf = (author: string, { type, id }: RowName, updatedAt: number) => `${author} ${type} ${id} ${updatedAt}`

export const tellDeletion = ({ deletions }: History, { type, id }: RowName, updatedAt: number, token: string) =>
  deletions.set(keyOf('', { type, id }, updatedAt), token)

/**
 * The version that a device shows its person. Where its own deletion and the one that it was told have one time, it has
 * both in view if its own changed nothing.
 */
export const viewOf = ({ byDelta, deletions, sameAs }: History, { id: device, store }: Viewer, row: RowName) => {
  const pending = store.pendingOf(row.type, row.id)
  const waiting = pending && byDelta.get(keyOf(device, row, pending.updated_at))
  if (waiting) return { saw: waiting.token, isOnNothing: waiting.isOnNothing }
  const stored = store.row(row.type, row.id)
  if (stored?.data) return { saw: tokenOf(stored.data), isOnNothing: false }
  const own = stored && byDelta.get(keyOf(device, row, stored.updated_at))
  const told = stored && deletions.get(keyOf('', row, stored.updated_at))
  const deletion = own?.isDeletion ? own.token : null
  const isSame = deletion !== null && sameAs.get(deletion) === told
  const saw = (isSame ? told : deletion) ?? told ?? deletion
  return { saw, isOnNothing: true }
}

const link = ({ seenFrom }: History, token: string, saw: string | null) => {
  const seen = seenFrom.get(token) ?? new Set()
  seen.add(saw)
  seenFrom.set(token, seen)
}

/** @param updatedAt null for the browser's */
export const note = (history: History, write: Write, updatedAt: number | null) => {
  history.writes.push(write)
  link(history, write.token, write.saw)
  if (updatedAt !== null) history.byDelta.set(keyOf(write.author, write, updatedAt), write)
}

export const writeOf = (history: History, author: string, row: RowName, { updated_at }: Pick<Delta, 'updated_at'>) => {
  const write = history.byDelta.get(keyOf(author, row, updated_at))
  if (!write) throw new Error(`${author} never wrote ${row.type} ${row.id} at ${updated_at}`)
  return write
}

/** True where a version is in the past of what was in view. */
const isInPast = ({ seenFrom }: History, token: string, view: string | null) => {
  const past = new Set([view])
  for (const one of past) for (const earlier of (one !== null && seenFrom.get(one)) || []) past.add(earlier)
  return past.has(token)
}

const isOwn = ({ writes }: History, author: string, { type, id }: RowName, token: string) =>
  writes.some((write) => write.author === author && write.type === type && write.id === id && write.token === token)

/** Throws where a decision of the server takes away what nobody saw. */
export const judge = (history: History, { device, type, delta, decision, stored }: Decided) => {
  const row = { type, id: delta.id }
  const write = writeOf(history, device, row, delta)
  history.arrived.add(write.token)
  history.decisions.add(decision)
  if (decision === 'apply' && stored) {
    const isSeen =
      isInPast(history, stored.token, write.saw) ||
      isOwn(history, device, row, stored.token) ||
      (stored.isDeleted && write.isOnNothing)
    if (!isSeen) throw new Error(`${write.token} of ${device} replaced ${stored.token}, which it had not seen`)
  }
  if (decision === 'superseded' && stored) {
    const later = history.writes.slice(history.writes.indexOf(write) + 1)
    const isReplaced = later.some((one) => one.author === device && one.type === type && one.id === row.id)
    if (!isReplaced) throw new Error(`${write.token} of ${device} was dropped as older than itself`)
  }
  if (decision === 'unchanged' && write.isDeletion) {
    if (stored) history.sameAs.set(write.token, stored.token)
    else history.gone.add(write.token)
  }
}
