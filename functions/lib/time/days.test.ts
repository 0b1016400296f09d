import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { clockSeconds } from '../../../test/support/models/clock-seconds'
import { runs } from '../../../test/support/runs'
import {
  addDays,
  addMonths,
  convertWallTime,
  dayLengthSeconds,
  dayOf,
  dayStart,
  daysBetween,
  daysLater,
  isDate,
  isoWeekday,
  isoWeekNumber,
  isTimeZone,
  localDateTime,
  monthEnd,
  monthOf,
  monthStart,
  splitDays,
  wallTime,
  weekStartOf,
  type Zone,
} from './days'
import { overlapSeconds } from './hours'

const RUNS = { numRuns: runs(1_000) }

const zoneNames = [
  'America/New_York',
  'Asia/Kolkata',
  'Europe/Lisbon',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Tokyo',
  'Pacific/Honolulu',
  'Africa/Casablanca',
  'Asia/Kathmandu',
]

const zones = fc.record({
  time_zone: fc.constantFrom(...zoneNames),
  day_start_minute: fc.oneof(fc.constantFrom(0, 60, 90, 150, 240), fc.integer({ min: 0, max: 1439 })),
})

/** Epoch days around which a clock change, or a skipped date, is likely. */
const changes = fc.constantFrom(
  '2011-12-30',
  '2006-10-28',
  '2006-04-02',
  '2026-03-08',
  '2026-11-01',
  '2026-03-29',
  '2026-04-05',
  '1986-01-01',
)
const dates = fc.oneof(
  fc.integer({ min: 0, max: 80_000 }).map((n) => addDays('1970-01-01', n)),
  fc.tuple(changes, fc.integer({ min: -2, max: 2 })).map(([date, n]) => addDays(date, n)),
)
const instants = fc
  .tuple(dates, fc.integer({ min: 0, max: 86_399_999 }))
  .map(([date, ms]) => Date.parse(`${date}T00:00:00Z`) + ms)

/** A day's boundaries straight from Temporal, by another way than the code under test takes. */
const boundary = (date: string, { time_zone, day_start_minute }: Zone) =>
  Temporal.PlainDateTime.from(`${date}T00:00`)
    .add({ minutes: day_start_minute })
    .toZonedDateTime(time_zone, { disambiguation: 'compatible' }).epochMilliseconds

describe('a day', () => {
  test('begins and ends where Temporal says', () => {
    fc.assert(
      fc.property(dates, zones, (date, zone) => {
        expect(dayStart(date, zone)).toBe(boundary(date, zone))
        expect(dayLengthSeconds(date, zone)).toBe((boundary(addDays(date, 1), zone) - boundary(date, zone)) / 1000)
      }),
      RUNS,
    )
  })

  test('holds every instant from its start to the next one, that excluded', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const date = dayOf(instant, zone)
        expect(dayStart(date, zone)).toBeLessThanOrEqual(instant)
        expect(instant).toBeLessThan(dayStart(addDays(date, 1), zone))
      }),
      RUNS,
    )
  })

  test('begins on itself, unless the zone skipped it', () => {
    fc.assert(
      fc.property(dates, zones, (date, zone) => {
        const skipped = dayLengthSeconds(date, zone) === 0
        expect(dayOf(dayStart(date, zone), zone)).toBe(skipped ? addDays(date, 1) : date)
        expect(dayOf(dayStart(date, zone) - 1, zone) < date).toBe(true)
      }),
      RUNS,
    )
  })
})

describe('the split of a session', () => {
  const durations = fc.integer({ min: 0, max: 31 * 86_400 })

  test('gives each day what lies before its end, from the day it started on, later days only with time, and no more', () => {
    fc.assert(
      fc.property(instants, durations, zones, (start, seconds, zone) => {
        const split = splitDays(start, seconds, zone)
        const days = split.map(([date]) => date)
        expect(days[0]).toBe(dayOf(start, zone))
        expect(days).toEqual([...new Set(days)].toSorted())
        expect(split.slice(1).every(([, part]) => part > 0)).toBe(true)
        let until = 0
        for (const [date, part] of split) {
          until += part
          expect(until).toBe(Math.min(seconds, Math.floor((boundary(addDays(date, 1), zone) - start) / 1000)))
        }
        expect(until).toBe(seconds)
      }),
      RUNS,
    )
  })
})

describe('clock time', () => {
  test('counts each second of a day once, and what overlaps is counted as overlap', () => {
    const UTC = { time_zone: 'UTC', day_start_minute: 0 }
    const intervals = fc.array(fc.tuple(fc.integer({ min: -20, max: 60 }), fc.nat(30)), { maxLength: 8 })
    fc.assert(
      fc.property(intervals, (pairs) => {
        const midnight = Date.parse('2026-05-01T00:00:00Z')
        const sessions = pairs.map(([from, seconds]) => ({
          started_at: midnight + from * 1000,
          duration_seconds: seconds,
        }))
        const covers = (second: number, [from, seconds]: [number, number]) => second >= from && second < from + seconds
        const seconds = Array.from({ length: 120 }, (_, i) => i - 20)
        const today = seconds.filter((second) => second >= 0 && pairs.some((pair) => covers(second, pair)))
        expect(clockSeconds(sessions, '2026-05-01', UTC)).toBe(today.length)
        const shared = pairs.map(
          (pair, i) =>
            seconds.filter((s) => covers(s, pair) && pairs.some((other, j) => j !== i && covers(s, other))).length,
        )
        expect(overlapSeconds(sessions)).toEqual(shared)
      }),
      RUNS,
    )
  })
})

describe('wall-clock time', () => {
  test('comes back from the instant it names, where the clock shows it', () => {
    const times = fc.integer({ min: 0, max: 86_399 }).map((s) => new Date(s * 1000).toISOString().slice(11, 19))
    fc.assert(
      fc.property(dates, times, zones, (date, time, zone) => {
        const [hours, minutes] = time.split(':').map(Number)
        const nextDay = (hours ?? 0) * 60 + (minutes ?? 0) < zone.day_start_minute
        const plain = Temporal.PlainDateTime.from(`${nextDay ? addDays(date, 1) : date}T${time}`)
        const instant = wallTime(date, time, zone)
        expect(instant).toBe(plain.toZonedDateTime(zone.time_zone).epochMilliseconds)
        try {
          plain.toZonedDateTime(zone.time_zone, { disambiguation: 'reject' })
        } catch {
          return
        }
        expect(localDateTime(instant, zone.time_zone)).toEqual({ date: plain.toPlainDate().toString(), time })
      }),
      RUNS,
    )
  })

  test('is what Temporal shows at every instant', () => {
    const timeZones = fc.constantFrom(...zoneNames, 'Asia/Beirut', 'America/Havana')
    fc.assert(
      fc.property(instants, timeZones, (instant, timeZone) => {
        const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toString()
        const { date, time } = localDateTime(instant, timeZone)
        expect(local.startsWith(`${date}T${time}`)).toBe(true)
      }),
      RUNS,
    )
  })
})

describe('the calendar', () => {
  test('agrees with Temporal', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -800, max: 800 }), (date, n) => {
        const plain = Temporal.PlainDate.from(date)
        expect(addDays(date, n)).toBe(plain.add({ days: n }).toString())
        expect(daysBetween(date, addDays(date, n))).toBe(n)
        expect(isoWeekday(date)).toBe(plain.dayOfWeek)
        expect(isoWeekNumber(date)).toBe(plain.weekOfYear)
        expect(addMonths(monthOf(date), n)).toBe(plain.with({ day: 1 }).add({ months: n }).toString().slice(0, 7))
        expect(monthStart(monthOf(date))).toBe(plain.with({ day: 1 }).toString())
        expect(monthEnd(monthOf(date))).toBe(plain.with({ day: plain.daysInMonth }).toString())
      }),
      RUNS,
    )
  })

  test('begins a week at most six days before, on its first weekday', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 7 }), (date, weekStart) => {
        const start = weekStartOf(date, weekStart)
        expect(isoWeekday(start)).toBe(weekStart)
        expect(daysBetween(start, date)).toBeGreaterThanOrEqual(0)
        expect(daysBetween(start, date)).toBeLessThan(7)
      }),
      RUNS,
    )
  })

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '1969-12-31', '2200-01-01', '2026-1-1', '', 'today'])(
    'has no date %s',
    (text) => expect(isDate(text)).toBe(false),
  )

  test('knows every date of its years', () => {
    fc.assert(fc.property(dates, (date) => isDate(date)))
  })
})

test.each([
  ['Europe/Lisbon', true],
  ['UTC', true],
  ['+02:00', false],
  ['Mars/Olympus', false],
  ['', false],
  ['asia/tokyo', true],
  ['EST', true],
  ['IST', false],
  ['art', false],
])('a time zone %s: %s', (name, known) => expect(isTimeZone(name)).toBe(known))

describe('the same clock', () => {
  const zone = fc.constantFrom(
    ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'],
    ...['Pacific/Apia', 'Africa/Cairo', 'Asia/Kathmandu', 'America/St_Johns'],
  )
  /** Any instant, half of them near a change of clocks or a skipped day. */
  const instant = fc.oneof(
    fc.integer({ min: 0, max: Date.UTC(2099, 11, 31) }),
    fc
      .tuple(
        fc.constantFrom(
          ...['2026-03-08T07:00Z', '2026-11-01T06:00Z', '2026-03-29T01:00Z', '2026-10-25T01:00Z', '2011-12-30T10:00Z'],
          ...['2026-04-04T15:00Z', '2018-11-04T03:00Z'],
        ),
        fc.integer({ min: -172_800_000, max: 172_800_000 }),
      )
      .map(([near, off]) => Date.parse(near) + off),
  )
  const plain = (at: number, time_zone: string) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(time_zone).toPlainDateTime()

  test('in another zone is what Temporal has there, or the same moment where that shows it too', () => {
    fc.assert(
      fc.property(instant, zone, zone, (at, from, to) => {
        const found = convertWallTime(at, from, to)
        if (plain(at, to).equals(plain(at, from))) expect(found).toBe(at)
        else expect(found).toBe(plain(at, from).toZonedDateTime(to).epochMilliseconds)
      }),
      { numRuns: runs(1000) },
    )
  })

  test('some days later is what Temporal adds', () => {
    fc.assert(
      fc.property(instant, zone, fc.integer({ min: -400, max: 400 }), (at, where, days) => {
        const added = plain(at, where).add({ days }).toZonedDateTime(where).epochMilliseconds
        expect(daysLater(at, days, where)).toBe(days === 0 ? at : added)
      }),
      { numRuns: runs(1000) },
    )
  })
})
