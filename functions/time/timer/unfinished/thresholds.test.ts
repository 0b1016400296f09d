import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour } from '../../../../test/support/times'
import { abandonAt, nextStatusChangeAt, unfinishedStatus } from './thresholds'

const start = Date.parse('2026-11-20T09:05:00Z')
const timer = { source: 'timer', started_at: start, last_heartbeat_at: null }
const review = { source: 'extension', started_at: start, last_heartbeat_at: null }

test.each([
  [timer, 0, { is: 'running' }],
  [timer, 4 * hour - 1, { is: 'running' }],
  [timer, 4 * hour, { is: 'asking', since: start + 4 * hour }],
  [timer, 24 * hour - 1, { is: 'asking', since: start + 4 * hour }],
  [timer, 24 * hour, { is: 'abandoned', at: start + 24 * hour }],
  [{ ...timer, last_heartbeat_at: start + 5 * hour }, 8 * hour, { is: 'running' }],
  [{ ...timer, last_heartbeat_at: start + 5 * hour }, 9 * hour, { is: 'asking', since: start + 9 * hour }],
  [{ ...timer, last_heartbeat_at: start + 5 * hour }, 29 * hour, { is: 'abandoned', at: start + 29 * hour }],
  [{ ...timer, last_heartbeat_at: start + 60 * hour }, 72 * hour - 1, { is: 'asking', since: start + 64 * hour }],
  [{ ...timer, last_heartbeat_at: start + 60 * hour }, 72 * hour, { is: 'abandoned', at: start + 72 * hour }],
  [review, 12 * hour - 1, { is: 'open' }],
  [review, 12 * hour, { is: 'abandoned', at: start + 12 * hour }],
])('%o after %i ms', (session, after, standing) => {
  expect(unfinishedStatus(session, 240, start + after)).toEqual(standing)
})

test('an answer from before a start that was moved counts for nothing', () => {
  const moved = { ...timer, last_heartbeat_at: start - hour }
  expect(abandonAt(moved)).toBe(start + 24 * hour)
})

const session = fc.record({
  source: fc.constantFrom('timer', 'extension'),
  started_at: fc.integer({ min: 0, max: 100 * hour }),
  last_heartbeat_at: fc.option(fc.integer({ min: 0, max: 150 * hour })),
})
const preference = fc.integer({ min: 15, max: 1380 })

test('between now and the next change a session stands as it does, and at that instant otherwise', () => {
  fc.assert(
    fc.property(
      session,
      preference,
      fc.integer({ min: 0, max: 200 * hour }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (left, minutes, now, part) => {
        const is = (at: number) => unfinishedStatus(left, minutes, at).is
        const next = nextStatusChangeAt(left, minutes, now)
        if (next === null) {
          expect(is(now)).toBe('abandoned')
          expect(is(now + part * 1000 * hour)).toBe('abandoned')
          return
        }
        expect(next).toBeGreaterThan(now)
        expect(is(Math.min(next - 1, Math.floor(now + (next - now) * part)))).toBe(is(now))
        expect(is(next)).not.toBe(is(now))
      },
    ),
  )
})

test('an answer never brings the end nearer, and no preference moves it', () => {
  fc.assert(
    fc.property(session, preference, fc.integer({ min: 0, max: 100 * hour }), (left, minutes, later) => {
      const answer = Math.max(left.started_at, left.last_heartbeat_at ?? 0) + later
      expect(abandonAt({ ...left, last_heartbeat_at: answer })).toBeGreaterThanOrEqual(abandonAt(left))
      expect(unfinishedStatus(left, minutes, abandonAt(left) - 1).is).not.toBe('abandoned')
      expect(unfinishedStatus(left, minutes, abandonAt(left)).is).toBe('abandoned')
    }),
  )
})
