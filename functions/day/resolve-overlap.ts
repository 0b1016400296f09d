import { v7 as uuid } from 'uuid'
import { titleOf } from '../../views/sessions/words'
import { quoted } from '../changes/words'
import { undoable } from '../changes/writes'
import { type Clock, clockTime } from '../lib/format'
import { commit } from '../lib/sql'
import * as sessions from '../sessions/queries'
import type { SessionRow } from '../sessions/schema'
import type { ResolvedTimes } from '../sessions/times/resolve'
import { updateSession } from '../sessions/writes'
import { type Cut, cutPieces, overlapOf } from './overlaps'
import type { ShownPair } from './schema'
import * as w from './writes'

/** Loads the submitted pair: `moved` if a session changed since, `gone` if one is missing. */
export const loadPair = async (
  db: D1Database,
  userId: string,
  { one, other, one_seq, other_seq }: ShownPair,
): Promise<[SessionRow, SessionRow] | 'gone' | 'moved'> => {
  const [first, second] = await Promise.all([one, other].map((id) => sessions.session(db, userId, id)))
  if (!first || !second) return 'gone'
  return first.seq === one_seq && second.seq === other_seq ? [first, second] : 'moved'
}

export const piecesInWords = (pieces: ResolvedTimes[], timeZone: string, clock: Clock) => {
  const time = (instant: number) => clockTime(instant, timeZone, clock)
  return pieces.map(({ started_at, ended_at }) => `${time(started_at)}–${time(ended_at)}`).join(' and ')
}

type CutResult = { change: { id: string; summary: string } } | 'moved' | 'nothing'

/**
 * Cuts the earlier session in one undoable batch. `nothing`: they do not overlap, or the cut leaves nothing. `moved`:
 * another write came between. `now` in epoch ms.
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
    summary: `${verb} ${quoted(titleOf(earlier))} to ${piecesInWords(pieces, earlier.time_zone, clock)}`,
  }
  const writes = [
    w.guardUnchanged(db, userId, later),
    ...updateSession(db, userId, { ...earlier, ...kept }, earlier.seq, now),
    ...added.flatMap((piece) => w.insertPiece(db, userId, earlier, piece, now)),
  ]
  const touched = { sessions: [earlier.id, ...added.map(({ id }) => id)] }
  const isDone = await commit(db, userId, ['stats'], undoable(db, userId, change, touched, writes, now))
  return isDone ? { change } : 'moved'
}

/** Returns false if a session changed since. */
export const keepBoth = (db: D1Database, userId: string, [one, other]: [SessionRow, SessionRow]) => {
  const guards = [one, other].map((session) => w.guardUnchanged(db, userId, session))
  return commit(db, userId, [], [...guards, w.keepOverlap(db, userId, one.id, other.id)])
}
