import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { addDays, datesBetween, isoWeekday, monthOf } from '../lib/time/days'
import type { Grouping } from './schema'
import { summarize } from './schema'
import { fillPeriods } from './series'

const RUNS = { numRuns: runs(1_000) }
const start = '2026-01-15'

const histories = fc
  .record({
    days: fc.uniqueArray(fc.record({ n: fc.nat(120), seconds: fc.nat(30_000), count: fc.nat(9) }), {
      selector: ({ n }) => n,
    }),
    from: fc.integer({ min: -10, max: 100 }),
    length: fc.integer({ min: 0, max: 60 }),
    group: fc.constantFrom<Grouping>('day', 'week', 'month'),
    weekStart: fc.integer({ min: 1, max: 7 }),
  })
  .map(({ days, from, length, ...rest }) => ({
    days: days
      .map(({ n, seconds, count }) => ({ date: addDays(start, n), total_seconds: seconds, session_count: count }))
      .sort((a, b) => (a.date < b.date ? -1 : 1)),
    range: { from: addDays(start, from), to: addDays(start, from + length) },
    ...rest,
  }))

const sums = (rows: { total_seconds: number; session_count: number }[]) => [
  rows.reduce((sum, row) => sum + row.total_seconds, 0),
  rows.reduce((sum, row) => sum + row.session_count, 0),
]

describe('the periods of a range', () => {
  test('cover it without gap or overlap, each with the days that it has', () => {
    fc.assert(
      fc.property(histories, ({ days, range, group, weekStart }) => {
        const periods = fillPeriods(days, range, group, weekStart)
        expect(periods.flatMap(({ date, to }) => datesBetween(date, to))).toEqual(datesBetween(range.from, range.to))
        for (const period of periods) {
          const own = days.filter(({ date }) => date >= period.date && date <= period.to)
          expect([period.total_seconds, period.session_count]).toEqual(sums(own))
        }
      }),
      RUNS,
    )
  })

  test('begin where a week or a month does, save the first', () => {
    fc.assert(
      fc.property(histories, ({ days, range, group, weekStart }) => {
        for (const { date } of fillPeriods(days, range, group, weekStart).slice(1)) {
          if (group === 'week') expect(isoWeekday(date)).toBe(weekStart)
          if (group === 'month') expect(date).toBe(`${monthOf(date)}-01`)
        }
      }),
      RUNS,
    )
  })
})

describe('the figures of a range', () => {
  const person = { today: '2027-01-01', restDays: [6, 7], daysOff: new Set([addDays(start, 2)]) }

  test('count the days inside it only', () => {
    fc.assert(
      fc.property(histories, ({ days, range }) => {
        const own = days.filter(({ date }) => date >= range.from && date <= range.to)
        const figures = summarize(days, range, person)
        expect([figures.total_seconds, figures.session_count]).toEqual(sums(own))
        expect(figures.active_days).toBe(own.filter((day) => day.total_seconds > 0).length)
        expect(figures.best_day?.seconds ?? 0).toBe(Math.max(0, ...own.map((day) => day.total_seconds)))
      }),
      RUNS,
    )
  })

  test('are nothing where there is nothing', () => {
    const none = { average_active_day_seconds: 0, average_session_seconds: 0, longest_streak: 0, best_day: null }
    expect(summarize([], { from: start, to: start }, person)).toMatchObject(none)
  })

  test('leave a session of no length out of the active days, but count it', () => {
    const days = [
      { date: start, total_seconds: 0, session_count: 1 },
      { date: addDays(start, 1), total_seconds: 90, session_count: 2 },
    ]
    const figures = summarize(days, { from: start, to: addDays(start, 1) }, person)
    expect(figures).toMatchObject({ active_days: 1, average_active_day_seconds: 90, average_session_seconds: 30 })
    expect(figures.best_day).toEqual({ date: addDays(start, 1), seconds: 90 })
  })
})
