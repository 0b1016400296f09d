import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/runs'
import { dayOf, dayStart, splitDays } from '../../lib/days'
import type { ListedSession } from '../../time/sessions/schema'
import { dayStrip } from './strip'

const RUNS = { numRuns: runs(1_000) }
const minute = 60_000

const session = (startedAt: number, seconds: number, zone: { time_zone: string; day_start_minute: number }) =>
  ({
    number: 1,
    id: String(startedAt),
    project_id: null,
    goal_id: null,
    title: '',
    tags: [],
    started_at: startedAt,
    ended_at: startedAt + seconds * 1000,
    duration_seconds: seconds,
    days: splitDays(startedAt, seconds, zone),
    ...zone,
  }) satisfies ListedSession

const zones = fc.record({
  time_zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
  day_start_minute: fc.constantFrom(0, 270, 1439),
})

describe('the strip of a day', () => {
  test('has every part of it, in order and in bounds', () => {
    fc.assert(
      fc.property(
        zones,
        fc.nat(400 * 24 * 60),
        fc.array(fc.record({ before: fc.nat(2_000), length: fc.nat(900) }), { maxLength: 6 }),
        (zone, nowMinute, drafts) => {
          const now = Date.UTC(2026, 0, 1) + nowMinute * minute
          const today = dayOf(now, zone)
          const sessions = drafts.map(({ before, length }) => session(now - before * minute, length * 60, zone))
          const { pieces, ticks, now: mark } = dayStrip(sessions, today, zone, now)
          const shown = pieces.reduce((sum, { start, end }) => sum + (end - start) / 1000, 0)
          const expected = sessions.flatMap(({ days }) => days).filter(([date]) => date === today)
          expect(shown).toBe(expected.reduce((sum, [, seconds]) => sum + seconds, 0))
          for (const { start, x, width } of pieces) {
            expect(start).toBeGreaterThanOrEqual(dayStart(today, zone))
            expect(x).toBeGreaterThanOrEqual(0)
            expect(x + width).toBeLessThanOrEqual(100.1)
          }
          expect(pieces).toEqual(pieces.toSorted((a, b) => a.start - b.start))
          expect(ticks.length).toBeGreaterThan(0)
          expect(ticks.length).toBeLessThanOrEqual(10)
          for (const x of [mark.x, ...ticks.map((tick) => tick.x)]) expect(x >= 0 && x <= 100).toBe(true)
        },
      ),
      RUNS,
    )
  })

  test('goes from 7 to 23 o’clock, and further for an early or a late one', () => {
    const zone = { time_zone: 'UTC', day_start_minute: 0 }
    const noon = Date.UTC(2026, 10, 20, 12)
    const usual = dayStrip([session(noon - 120 * minute, 3600, zone)], '2026-11-20', zone, noon)
    expect(usual.ticks[0]?.at).toBe(Date.UTC(2026, 10, 20, 7))
    expect(usual.pieces).toMatchObject([{ x: 18.8, width: 6.2 }])
    expect(usual.now.x).toBe(31.3)
    const early = dayStrip([session(noon - 500 * minute, 3600, zone)], '2026-11-20', zone, noon)
    expect(early.ticks[0]?.at).toBe(Date.UTC(2026, 10, 20, 3))
  })
})
