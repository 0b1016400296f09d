import { endOf, overlaps } from '../lib/intervals'
import { dayParts } from '../sessions/list/days'
import type { ListedSession } from '../sessions/schema'
import type { ResolvedTimes } from '../sessions/times/resolve'

type OverlapSession = Pick<ListedSession, 'number' | 'started_at' | 'ended_at' | 'duration_seconds'>

/** Two overlapping sessions and how the earlier can be cut. Instants in epoch ms. */
export type Overlap<S> = {
  earlier: S
  later: S
  from: number
  to: number
  /** Seconds of the earlier session that overlap: the least a cut removes. */
  seconds: number
  /** Parts of the earlier session before and after the later one; null if under a second. */
  before: ResolvedTimes | null
  after: ResolvedTimes | null
}

/** Of two with the same start the longer is the earlier, because it contains the other. */
const compare = (a: OverlapSession, b: OverlapSession) =>
  a.started_at - b.started_at || b.duration_seconds - a.duration_seconds || a.number - b.number

const wholeSeconds = (from: number, to: number) => Math.max(0, Math.floor((to - from) / 1000))

/** Idle time at a session's end overlaps nothing; it belongs to the part after the overlap. */
export const overlapOf = <S extends OverlapSession>(one: S, other: S): Overlap<S> | null => {
  const [earlier, later] = compare(one, other) <= 0 ? [one, other] : [other, one]
  const [from, to] = [later.started_at, Math.min(endOf(earlier), endOf(later))]
  if (from >= to || one.number === other.number) return null
  const before = wholeSeconds(earlier.started_at, later.started_at)
  const after = wholeSeconds(endOf(later), endOf(earlier))
  return {
    earlier,
    later,
    from,
    to,
    seconds: earlier.duration_seconds - before - after,
    before:
      before > 0 ? { started_at: earlier.started_at, ended_at: later.started_at, duration_seconds: before } : null,
    after: after > 0 ? { started_at: endOf(later), ended_at: earlier.ended_at, duration_seconds: after } : null,
  }
}

export const cuts = ['trim', 'split'] as const
export type Cut = (typeof cuts)[number]

/**
 * The pieces a cut leaves of the earlier session: `trim` ends it where the later begins, `split` continues it
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

/** In order of time, at most `limit` + 1. `asks` is false for pairs to skip. */
export const overlapsOn = <S extends ListedSession>(
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
