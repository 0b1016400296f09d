import type { NewSession } from './schema'

/** Days and tags of a session, which decide how many rows it writes. */
export type SessionSize = { days: number; tags: number }

/**
 * Rows that adding a session writes at most, index entries included (D1's `rows_written`): the version, the session with
 * its keys, the journal, its document, each day with its sum and what it unlocks, and each tag.
 */
export const rowsToAdd = ({ days, tags }: SessionSize) => 20 + 3 * days + tags

/** Rows that deleting one writes at most. */
export const rowsToDelete = rowsToAdd

/** Rows that editing one writes at most: its facts go out, the new ones come in. */
export const rowsToEdit = (size: SessionSize) => rowsToDelete(size) + rowsToAdd(size)

/** How many sessions one batch of `rows` could write. */
export const mostSessionsIn = (rows: number, estimate: (size: SessionSize) => number) =>
  Math.floor(rows / estimate({ days: 1, tags: 0 }))

/** Size of a session at most: it may begin late on its first day. */
export const sizeOf = ({ duration_seconds, tags }: Pick<NewSession, 'duration_seconds' | 'tags'>): SessionSize => ({
  days: Math.ceil(duration_seconds / 86_400) + 1,
  tags: tags.length,
})
