import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../test/support/characters'
import { runs } from '../../../test/support/runs'
import { exactDuration, wallClock } from '../text/format'
import { describeTimeError, longestSeconds, parseDuration, parseSpan, parseTime } from './typed-time'

const RUNS = { numRuns: runs(1_000) }
const minuteOfDay = fc.nat(1439)
const padded = (n: number) => String(n).padStart(2, '0')
const clock = (minute: number) => `${padded(Math.floor(minute / 60))}:${padded(minute % 60)}`

/** The ways a person may write spaces and capitals. */
const disguises = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `  ${text} `,
  (text) => text.toUpperCase(),
  (text) => text.replaceAll(' ', '\u00A0'),
  (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit))),
  (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
)

describe('a duration', () => {
  test.each([
    ['90', 5400],
    ['1:30', 5400],
    ['1h 30m', 5400],
    ['1.5h', 5400],
    ['1,5h', 5400],
    ['1.5', 5400],
    [',5', 1800],
    ['45s', 45],
    ['31 days', null],
    ['744h', 2_678_400],
    ['744h 1s', null],
    ['1:75', null],
    ['30m 1h', null],
    ['and 5m', null],
    ['-5', null],
    ['9-10', null],
  ])('%s is %s s', (text, seconds) => expect(parseDuration(text)).toBe(seconds))

  test('is what it was written from, in every form', () => {
    fc.assert(
      fc.property(fc.nat(longestSeconds), disguises, (seconds, disguise) => {
        const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
        const forms = [
          exactDuration(seconds).replaceAll(',', ''),
          `${h}:${padded(m)}:${padded(s)}`,
          `${h}h${m}m${s}s`,
          `${h} hours ${m} minutes and ${s} seconds`,
        ]
        for (const form of forms) expect(parseDuration(disguise(form))).toBe(seconds)
        expect(parseDuration(disguise(`${Math.floor(seconds / 60)}`))).toBe(seconds - s)
        expect(parseDuration(disguise(`${h}h${padded(m)}`))).toBe(seconds - s)
      }),
      RUNS,
    )
  })
})

describe('a time', () => {
  test.each([
    ['9', '09:00'],
    ['9:30', '09:30'],
    ['930', '09:30'],
    ['9h', '09:00'],
    ['9pm', '21:00'],
    ['9.30 P.M.', '21:30'],
    ['12am', '00:00'],
    ['23:59:59', '23:59:59'],
    ['24:00', null],
    ['25', null],
    ['13pm', null],
    ['0am', null],
    ['9:75', null],
    ['9:30:60', null],
    ['', null],
    ['nine', null],
  ])('%s is %s', (text, time) => expect(parseTime(text)).toBe(time))

  test('is what it was written from, in every form', () => {
    fc.assert(
      fc.property(minuteOfDay, disguises, (minute, disguise) => {
        const time = clock(minute)
        const forms = [time, time.replace(':', ''), time.replace(':', '.'), time.replace(':', 'h'), wallClock(time, 12)]
        for (const form of forms) expect(parseTime(disguise(form))).toBe(time)
      }),
      RUNS,
    )
  })
})

describe('a span', () => {
  test.each([
    ['9-10:30', '09:00', '10:30'],
    ['9:00 — 10:30', '09:00', '10:30'],
    ['9 to 10:30', '09:00', '10:30'],
    ['1-2:30pm', '13:00', '14:30'],
    ['11-1pm', '11:00', '13:00'],
    ['11-1am', '23:00', '01:00'],
    ['10-12am', '22:00', '00:00'],
    ['9am-5', '09:00', '17:00'],
    ['11pm-1', '23:00', '01:00'],
    ['13-2pm', '13:00', '14:00'],
  ])('%s is from %s to %s', (text, start, end) => expect(parseSpan(text)).toEqual({ start, end }))

  test.each(['9', '9-', '-9', '2026-31', '2026-11-20', '9-25', '13-1pm-2', 'nine to five', ''])('is not %s', (text) =>
    expect(parseSpan(text)).toBe(null),
  )

  test('is what it was written from', () => {
    const marks = fc.constantFrom('-', ' - ', '–', ' to ', ' until ')
    fc.assert(
      fc.property(minuteOfDay, minuteOfDay, marks, disguises, (start, end, mark, disguise) => {
        const times = { start: clock(start), end: clock(end) }
        expect(parseSpan(disguise(`${times.start}${mark}${times.end}`))).toEqual(times)
        expect(parseSpan(disguise(`${wallClock(times.start, 12)}${mark}${wallClock(times.end, 12)}`))).toEqual(times)
      }),
      RUNS,
    )
  })

  test('with am or pm at one time lasts at most twelve hours', () => {
    const hours = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(hours, hours, fc.constantFrom('am', 'pm'), fc.boolean(), (from, to, half, atStart) => {
        const span = parseSpan(atStart ? `${from}${half}-${to}` : `${from}-${to}${half}`)
        expect(span && (Number.parseInt(span.end, 10) - Number.parseInt(span.start, 10) + 24) % 24).toBeLessThanOrEqual(
          12,
        )
      }),
      RUNS,
    )
  })
})

describe('what is wrong with a time', () => {
  test.each([
    ['24:00', 'There is no 24:00. Use hours from 0 to 23; midnight is 0:00.'],
    ['25:10', 'There is no 25:10. Use hours from 0 to 23.'],
    ['13pm', 'There is no 13pm. With am or pm, use hours from 1 to 12.'],
    ['9:30:61', 'There is no 9:30:61. Use seconds from 00 to 59.'],
    ['9:5', 'Use two digits for the minutes of 9:5, as in 9:05.'],
    ['9:75 to 10:30', 'There is no 9:75. Use minutes from 00 to 59.'],
    ['9:30', null],
    ['9-10', null],
    ['', null],
  ])('%s: %s', (text, message) => expect(describeTimeError(text)).toBe(message))
})

test('no text throws, and none is both a time and a mistake', () => {
  const parts = fc.constantFrom('1', '30', '9', ':', '.', 'h', 'm', 'pm', ' ', '-', ' to ', '٣', '\u00A0', ',', 'x')
  const texts = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.array(parts, { maxLength: 10 }).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const seconds = parseDuration(text)
      expect(seconds === null || (Number.isInteger(seconds) && seconds >= 0 && seconds <= longestSeconds)).toBe(true)
      const time = parseTime(text)
      expect(time === null || /^([01]\d|2[0-3])(:[0-5]\d){1,2}$/.test(time)).toBe(true)
      if (time !== null || parseSpan(text)) expect(describeTimeError(text)).toBe(null)
    }),
    RUNS,
  )
})
