import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { longDate, monthNames } from '../text/format'
import { addDays, dateOf, dayNumber, isoWeekday } from './days'
import { type DateOrder, formatDateField, readDate } from './typed-date'

/** A Friday. */
const today = '2026-11-27'

const orders = ['dmy', 'mdy'] as const
const order = fc.constantFrom<DateOrder>(...orders)
const day = fc.integer({ min: dayNumber('1970-01-01'), max: dayNumber('2199-12-31') }).map(dateOf)

const read = (typed: string, order: DateOrder, isPast = false) => readDate(typed, { today, order, isPast })

/** A word of a date as a phone or a form in a document may write it. */
const disguises = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `  ${text} `,
  (text) => text.toUpperCase(),
  (text) => text.replaceAll(' ', '\u00A0'),
  (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
)

const words =
  'next last this in end of the on by fri friday week weekend month year day days ago from now a 2 15 31 15th . / - dec 2026 99'
const phrase = fc.array(fc.constantFrom(...words.split(' ')), { maxLength: 6 }).map((some) => some.join(' '))

describe('the words of a date field', () => {
  test.each([
    ['', null],
    ['fri', '2026-12-04'],
    ['today', '2026-11-27'],
    ['tomorrow', '2026-11-28'],
    ['yesterday', '2026-11-26'],
    ['3 days ago', '2026-11-24'],
    ['15.12.', '2026-12-15'],
    ['15.12', '2026-12-15'],
    ['December 15th, 2027', '2027-12-15'],
    ['Monday, 15 December 2026', null],
    ['the 15th', '2026-12-15'],
    ['in 2 weeks', '2026-12-11'],
    ['a week from now', '2026-12-04'],
    ['end of month', '2026-11-30'],
    ['end of this week', '2026-11-29'],
    ['next week', '2026-11-30'],
    ['in 3 months', '2027-02-27'],
    ['this friday', '2026-12-04'],
    ['friday next week', '2026-12-04'],
    ['12/32/2026', null],
    ['31.2.', null],
    ['29 feb 2027', null],
    ['2026-02-30', null],
    ['15', null],
    ['soon', null],
  ])('%j are %s in either order', (typed, date) => {
    for (const order of orders) expect(read(typed, order)).toBe(date)
  })

  // As people report it of other pickers: the order is never mixed, and what can be read in one way alone is.
  test.each([
    ['3/4', '2027-04-03', '2027-03-04'],
    ['10/05/2021', '2021-05-10', '2021-10-05'],
    ['9/25/2011', '2011-09-25', '2011-09-25'],
    ['25/32/2011', null, null],
    ['2009 03 09', '2009-03-09', '2009-03-09'],
    ['2026/1/5', '2026-01-05', '2026-01-05'],
    ['16/9', '2027-09-16', '2027-09-16'],
  ])('%j is %s with the day first and %s with the month first', (typed, dayFirst, monthFirst) => {
    expect([read(typed, 'dmy'), read(typed, 'mdy')]).toEqual([dayFirst, monthFirst])
  })

  test.each([
    ['1.1.26', '2026-01-01'],
    ['5/5/15', '2015-05-05'],
    ['15.12.75', '2075-12-15'],
    ['31/12/76', '1976-12-31'],
    ['15 Dec 99', '1999-12-15'],
    ['13.1.0026', null],
    ['13.1.026', null],
  ])('a year of two digits is within 50 years: %j is %s', (typed, date) => {
    for (const order of orders) expect(read(typed, order)).toBe(date)
  })

  test.each([
    ['fri', '2026-11-27', '2026-12-04'],
    ['last friday', '2026-11-20', '2026-11-20'],
    ['next friday', '2026-12-04', '2026-12-04'],
    ['1 Oct', '2026-10-01', '2027-10-01'],
    ['15.12.', '2025-12-15', '2026-12-15'],
    ['tomorrow', '2026-11-28', '2026-11-28'],
  ])('of what has been %j is %s, of what comes %s', (typed, past, ahead) => {
    expect([read(typed, 'dmy', true), read(typed, 'dmy')]).toEqual([past, ahead])
  })

  test('next Friday is in the week after this one, on each day of it', () => {
    for (let at = 0; at < 7; at += 1) {
      const now = addDays('2026-12-28', at)
      expect(readDate('next friday', { today: now, order: 'mdy' })).toBe('2027-01-08')
    }
  })

  test('in months and years are at most at the end of their month', () => {
    const reading = { today: '2028-02-29', order: 'dmy' } as const
    expect(readDate('in a year', reading)).toBe('2029-02-28')
    expect(readDate('in 1 month', { ...reading, today: '2026-01-31' })).toBe('2026-02-28')
    expect(readDate('in 999 years', reading)).toBeNull()
  })

  test('are the date that they were written from, however it is written', () => {
    fc.assert(
      fc.property(day, day, order, fc.boolean(), disguises, (date, today, order, isPast, disguise) => {
        const [year, month, dayOf] = date.split('-').map(Number)
        const name = monthNames[(month ?? 1) - 1]
        const numbers = order === 'dmy' ? [dayOf, month, year] : [month, dayOf, year]
        const written = [
          ...[date, formatDateField(date, order), longDate(date, ''), `${dayOf}.${month}.${year}`],
          ...[numbers.join('/'), numbers.join('-'), numbers.join(' '), `${name} ${dayOf}, ${year}`],
        ]
        for (const text of written) expect(readDate(disguise(text), { today, order, isPast })).toBe(date)
      }),
      { numRuns: runs(500) },
    )
  })

  test('as a field has them are the same date in the other order', () => {
    fc.assert(
      fc.property(day, order, order, (date, written, order) => {
        expect(read(formatDateField(date, written), order)).toBe(date)
      }),
      { numRuns: runs(500) },
    )
  })

  test('without a year are on the next such day, or on the latest', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 365 }), order, (today, far, order) => {
        const ahead = addDays(today, far)
        const past = addDays(today, -far)
        const words = (date: string) => formatDateField(date, order).replace(/,? \d{4}$/, '')
        const isClear = (date: string) => !date.endsWith('-02-29') && (far === 0 || date.slice(5) !== today.slice(5))
        if (isClear(ahead) && ahead <= '2199-12-31') expect(readDate(words(ahead), { today, order })).toBe(ahead)
        if (isClear(past) && past >= '1970-01-01')
          expect(readDate(words(past), { today, order, isPast: true })).toBe(past)
      }),
      { numRuns: runs(500) },
    )
  })

  test('of any text are a date that is there, or none', () => {
    fc.assert(
      fc.property(phrase, day, order, fc.boolean(), (text, today, order, isPast) => {
        const date = readDate(text, { today, order, isPast })
        if (date !== null) expect([dateOf(dayNumber(date)), isoWeekday(date) > 0]).toEqual([date, true])
      }),
      { numRuns: runs(500) },
    )
  })
})
