import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { addDays } from '../time/days'
import {
  clockTime,
  dayMonth,
  duration,
  durationLeft,
  exactDuration,
  hoursMinutes,
  isoDuration,
  longDate,
  monthName,
  plural,
  rangeText,
  relativeDateText,
  shortDate,
  wallClock,
  weekdayDay,
  weekdayLetters,
  weekdayNames,
  zoneName,
} from './format'

const RUNS = { numRuns: runs(1_000) }
const today = '2026-11-20'
const seconds = fc.oneof(fc.nat(200), fc.nat(90_000), fc.nat(40_000_000))

/** The seconds that `3h 25m 10s` or `PT3H25M10S` says. */
const read = (text: string) =>
  [...text.replaceAll(',', '').matchAll(/(\d+)([hms])/gi)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (unit?.toLowerCase() === 'h' ? 3600 : unit?.toLowerCase() === 'm' ? 60 : 1),
    0,
  )

describe('a duration', () => {
  test.each([
    [0, '0m', '0m', 'PT0S'],
    [45, '45s', '45s', 'PT45S'],
    [60, '1m', '1m', 'PT1M'],
    [1_525, '25m', '25m 25s', 'PT25M25S'],
    [12_310, '3h 25m', '3h 25m 10s', 'PT3H25M10S'],
    [14_400, '4h', '4h', 'PT4H'],
    [14_407, '4h', '4h 00m 07s', 'PT4H7S'],
    [25_500, '7h 05m', '7h 05m', 'PT7H5M'],
    [4_334_700, '1,204h 05m', '1,204h 05m', 'PT1204H5M'],
  ])('of %d s reads %s, exactly %s, for machines %s', (n, short, exact, iso) => {
    expect([duration(n), exactDuration(n), isoDuration(n)]).toEqual([short, exact, iso])
  })

  test('never says more than was tracked, nor a minute less', () => {
    fc.assert(
      fc.property(seconds, (n) => {
        expect(read(duration(n))).toBeLessThanOrEqual(n)
        expect(n - read(duration(n))).toBeLessThan(60)
      }),
      RUNS,
    )
  })

  test('that is left rounds up, so that it adds up with what was tracked', () => {
    expect([0, 1, 60, 61, 3_541].map(durationLeft)).toEqual(['0m', '1m', '1m', '2m', '1h'])
    expect([duration(3_600 - 1_775), durationLeft(1_775)]).toEqual(['30m', '30m'])
  })

  test('loses nothing in its exact and its machine form', () => {
    fc.assert(
      fc.property(seconds, (n) => {
        expect(read(exactDuration(n))).toBe(n)
        expect(read(isoDuration(n))).toBe(n)
      }),
      RUNS,
    )
  })

  test('comes apart into hours and minutes', () => {
    expect(hoursMinutes(12_310)).toEqual({ hours: 3, minutes: 25 })
  })
})

describe('a date', () => {
  test('of this year is said without it', () => {
    expect(longDate('2026-11-20', today)).toBe('Friday, 20 November')
    expect(dayMonth('2026-11-02', today)).toBe('2 November')
    expect(shortDate('2026-11-20', today)).toBe('Fri 20 Nov')
    expect(weekdayDay('2026-11-16')).toBe('Mon 16')
    expect(monthName('2026-11', today)).toBe('November')
  })

  test('of another year is said with it', () => {
    expect(longDate('2025-11-20', today)).toBe('Thursday, 20 November 2025')
    expect(dayMonth('2025-11-02', today)).toBe('2 November 2025')
    expect(shortDate('2025-11-20', today)).toBe('Thu 20 Nov 2025')
    expect(monthName('2025-11', today)).toBe('November 2025')
  })

  test.each([
    ['2026-11-16', '2026-11-22', '16–22 November'],
    ['2026-10-22', '2026-11-20', '22 October – 20 November'],
    ['2025-10-22', '2025-11-20', '22 October – 20 November 2025'],
    ['2025-12-22', '2026-01-20', '22 December 2025 – 20 January 2026'],
    ['2026-11-20', '2026-11-20', '20 November'],
  ])('range from %s to %s reads %s', (from, to, text) => expect(rangeText(from, to, today)).toBe(text))

  test('comes after the one before it in the week', () => {
    fc.assert(
      fc.property(fc.nat(60_000), (n) => {
        const date = addDays('1970-01-01', n)
        const weekday = longDate(date, today).split(',')[0]
        const before = longDate(addDays(date, -1), today).split(',')[0]
        expect(weekdayNames.indexOf(weekday ?? '')).toBe((weekdayNames.indexOf(before ?? '') + 1) % 7)
      }),
      RUNS,
    )
  })

  test('has a weekday in two letters too', () => {
    expect(weekdayLetters).toEqual(['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'])
  })
})

describe('a time of day', () => {
  test.each([
    ['00:00', '00:00', '12:00 am'],
    ['09:30', '09:30', '9:30 am'],
    ['12:05', '12:05', '12:05 pm'],
    ['23:59', '23:59', '11:59 pm'],
  ])('%s reads %s or %s', (time, long, short) => {
    expect([wallClock(time, 24), wallClock(time, 12)]).toEqual([long, short])
  })

  test('is the one of the zone', () => {
    const instant = Date.parse('2026-11-20T04:00:59Z')
    expect(clockTime(instant, 'Asia/Kolkata', 24)).toBe('09:30')
    expect(clockTime(instant, 'Asia/Kolkata', 12)).toBe('9:30 am')
  })
})

test.each([
  [0, 'today'],
  [1, 'tomorrow'],
  [-1, 'yesterday'],
  [5, 'in 5 days'],
  [-5, '5 days ago'],
  [13, 'in 13 days'],
  [28, 'in 4 weeks'],
  [56, 'in 8 weeks'],
  [72, 'in 10 weeks'],
  [121, 'in 4 months'],
  [250, 'in 8 months'],
  [800, 'in 2 years'],
])('%d days off reads %s', (days, text) => expect(relativeDateText(days)).toBe(text))

test.each([
  [0, '0 sessions'],
  [1, '1 session'],
  [999, '999 sessions'],
  [1_204, '1,204 sessions'],
  [1_234_567, '1,234,567 sessions'],
])('%d reads %s', (n, text) => expect(plural(n, 'session')).toBe(text))

test('a plural of its own is used', () => expect(plural(3, 'entry', 'entries')).toBe('3 entries'))

test('a zone has its name of today, and any other text stays', () => {
  expect(['Asia/Calcutta', 'America/New_York', 'constructor'].map(zoneName)).toEqual([
    ...['Asia/Kolkata', 'America/New York', 'constructor'],
  ])
})
