import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { addDays, datesBetween, daysBetween, type Range } from '../../../lib/time/days'
import { firstUse, useByApp, useByDay, type YearOfUse } from './figures'

type Use = { package_name: string; date: string; seconds: number }

const first = '2023-12-20'
const dates = fc.integer({ min: 0, max: 800 }).map((days) => addDays(first, days))
const use = fc.record({
  package_name: fc.constantFrom('a.one', 'b.two', 'c.three'),
  date: fc.oneof(dates, fc.constantFrom('2023-12-31', '2024-01-01', '2024-02-29', '2024-12-31', '2025-12-31')),
  seconds: fc.integer({ min: 1, max: 86_400 }),
})
const ranges = fc.tuple(dates, dates).map(([a, b]): Range => (a < b ? { from: a, to: b } : { from: b, to: a }))

/** Rows as the table keeps them: one for each app and year. */
const stored = (uses: Use[]): YearOfUse[] =>
  [...Map.groupBy(uses, ({ package_name, date }) => `${date.slice(0, 4)} ${package_name}`)].map(([key, ofYear]) => {
    const [year = '', package_name = ''] = key.split(' ')
    const days = Array.from({ length: 366 }, () => 0)
    for (const { date, seconds } of ofYear) {
      const index = daysBetween(`${year}-01-01`, date)
      days[index] = (days[index] ?? 0) + seconds
    }
    return { year, package_name, days }
  })

const sum = (uses: Use[]) => uses.reduce((total, { seconds }) => total + seconds, 0)

test('sums by app and by day are those of the uses in the range, whatever years these fall in', () => {
  fc.assert(
    fc.property(fc.array(use, { maxLength: 25 }), ranges, (uses, range) => {
      const rows = stored(uses)
      const within = uses.filter(({ date }) => date >= range.from && date <= range.to)
      const byApp = Map.groupBy(within, ({ package_name }) => package_name)
      expect(useByApp(rows, range)).toEqual(new Map([...byApp].map(([app, some]) => [app, sum(some)])))

      const isAllowed = (app: string) => app === 'b.two'
      const byDate = datesBetween(range.from, range.to).flatMap((date) => {
        const some = within.filter((one) => one.date === date)
        const allowed_seconds = sum(some.filter(({ package_name }) => isAllowed(package_name)))
        return some.length === 0 ? [] : [{ date, allowed_seconds, other_seconds: sum(some) - allowed_seconds }]
      })
      expect(useByDay(rows, range, isAllowed)).toEqual(byDate)
      expect(firstUse(rows)).toBe(uses.map(({ date }) => date).sort()[0] ?? null)
    }),
    { numRuns: runs(60) },
  )
})
