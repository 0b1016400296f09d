import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { berlin } from '../../../test/support/times'
import { splitDays } from '../../lib/time/days'
import { intervalEnd } from '../../lib/time/hours'
import type { ListedSession } from '../../time/sessions/schema'
import { cutPieces, cuts, findOverlaps, overlapOf } from './overlaps'

const start = Date.parse('2026-03-10T08:00:00Z')

/** A session `from` so many ms after eight, with so many seconds and so many ms of idle time at its end. */
const session = (number: number, from: number, seconds: number, idle = 0): ListedSession => ({
  number,
  id: `s${number}`,
  project_id: null,
  goal_id: null,
  title: '',
  tags: [],
  started_at: start + from,
  ended_at: start + from + seconds * 1000 + idle,
  duration_seconds: seconds,
  focus_ends_at: null,
  days: splitDays(start + from, seconds, berlin),
  ...berlin,
})

const minutes = (number: number, from: number, to: number, idle = 0) =>
  session(number, from * 60_000, (to - from) * 60, idle * 60_000)

/** A little of everything: whole seconds and not, idle and not, inside, across and apart. */
const anySession = (number: number) =>
  fc
    .tuple(
      fc.oneof(
        fc.nat(60).map((s) => s * 1000),
        fc.nat(60_000),
      ),
      fc.nat(60),
      fc.nat(5_000),
    )
    .map(([from, seconds, idle]) => session(number, from, seconds, idle))

/** The whole seconds of the one in which the other tracked no time, counted one by one. */
const secondsOutside = (one: ListedSession, other: ListedSession) =>
  Array.from({ length: one.duration_seconds }, (_, n) => one.started_at + n * 1000).filter(
    (at) => at + 1000 <= other.started_at || at >= intervalEnd(other),
  ).length

describe('an overlap', () => {
  test('of two that follow each other is trimmed, idle time first, and not split', () => {
    const pair = overlapOf(minutes(1, 0, 60, 30), minutes(2, 50, 90))
    expect(pair).toMatchObject({ seconds: 600, earlier: { number: 1 }, later: { number: 2 } })
    expect(pair && cutPieces(pair, 'trim')).toEqual([
      { started_at: start, ended_at: start + 50 * 60_000, duration_seconds: 3000 },
    ])
    expect(pair && cutPieces(pair, 'split')).toBeNull()
  })

  test('of one within another is split, or trimmed with the loss of what follows', () => {
    const pair = overlapOf(minutes(2, 20, 30), minutes(1, 0, 60, 5))
    expect(pair).toMatchObject({ seconds: 600, after: { duration_seconds: 1800 } })
    expect(pair && cutPieces(pair, 'split')).toEqual([
      { started_at: start, ended_at: start + 20 * 60_000, duration_seconds: 1200 },
      { started_at: start + 30 * 60_000, ended_at: start + 65 * 60_000, duration_seconds: 1800 },
    ])
  })

  test('of two that begin together cuts the longer, and leaves no session of no time', () => {
    const pair = overlapOf(minutes(1, 0, 10), minutes(2, 0, 60))
    expect(pair).toMatchObject({ earlier: { number: 2 }, before: null })
    expect(pair && cutPieces(pair, 'trim')).toBeNull()
    expect(pair && cutPieces(pair, 'split')).toHaveLength(1)
  })

  test('is none where one is idle, where they only touch, and with a session of no time', () => {
    expect(overlapOf(minutes(1, 0, 60, 30), minutes(2, 60, 90))).toBeNull()
    expect(overlapOf(minutes(1, 0, 60), minutes(2, 30, 30))).toBeNull()
  })

  test('settled by a cut is none any more, and takes exactly its seconds; trimming also what follows', () => {
    fc.assert(
      fc.property(anySession(1), anySession(2), (one, other) => {
        const pair = overlapOf(one, other)
        const back = overlapOf(other, one)
        expect(back).toEqual(pair)
        const touch = Math.max(one.started_at, other.started_at) < Math.min(intervalEnd(one), intervalEnd(other))
        expect(pair !== null).toBe(touch)
        if (!pair) return
        const { earlier, later } = pair
        expect(pair.seconds).toBe(earlier.duration_seconds - secondsOutside(earlier, later))
        for (const cut of cuts) {
          const pieces = cutPieces(pair, cut)
          if (!pieces) continue
          for (const piece of pieces) {
            expect(piece.duration_seconds).toBeGreaterThan(0)
            expect(piece.duration_seconds * 1000).toBeLessThanOrEqual(piece.ended_at - piece.started_at)
            expect(overlapOf({ ...earlier, ...piece }, later)).toBeNull()
          }
          const left = pieces.reduce((sum, piece) => sum + piece.duration_seconds, 0)
          const lost = cut === 'trim' ? (pair.after?.duration_seconds ?? 0) : 0
          expect(left).toBe(secondsOutside(earlier, later) - lost)
        }
      }),
      { numRuns: runs(2_000) },
    )
  })
})

describe('the overlaps of a day', () => {
  test('are all pairs that share time on it, up to a limit', () => {
    const many = Array.from({ length: 6 }, (_, n) => minutes(n, n, 60))
    expect(findOverlaps(many, '2026-03-10', 100)).toHaveLength(15)
    expect(findOverlaps(many, '2026-03-10', 4)).toHaveLength(5)
    expect(findOverlaps(many, '2026-03-11', 100)).toEqual([])
    expect(findOverlaps(many, '2026-03-10', 100, (one) => one.number > 3)).toHaveLength(1)
  })

  test('are those that a plain model finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 7 }),
        fc.infiniteStream(fc.tuple(fc.nat(99), fc.nat(40))),
        (of, any) => {
          const sessions = of.map((_, number) => {
            const [from, length] = any.next().value
            return minutes(number, from, from + length)
          })
          const naive = sessions.flatMap((one, index) =>
            sessions.slice(index + 1).flatMap((other) => (overlapOf(one, other) ? [[one.number, other.number]] : [])),
          )
          const found = findOverlaps(sessions, '2026-03-10', 1_000).map(({ earlier, later }) =>
            [earlier.number, later.number].toSorted((a, b) => a - b),
          )
          expect(found.map(String).toSorted()).toEqual(naive.map(String).toSorted())
        },
      ),
      { numRuns: runs(300) },
    )
  })
})
