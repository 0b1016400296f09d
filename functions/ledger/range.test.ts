import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { addDays } from '../lib/time/days'
import { DateRange } from './date-range'
import { daysIn, earlierRange, laterRange, presetFor, presetRange, presets, previousRange } from './range'
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
