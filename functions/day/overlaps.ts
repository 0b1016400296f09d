import { endOf, type Interval } from '../lib/intervals'
import { dayParts } from '../sessions/list/days'
import type { ListedSession } from '../sessions/schema'
import type { ResolvedTimes } from '../sessions/times/resolve'

type OverlapSession = Pick<ListedSession, 'number' | 'started_at' | 'ended_at' | 'duration_seconds'>

/** Two sessions that overlap, and what can be made of the earlier. Instants in epoch ms. */
export type Overlap<S> = {
  earlier: S
  later: S
  /** From when to when time was tracked for both. */
  from: number
  to: number
  /** The whole seconds of the earlier one that the later one touches: what a cut takes away at least. */
  seconds: number
  /** What the earlier one tracked before the later one began, and after it ended; null where that is no second. */
  before: ResolvedTimes | null
  after: ResolvedTimes | null
}

/** Of two that begin together the longer is the earlier: the other lies within it. */
const compare = (a: OverlapSession, b: OverlapSession) =>
  a.started_at - b.started_at || b.duration_seconds - a.duration_seconds || a.number - b.number

const wholeSeconds = (from: number, to: number) => Math.max(0, Math.floor((to - from) / 1000))

/**
 * How two sessions overlap, null where they do not. Idle time, which stands at a session's end, overlaps nothing; it goes
 * with what follows the overlap.
 */
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

/** The ways to settle an overlap by cutting the earlier session. */
export const cuts = ['trim', 'split'] as const
export type Cut = (typeof cuts)[number]

/**
 * What a cut leaves of the earlier session: trimmed it ends where the later one begins, split it goes on after it. Null
 * where that is nothing, or nothing else than trimming leaves.
 */
export const cutPieces = (
  { before, after }: Pick<Overlap<unknown>, 'before' | 'after'>,
  cut: Cut,
): [ResolvedTimes, ...ResolvedTimes[]] | null => {
  if (cut === 'trim') return before && [before]
  if (!after) return null
  return before ? [before, after] : [after]
}

const overlap = (a: Interval, b: Interval) => a.started_at < endOf(b) && b.started_at < endOf(a)

/**
 * The overlaps of a day's sessions, in order of time, one more than `limit` at most.
 * @param asks leaves out those of which nothing is to be asked
 */
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
  const found: Overlap<S>[] = []
  for (const [index, part] of parts.entries()) {
    for (const other of parts.slice(index + 1)) {
      if (!overlap(part, other) || found.length > limit) break
      const pair = asks(part.session, other.session) ? overlapOf(part.session, other.session) : null
      if (pair) found.push(pair)
    }
  }
  return found.sort((a, b) => a.from - b.from || a.to - b.to)
}
