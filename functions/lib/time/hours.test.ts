import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { dayOf, localDateTime, splitDays } from './days'
import { splitHours } from './hours'

const zones = fc.record({
  time_zone: fc.constantFrom(
    'America/New_York',
    'Europe/Lisbon',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Pacific/Honolulu',
  ),
  day_start_minute: fc.oneof(fc.constantFrom(0, 90, 240), fc.integer({ min: 0, max: 1439 })),
})

/** Instants around clock changes and a skipped date, and any other. */
const instants = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('2011-12-30', '2006-10-28', '2026-03-08', '2026-11-01', '2026-03-29', '2026-04-05', '1986-01-01'),
      fc.integer({ min: -86_400_000, max: 2 * 86_400_000 }),
    )
    .map(([date, ms]) => Date.parse(date) + ms),
  fc.integer({ min: 0, max: Date.parse('2190-01-01') }),
)

describe('the hours of a session', () => {
  test('of each day sum to its seconds, and begin with the hour it started in', () => {
    const durations = fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 31 * 86_400 }))
    fc.assert(
      fc.property(instants, durations, zones, (start, seconds, zone) => {
        const hours = splitHours(start, seconds, zone)
        const byDay = new Map<string, number>()
        for (const [date, , part] of hours) byDay.set(date, (byDay.get(date) ?? 0) + part)
        expect([...byDay]).toEqual(splitDays(start, seconds, zone))
        expect(hours[0]?.[1]).toBe(Number(localDateTime(start, zone.time_zone).time.slice(0, 2)))
        expect(hours.slice(1).every(([, , part]) => part > 0)).toBe(true)
      }),
      { numRuns: runs(300) },
    )
  })

  test('are what the clocks show, minute by minute', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 1_600 }), zones, (instant, minutes, zone) => {
        const start = Math.floor(instant / 60_000) * 60_000
        const naive = new Map<string, number>()
        for (let minute = 0; minute < minutes; minute += 1) {
          const at = start + minute * 60_000
          const hour = Number(localDateTime(at, zone.time_zone).time.slice(0, 2))
          const key = `${dayOf(at, zone)} ${hour}`
          naive.set(key, (naive.get(key) ?? 0) + 60)
        }
        const split = splitHours(start, minutes * 60, zone).map(([date, hour, seconds]) => [`${date} ${hour}`, seconds])
        expect(Object.fromEntries(split)).toEqual(Object.fromEntries(naive))
      }),
      { numRuns: runs(60) },
    )
  })
})
