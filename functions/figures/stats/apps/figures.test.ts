import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { addDays, datesBetween, type Range } from '../../../lib/time/days'
import { type DayOfApps, daysWithin, useByApp, useByDay } from './figures'

type Use = { package_name: string; date: string; seconds: number }

const first = '2023-12-20'
const dates = fc.integer({ min: 0, max: 800 }).map((days) => addDays(first, days))
const use = fc.record({
  package_name: fc.constantFrom('a.one', 'b.two', 'c.three', '__proto__'),
  date: fc.oneof(dates, fc.constantFrom('2023-12-31', '2024-01-01', '2024-02-29', '2024-12-31', '2025-12-31')),
  seconds: fc.integer({ min: 1, max: 86_400 }),
})
const ranges = fc.tuple(dates, dates).map(([a, b]): Range => (a < b ? { from: a, to: b } : { from: b, to: a }))

const sum = (uses: Use[]) => uses.reduce((total, { seconds }) => total + seconds, 0)

const byName = (uses: Use[]) => [...Map.groupBy(uses, ({ package_name }) => package_name)]

/** Days as they are read. */
const read = (uses: Use[]): DayOfApps[] =>
  [...Map.groupBy(uses, ({ date }) => date)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, some]) => ({ date, apps: Object.fromEntries(byName(some).map(([name, own]) => [name, sum(own)])) }))

test('sums by app and by day are those of the uses in the range', () => {
  fc.assert(
    fc.property(fc.array(use, { maxLength: 25 }), ranges, (uses, range) => {
      const days = daysWithin(read(uses), range)
      const within = uses.filter(({ date }) => date >= range.from && date <= range.to)
      expect(useByApp(days)).toEqual(new Map(byName(within).map(([app, some]) => [app, sum(some)])))

      const isAllowed = (app: string) => app === 'b.two'
      const byDate = datesBetween(range.from, range.to).flatMap((date) => {
        const some = within.filter((one) => one.date === date)
        const allowed_seconds = sum(some.filter(({ package_name }) => isAllowed(package_name)))
        return some.length === 0 ? [] : [{ date, allowed_seconds, other_seconds: sum(some) - allowed_seconds }]
      })
      expect(useByDay(days, isAllowed)).toEqual(byDate)
    }),
    { numRuns: runs(60) },
  )
})
