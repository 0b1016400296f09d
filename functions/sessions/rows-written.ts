import { splitsOf } from '../lib/hours'
import type { NewSession } from './schema'

/** Counts of a session that decide how many rows it writes: local days, hours within these days, tags. */
export type SessionSize = { days: number; hours: number; tags: number }

/** Rows that one row of the ledger writes at most, in itself, its three sums and their indexes. */
const perLedgerRow = 8

/** Rows of the session itself, its indexes, its document and the edit journal. */
const perSession = 40
const perTag = 4

/** Subjects that each day has besides its tags and hours: all, project, goal, plan, repository and pull request. */
const subjects = 4

const ledgerRows = ({ days, hours, tags }: SessionSize) =>
  days * (subjects + Math.max(tags, 1) + Number(tags > 1)) + hours

/** Estimates, on the high side, how many rows it writes to add a session, or to delete it. */
export const rowsToAdd = (size: SessionSize) => perSession + perTag * size.tags + perLedgerRow * ledgerRows(size)

/** Estimates, on the high side, how many rows it writes to edit a session: its old sums go out, the new ones come in. */
export const rowsToEdit = (size: SessionSize) => 2 * rowsToAdd(size)

type Planned = Pick<NewSession, 'started_at' | 'duration_seconds' | 'time_zone' | 'day_start_minute' | 'tags'>

/** Splitting thousands of sessions takes seconds, so it is done once for each. */
const sizes = new WeakMap<Planned, SessionSize>()

export const sizeOf = (session: Planned): SessionSize => {
  const known = sizes.get(session)
  if (known) return known
  const { days, hours } = splitsOf(session)
  const size = { days: days.length, hours: hours.length, tags: session.tags.length }
  sizes.set(session, size)
  return size
}
