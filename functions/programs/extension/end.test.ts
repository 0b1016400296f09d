import fc from 'fast-check'
import { expect, test } from 'vitest'
import { datesBetween, isoWeekOf } from '../../lib/time/days'
import { endOfSession, isoWeekRange } from './sessions'

const instants = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => seconds * 1000)

test('a session lasts exactly as long as was reported, and ends by now', () => {
  fc.assert(
    fc.property(
      instants,
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.option(fc.nat(2_678_400), { nil: undefined }),
      (start, openMilliseconds, duration) => {
        const now = start + openMilliseconds
        const { started_at, ended_at, duration_seconds } = endOfSession(start, now, duration)
        const open = Math.floor(openMilliseconds / 1000)
        expect(duration_seconds).toBe(duration ?? open)
        expect(ended_at - started_at).toBe(duration_seconds * 1000)
        expect(ended_at).toBeLessThanOrEqual(now)
        // It began when it was opened, unless it cannot have.
        expect(started_at < start).toBe(duration_seconds > open)
        if (started_at < start) expect(now - ended_at).toBeLessThan(1000)
      },
    ),
  )
})

test('a clock that was set back makes nothing negative', () => {
  expect(endOfSession(60_000, 0, undefined)).toEqual({ started_at: 60_000, ended_at: 60_000, duration_seconds: 0 })
})

test('every date is in its ISO week, and in no other', () => {
  for (const date of datesBetween('2018-12-20', '2027-01-10')) {
    const week = isoWeekRange(isoWeekOf(date))
    expect(week && datesBetween(week.from, week.to)).toContain(date)
  }
})

test.each([
  ['2026-W07', '2026-02-09'],
  ['2026-W01', '2025-12-29'],
  ['2026-W53', '2026-12-28'],
  ['2020-W53', '2020-12-28'],
  ['2025-W01', '2024-12-30'],
])('%s begins on %s', (week, from) => expect(isoWeekRange(week)?.from).toBe(from))

test.each(['2026-W54', '2026-W00', '2025-W53', '2026-W7', '2026W07', '', '0000-W01', '9999-W01'])(
  '%j is none',
  (week) => expect(isoWeekRange(week)).toBeNull(),
)
