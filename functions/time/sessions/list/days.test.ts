import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockSeconds } from '../../../../test/support/models/clock-seconds'
import { runs } from '../../../../test/support/runs'
import { addDays, wallTime, type Zone } from '../../../lib/time/days'
import type { SessionOnDay } from '../schema'
import { berlin, listedSession } from '../testing'
import { groupByDay } from './days'

const onDay = (started_at: number, duration_seconds: number, zone: Zone = berlin): SessionOnDay => {
  const session = listedSession(zone, started_at, duration_seconds)
  return { ...session, date: session.days[0]?.[0] ?? '', starts: 1 }
}

const at = (date: string, time: string) => wallTime(date, time, berlin)
const latestFirst = (sessions: SessionOnDay[]) => sessions.toSorted((a, b) => b.started_at - a.started_at)

test('what a night carries into the next day overlaps there', () => {
  const night = onDay(at('2026-03-09', '23:30'), 5400)
  const early = onDay(at('2026-03-10', '00:30'), 1800)
  const days = groupByDay([early, night], [])
  expect(days).toMatchObject([
    { date: '2026-03-10', tracked_seconds: 5400, clock_seconds: 3600, carried_seconds: 3600 },
    { date: '2026-03-09', tracked_seconds: 1800, clock_seconds: 1800, carried_seconds: 0 },
  ])
  expect(days.flatMap((day) => day.sessions.map((session) => session.overlap_seconds))).toEqual([1800, 1800])
})

test('what others have on the day counts, but is not shown', () => {
  const shown = onDay(at('2026-03-10', '09:00'), 3600)
  const other = onDay(at('2026-03-10', '09:30'), 3600)
  expect(groupByDay([shown], [other, shown])).toMatchObject([
    { tracked_seconds: 7200, clock_seconds: 5400, sessions: [{ id: shown.id, overlap_seconds: 1800 }] },
  ])
})

test('sessions that only touch do not overlap', () => {
  const sessions = [onDay(at('2026-03-10', '10:00'), 3600), onDay(at('2026-03-10', '09:00'), 3600)]
  expect(groupByDay(sessions, [])[0]).toMatchObject({
    tracked_seconds: 7200,
    clock_seconds: 7200,
    sessions: [{ overlap_seconds: 0 }, { overlap_seconds: 0 }],
  })
})

test('clock time is what the union covers of the day, and never more than was tracked', () => {
  const zone = fc.record({
    time_zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
    day_start_minute: fc.constantFrom(0, 240),
  })
  const times = fc.array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 100_000 })), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(zone, times, (where, lengths) => {
      const start = Date.parse('2026-03-28T00:00:00Z')
      const sessions = latestFirst(lengths.map(([offset, seconds]) => onDay(start + offset * 1000, seconds, where)))
      const dates = Array.from({ length: 7 }, (_, n) => addDays('2026-03-26', n))
      for (const day of groupByDay(sessions, [], dates)) {
        expect(day.clock_seconds).toBe(clockSeconds(sessions, day.date, where))
        expect(day.clock_seconds).toBeLessThanOrEqual(day.tracked_seconds)
      }
    }),
    { numRuns: runs(300) },
  )
})
