import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { addDays } from '../lib/time/days'
import { DateRange } from './date-range'
import { daysIn, earlierRange, laterRange, nextPeriod, presetFor, presetRange, presets, previousRange } from './range'
import { groupingsFor } from './schema'

const RUNS = { numRuns: runs(1_000) }
const today = '2026-11-20'

describe('a named range', () => {
  test('of so many days ends today and has as many', () => {
    expect(presetRange('30', today)).toEqual({ from: '2026-10-22', to: today })
    expect(daysIn(presetRange('365', today))).toBe(365)
  })

  test('of this month ends today, of last month with it', () => {
    expect(presetRange('this-month', today)).toEqual({ from: '2026-11-01', to: today })
    expect(presetRange('last-month', '2026-01-01')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
  })

  test('is known by its dates', () => {
    for (const preset of presets) expect(presetFor(presetRange(preset, today), today)).toBe(preset)
    expect(presetFor({ from: '2026-11-02', to: today }, today)).toBeUndefined()
  })
})

describe('beside a range', () => {
  const ranges = fc
    .tuple(fc.integer({ min: -800, max: 20 }), fc.integer({ min: 0, max: 400 }))
    .map(([end, length]) => ({ from: addDays(today, end - length), to: addDays(today, end) }))

  test('the one before it is as long and ends the day before', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        expect(daysIn(previousRange(range))).toBe(daysIn(range))
        expect(addDays(previousRange(range).to, 1)).toBe(range.from)
        expect(addDays(earlierRange(range, today, 1).to, 1)).toBe(range.from)
      }),
      RUNS,
    )
  })

  test('the one after it never goes beyond today, and leaves no day out', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const next = laterRange(range, today, 1)
        expect(next === undefined).toBe(range.to >= today)
        if (!next) return
        expect(next.to <= today).toBe(true)
        expect(next.from <= addDays(range.to, 1)).toBe(true)
        expect(next.to > range.to).toBe(true)
      }),
      RUNS,
    )
  })

  test('a month has the months beside it', () => {
    const october = presetRange('last-month', today)
    expect(earlierRange(october, today, 1)).toEqual({ from: '2026-09-01', to: '2026-09-30' })
    expect(laterRange(october, today, 1)).toEqual(presetRange('this-month', today))
    expect(earlierRange(presetRange('this-month', today), today, 1)).toEqual(october)
    expect(laterRange({ from: '2026-02-01', to: '2026-02-28' }, today, 1)).toEqual({
      from: '2026-03-01',
      to: '2026-03-31',
    })
  })

  test.each([
    ['a month', '2026-10-01 2026-10-31', '2026-11-01 2026-11-30'],
    ['February', '2026-02-01 2026-02-28', '2026-03-01 2026-03-31'],
    ['January of a leap year', '2028-01-01 2028-01-31', '2028-02-01 2028-02-29'],
    ['two months', '2026-11-01 2026-12-31', '2027-01-01 2027-02-28'],
    ['a quarter', '2026-01-01 2026-03-31', '2026-04-01 2026-06-30'],
    ['the last quarter', '2026-10-01 2026-12-31', '2027-01-01 2027-03-31'],
    ['four months', '2026-05-01 2026-08-31', '2026-09-01 2026-12-31'],
    ['half a year', '2026-07-01 2026-12-31', '2027-01-01 2027-06-30'],
    ['a year', '2027-01-01 2027-12-31', '2028-01-01 2028-12-31'],
    ['two years', '2026-01-01 2027-12-31', '2028-01-01 2029-12-31'],
    ['a month from the 15th', '2026-10-15 2026-11-14', '2026-11-15 2026-12-14'],
    ['a month from the 15th, before one of 31 days', '2026-11-15 2026-12-14', '2026-12-15 2027-01-14'],
    ['a month from the 15th of February', '2026-02-15 2026-03-14', '2026-03-15 2026-04-14'],
    ['a quarter from the 6th', '2026-04-06 2026-07-05', '2026-07-06 2026-10-05'],
    ['a tax year', '2026-04-06 2027-04-05', '2027-04-06 2028-04-05'],
    ['a month from the 31st', '2026-01-31 2026-02-27', '2026-02-28 2026-03-30'],
    ['the one after it', '2026-02-28 2026-03-30', '2026-03-31 2026-04-29'],
    ['a month from the 30th', '2026-12-30 2027-01-29', '2027-01-30 2027-02-27'],
    ['a month from 29 February', '2028-02-29 2028-03-28', '2028-03-29 2028-04-28'],
    ['a year from 29 February', '2028-02-29 2029-02-27', '2029-02-28 2030-02-27'],
    ['a week', '2026-11-09 2026-11-15', '2026-11-16 2026-11-22'],
    ['two weeks over the year', '2026-12-21 2027-01-03', '2027-01-04 2027-01-17'],
    ['a day', '2026-12-31 2026-12-31', '2027-01-01 2027-01-01'],
    ['ten days', '2026-10-01 2026-10-10', '2026-10-11 2026-10-20'],
    ['30 days', '2026-10-02 2026-10-31', '2026-11-01 2026-11-30'],
  ])('%s is followed by the next by the calendar', (_, range, next) => {
    const read = (text: string) => ({ from: text.slice(0, 10), to: text.slice(11) })
    expect(nextPeriod(read(range))).toEqual(read(next))
  })

  test('a week has the weeks beside it, as the person begins theirs; up to today it is one already', () => {
    const week = { from: '2026-11-09', to: '2026-11-15' }
    const present = { from: '2026-11-16', to: today }
    expect(laterRange(week, today, 1)).toEqual(present)
    expect(earlierRange(present, today, 1)).toEqual(week)
    expect(earlierRange(week, today, 1)).toEqual({ from: '2026-11-02', to: '2026-11-08' })
    // Of weeks that begin on Sunday these are seven days like any other.
    expect(laterRange(week, today, 7)).toEqual({ from: '2026-11-14', to: today })
    expect(earlierRange({ from: today, to: today }, today, 5)).toEqual({ from: '2026-11-19', to: '2026-11-19' })
  })
})

describe('a range of two dates', () => {
  const problems = (from?: string, to?: string) =>
    DateRange.safeParse({ from, to }).error?.issues.map(({ path, message }) => [path[0], message])

  test('has ten years at most', () => {
    expect(problems('2016-11-21', '2026-11-20')).toBeUndefined()
    expect(problems('2016-11-19', '2026-11-20')).toEqual([['to', 'A range has at most 10 years']])
  })

  test('ends no earlier than it starts', () => {
    expect(problems('2026-11-20', '2026-11-20')).toBeUndefined()
    expect(problems('2026-11-20', '2026-11-19')).toEqual([['to', 'The range ends before it starts']])
  })
})

test.each([
  [1, ['day']],
  [7, ['day']],
  [8, ['day', 'week']],
  [31, ['day', 'week']],
  [32, ['day', 'week', 'month']],
  [366, ['day', 'week', 'month']],
  [367, ['week', 'month']],
  [732, ['week', 'month']],
  [733, ['month']],
])('%i days are shown by %j', (days, groupings) => {
  expect(groupingsFor({ from: '2024-01-01', to: addDays('2024-01-01', days - 1) })).toEqual(groupings)
})
