import { splitsOf } from '../lib/hours'
import type { NewSession } from './schema'

/**
 * Counts of a session that decide how many rows it writes: local days, hours within these days, tags, and how many of
 * a plan, a chunk, a task, a repository and a pull request it names, all five if not given.
 */
export type SessionSize = { days: number; hours: number; tags: number; named?: number }

/** The version, the session with its four keys and its number, and a row of the edit journal. */
const perSession = 8

/** At most: a document with its key and its words, written again if these are rewritten. */
const perDocument = 8

/** A new tag is indexed by its letters. */
const perTag = 1

/** A row of the ledger and its sums of the day and of all time. */
const perLedgerRow = 3

/** A row of the ledger and its sum of all time: hours, and what several tags count twice, have no sum of the day. */
const perPart = 2

/** Counts what adding a session writes. `subjects` have sums by day; `earning` of them are in unlock conditions. */
type Parts = SessionSize & {
  months: number
  subjects: number
  earning: number
  /** Indexes that have the session for its import or repository. */
  keys: number
  hasDocument: boolean
}

/** Rows that adding a session writes at most, index entries included (D1's `rows_written`). */
export const rowsOfParts = ({ days, hours, tags, months, subjects, earning, keys, hasDocument }: Parts) =>
  perSession +
  keys +
  (hasDocument ? perDocument : 0) +
  perTag * tags +
  days * (perLedgerRow * subjects + earning + (tags > 1 ? perPart : 0)) +
  perPart * hours +
  months * subjects

/** The most that a session of a size can have: all, project, goal, what it names, and tags. */
const most = ({ named = 5, ...size }: SessionSize): Parts => {
  const subjects = 3 + named + Math.max(size.tags, 1)
  const months = Math.min(size.days, 1 + Math.ceil(size.days / 28))
  return { ...size, months, subjects, earning: subjects, keys: 3, hasDocument: true }
}

/** Estimates, on the high side, how many rows it writes to add a session. */
export const rowsToAdd = (size: SessionSize) => rowsOfParts(most(size))

/**
 * Estimates the same to delete one, which its project has in an index from then on. A sum that becomes zero is written
 * once more, as it is deleted.
 */
export const rowsToDelete = (size: SessionSize) => {
  const { days, hours, tags, subjects } = most(size)
  return rowsToAdd(size) + 1 + tags + days * (2 * subjects + 1) + hours
}

/** Estimates the same to edit one: its old sums go out, the new ones come in. */
export const rowsToEdit = (size: SessionSize) => rowsToDelete(size) + rowsToAdd(size)

/** How many sessions one batch of `rows` could write, each by itself at least `least` rows. */
export const mostSessionsIn = (rows: number, estimate: (size: SessionSize) => number) =>
  Math.floor(rows / estimate({ days: 0, hours: 0, tags: 0 }))

type Naming = Partial<
  Record<'plan_id' | 'chunk_id' | 'task_id' | 'repo_name', string | null> & { pr_number: number | null }
>

type Planned = Pick<NewSession, 'started_at' | 'duration_seconds' | 'time_zone' | 'day_start_minute' | 'tags'> & Naming

const namedBy = ({ plan_id, chunk_id, task_id, repo_name, pr_number }: Naming) =>
  [plan_id, chunk_id, task_id, repo_name, pr_number].filter((name) => name !== undefined && name !== null).length

/** Splitting thousands of sessions takes seconds, so it is done once for each. */
const sizes = new WeakMap<Planned, Required<SessionSize>>()

export const sizeOf = (session: Planned): Required<SessionSize> => {
  const known = sizes.get(session)
  if (known) return known
  const { days, hours } = splitsOf(session)
  const size = { days: days.length, hours: hours.length, tags: session.tags.length, named: namedBy(session) }
  sizes.set(session, size)
  return size
}

/** Size of an edited session that stays where it was, with the more of what it had and what it gets. */
export const sizeOfEdit = (before: Planned, after: Planned): SessionSize => ({
  ...sizeOf(before),
  tags: Math.max(before.tags.length, after.tags.length),
  named: Math.max(namedBy(before), namedBy(after)),
})
