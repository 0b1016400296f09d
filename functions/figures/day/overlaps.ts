import { v7 as uuid } from 'uuid'
import { storeUndoable } from '../../changes/writes'
import { commit, sql, stale } from '../../lib/db/sql'
import { type Clock, clockTime } from '../../lib/text/format'
import { quoteShort } from '../../lib/text/text'
import { intervalEnd, overlaps } from '../../lib/time/hours'
import { dayParts } from '../../time/sessions/list/days'
import * as sessions from '../../time/sessions/queries'
import type { ListedSession, SessionRow } from '../../time/sessions/schema'
import type { ResolvedTimes } from '../../time/sessions/times/resolve'
import { sessionTitle } from '../../time/sessions/title'
import { insertPiece, updateSession } from '../../time/sessions/writes'
import type { OverlapPairForm } from './schema'

/** Guard: rolls the batch back if the session has changed since `seq`. */
const guardUnchanged = (db: D1Database, userId: string, { id, seq }: Pick<SessionRow, 'id' | 'seq'>) =>
  sql(db)`
    SELECT CASE WHEN EXISTS (
      SELECT 1 FROM sessions
      WHERE user_id = ${userId} AND id = ${id} AND seq = ${seq} AND status = 'completed' AND deleted_at IS NULL)
    THEN 1 ELSE ${stale} END`

const keepOverlap = (db: D1Database, userId: string, one: string, other: string) => {
  const [first = '', second = ''] = [one, other].sort()
  return sql(db)`
    INSERT INTO kept_overlaps (user_id, one, other) VALUES (${userId}, ${first}, ${second})
    ON CONFLICT (user_id, one, other) DO NOTHING`
}

export const forgetKeptOverlap = (db: D1Database, userId: string, one: string, other: string) => {
  const [first = '', second = ''] = [one, other].sort()
  return sql(db)`
    DELETE FROM kept_overlaps WHERE user_id = ${userId} AND one = ${first} AND other = ${second}`
}

type OverlapSession = Pick<ListedSession, 'number' | 'started_at' | 'ended_at' | 'duration_seconds'>

/** Two overlapping sessions, and how to cut the earlier one. Instants in epoch ms. */
export type Overlap<S> = {
  earlier: S
  later: S
  from: number
  to: number
  /** Seconds of the earlier session that overlap: the minimum that a cut removes. */
  seconds: number
  /** Parts of the earlier session before and after the later one; null if under a second. */
  before: ResolvedTimes | null
  after: ResolvedTimes | null
}

/** Sorts by start. For equal starts the longer session comes first, because it contains the other. */
const compare = (a: OverlapSession, b: OverlapSession) =>
  a.started_at - b.started_at || b.duration_seconds - a.duration_seconds || a.number - b.number

const wholeSeconds = (from: number, to: number) => Math.max(0, Math.floor((to - from) / 1000))

/** The overlap of two sessions, or null. Idle time at a session's end does not overlap: it goes to the part after. */
export const overlapOf = <S extends OverlapSession>(one: S, other: S): Overlap<S> | null => {
  const [earlier, later] = compare(one, other) <= 0 ? [one, other] : [other, one]
  const [from, to] = [later.started_at, Math.min(intervalEnd(earlier), intervalEnd(later))]
  if (from >= to || one.number === other.number) return null
  const before = wholeSeconds(earlier.started_at, later.started_at)
  const after = wholeSeconds(intervalEnd(later), intervalEnd(earlier))
  return {
    earlier,
    later,
    from,
    to,
    seconds: earlier.duration_seconds - before - after,
    before:
      before > 0 ? { started_at: earlier.started_at, ended_at: later.started_at, duration_seconds: before } : null,
    after: after > 0 ? { started_at: intervalEnd(later), ended_at: earlier.ended_at, duration_seconds: after } : null,
  }
}

export const cuts = ['trim', 'split'] as const
export type Cut = (typeof cuts)[number]

/**
 * Pieces that a cut leaves of the earlier session: `trim` ends it where the later one begins, `split` continues it
 * afterwards. Null if nothing is left, or if a split would equal a trim.
 */
export const cutPieces = (
  { before, after }: Pick<Overlap<unknown>, 'before' | 'after'>,
  cut: Cut,
): [ResolvedTimes, ...ResolvedTimes[]] | null => {
  if (cut === 'trim') return before && [before]
  if (!after) return null
  return before ? [before, after] : [after]
}

/** Overlapping pairs by time, at most `limit` + 1. `asks` returns false for pairs to skip. */
export const findOverlaps = <S extends ListedSession>(
  sessions: S[],
  date: string,
  limit: number,
  asks: (one: S, other: S) => boolean = () => true,
): Overlap<S>[] => {
  const parts = sessions
    .flatMap((session) => dayParts(session).flatMap((part) => (part.date === date ? [{ ...part, session }] : [])))
    .filter((part) => part.duration_seconds > 0)
    .sort((a, b) => a.started_at - b.started_at || a.session.number - b.session.number)
  const overlapping: Overlap<S>[] = []
  for (const [index, part] of parts.entries()) {
    for (const other of parts.slice(index + 1)) {
      if (!overlaps(part, other) || overlapping.length > limit) break
      const pair = asks(part.session, other.session) ? overlapOf(part.session, other.session) : null
      if (pair) overlapping.push(pair)
    }
  }
  return overlapping.sort((a, b) => a.from - b.from || a.to - b.to)
}

/** Loads the submitted pair of sessions. `moved`: one has changed since. `gone`: one is missing. */
export const loadPair = async (
  db: D1Database,
  userId: string,
  { one, other, one_seq, other_seq }: OverlapPairForm,
): Promise<[SessionRow, SessionRow] | 'gone' | 'moved'> => {
  const [first, second] = await Promise.all([one, other].map((id) => sessions.sessionById(db, userId, id)))
  if (!first || !second) return 'gone'
  return first.seq === one_seq && second.seq === other_seq ? [first, second] : 'moved'
}

export const piecesInWords = (pieces: ResolvedTimes[], timeZone: string, clock: Clock) => {
  const time = (instant: number) => clockTime(instant, timeZone, clock)
  return pieces.map(({ started_at, ended_at }) => `${time(started_at)}–${time(ended_at)}`).join(' and ')
}

type CutResult = { change: { id: string; summary: string } } | 'moved' | 'nothing'

/**
 * Cuts the earlier session in one undoable batch. `nothing`: they do not overlap, or nothing would be left. `moved`: a
 * session has changed meanwhile. `now` in epoch ms.
 */
export const cutOverlap = async (
  db: D1Database,
  userId: string,
  [one, other]: [SessionRow, SessionRow],
  cut: Cut,
  clock: Clock,
  now: number,
): Promise<CutResult> => {
  const overlap = overlapOf(one, other)
  const pieces = overlap && cutPieces(overlap, cut)
  if (!overlap || !pieces) return 'nothing'
  const { earlier, later } = overlap
  const [kept, ...rest] = pieces
  const added = rest.map((piece) => ({ ...piece, id: uuid() }))
  const verb = cut === 'trim' ? 'Trimmed' : 'Split'
  const change = {
    id: uuid(),
    kind: 'edit' as const,
    summary: `${verb} ${quoteShort(sessionTitle(earlier))} to ${piecesInWords(pieces, earlier.time_zone, clock)}`,
  }
  const writes = [
    guardUnchanged(db, userId, later),
    ...updateSession(db, userId, { ...earlier, ...kept }, earlier.seq, now),
    ...added.flatMap((piece) => insertPiece(db, userId, earlier, piece, now)),
  ]
  const touched = { sessions: [earlier.id, ...added.map(({ id }) => id)] }
  const isDone = await commit(db, userId, ['stats'], storeUndoable(db, userId, change, touched, writes, now))
  return isDone ? { change } : 'moved'
}

/** Records that the person keeps an overlap. Returns false if a session has changed since. */
export const acceptOverlap = (db: D1Database, userId: string, [one, other]: [SessionRow, SessionRow]) => {
  const guards = [one, other].map((session) => guardUnchanged(db, userId, session))
  return commit(db, userId, [], [...guards, keepOverlap(db, userId, one.id, other.id)])
}
