import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { addDays } from '../../../lib/time/days'
import { intervalOf, type WallTime, zoneResolver } from './wall-clock'

const zones = fc.constantFrom(
  'America/New_York',
  'Asia/Kolkata',
  'Europe/Lisbon',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Honolulu',
  'Africa/Casablanca',
  'Asia/Beirut',
)
/** Dates of clock changes, some of them at midnight or a minute past. */
const changes = fc.constantFrom(
  '2006-10-28',
  '2006-04-02',
  '2011-12-30',
  '2026-11-01',
  '2026-03-08',
  '2026-04-05',
  '2026-03-29',
)
const dates = fc.oneof(
  fc.nat(50_000).map((n) => addDays('1970-01-01', n)),
  fc.tuple(changes, fc.integer({ min: -2, max: 2 })).map(([date, n]) => addDays(date, n)),
)
const walls: fc.Arbitrary<WallTime> = fc
  .tuple(dates, fc.nat(86_399))
  .map(([date, second]) => ({ date, time: new Date(second * 1000).toISOString().slice(11, 19) }))

describe('the instants of a wall-clock time', () => {
  test('are those at which Temporal shows it, or its compatible one where there is none', () => {
    fc.assert(
      fc.property(walls, zones, (wall, zone) => {
        const plain = Temporal.PlainDateTime.from(`${wall.date}T${wall.time}`)
        const compatible = plain.toZonedDateTime(zone).epochMilliseconds
        const around = [...new Set([-3, -2, -1, 0, 1, 2, 3].map((days) => addDays(wall.date, days)))]
        const offsets = around.map((date) => Temporal.PlainDateTime.from(`${date}T12:00`).toZonedDateTime(zone).offset)
        const shown = [...new Set(offsets)]
          .map((offset) => plain.toZonedDateTime(offset).epochMilliseconds)
          .filter((ms) =>
            Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime().equals(plain),
          )
        expect(zoneResolver(zone)(wall)).toEqual(shown.length > 0 ? shown.toSorted((a, b) => a - b) : [compatible])
      }),
      { numRuns: runs(1_000) },
    )
  })
})

describe('the interval between two wall-clock times', () => {
  test('is the one that was tracked, whatever hour it was in', () => {
    const lengths = fc.nat(20_000)
    fc.assert(
      fc.property(walls, lengths, zones, (wall, seconds, zone) => {
        for (const started_at of zoneResolver(zone)(wall)) {
          const shown = (ms: number) => {
            const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime()
            return {
              date: local.toPlainDate().toString(),
              time: local.toPlainTime().toString({ smallestUnit: 'second' }),
            }
          }
          const end = started_at + seconds * 1000
          const interval = intervalOf(shown(started_at), shown(end), seconds, zoneResolver(zone))
          expect(interval && (interval.ended_at - interval.started_at) / 1000).toBe(seconds)
        }
      }),
      { numRuns: runs(1_000) },
    )
  })

  test('never is backwards', () => {
    fc.assert(
      fc.property(walls, walls, fc.option(fc.nat(10_000)), zones, (start, end, seconds, zone) => {
        const interval = intervalOf(start, end, seconds, zoneResolver(zone))
        const possible = zoneResolver(zone)(start).some((from) => zoneResolver(zone)(end).some((to) => to >= from))
        expect(interval !== null).toBe(possible)
        if (interval) expect(interval.ended_at).toBeGreaterThanOrEqual(interval.started_at)
      }),
      { numRuns: runs(1_000) },
    )
  })
})
