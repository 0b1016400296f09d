import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildReport, type Division, divisions, type Group, type Rounding, roundSeconds, steps } from './build'

const entries = fc.array(
  fc.record({
    session_id: fc.constantFrom('a', 'b', 'c', 'd'),
    date: fc.constantFrom('2026-10-01', '2026-10-04', '2026-10-05', '2026-10-31', '2026-11-01'),
    seconds: fc.oneof(fc.nat(7200), fc.constantFrom(0, 1, 449, 450, 899, 900, 901)),
    title: fc.constantFrom('', 'Layout', 'Call'),
    focus_ends_at: fc.constantFrom(null, 0),
    notes: fc.constant(''),
    client: fc.constantFrom('organization:x', 'organization:none'),
    project: fc.constantFrom('project:1', 'project:2', 'project:none'),
    goal: fc.constantFrom('goal:1', 'goal:none'),
    task: fc.constant('task:none'),
    tags: fc.subarray(['deep', 'office']),
    billable: fc.boolean(),
    rate: fc.constantFrom(null, '8000 EUR', '6250 EUR', '9000 USD', '333 JPY'),
  }),
  { maxLength: 30 },
)

const roundings: fc.Arbitrary<Rounding> = fc.record({
  mode: fc.constantFrom('none', 'up', 'nearest', 'down'),
  minutes: fc.constantFrom(...steps),
  per: fc.constantFrom('entry', 'sum'),
})

const options = fc.record({
  groups: fc.uniqueArray(fc.constantFrom<Division>(...divisions), { maxLength: 2 }),
  rounding: roundings,
  weekStart: fc.constantFrom(1, 7),
  withEntries: fc.boolean(),
  withAmounts: fc.boolean(),
})

const leaves = (groups: Group[]): Group[] =>
  groups.flatMap((group) => (group.groups.length > 0 ? leaves(group.groups) : [group]))

test('sums are those of their groups, to the second and the smallest unit, and no time is lost or counted twice', () => {
  fc.assert(
    fc.property(entries, options, (given, wanted) => {
      const report = buildReport(given, wanted)
      const total = given.reduce((sum, { seconds }) => sum + seconds, 0)
      expect(report.total_seconds).toBe(total)
      const check = (sum: Group | typeof report) => {
        if (sum.groups.length === 0) return
        for (const name of ['total_seconds', 'rounded_seconds', 'counted_seconds', 'lost'] as const)
          expect(sum[name]).toBe(sum.groups.reduce((all, group) => all + group[name], 0))
        const naive: Record<string, number> = {}
        for (const { currency, amount } of sum.groups.flatMap(({ amounts }) => amounts))
          naive[currency] = (naive[currency] ?? 0) + amount
        expect(Object.fromEntries(sum.amounts.map(({ currency, amount }) => [currency, amount]))).toEqual(naive)
        sum.groups.forEach(check)
      }
      check(report)
    }),
    { numRuns: 2000 },
  )
})

test('hours and amounts are a naive sum by the stated rule', () => {
  fc.assert(
    fc.property(entries, options, (given, { groups, rounding, ...others }) => {
      const report = buildReport(given, { ...others, groups, rounding })
      const isBilled = others.withAmounts && given.some(({ billable, rate }) => billable && rate)
      const counted = given.filter(({ billable }) => !isBilled || billable)
      const half = (a: number, b: number) => Math.floor((2 * a + b) / (2 * b))
      if (rounding.mode === 'none')
        expect(report.rounded_seconds).toBe(counted.reduce((sum, { seconds }) => sum + seconds, 0))
      if (rounding.per === 'entry') {
        const rounded = counted.map(({ seconds }) => roundSeconds(seconds, rounding))
        expect(report.rounded_seconds).toBe(rounded.reduce((sum, seconds) => sum + seconds, 0))
        expect(report.lost).toBe(counted.filter(({ seconds }, index) => seconds > 0 && rounded[index] === 0).length)
      }
      if (groups.length > 0) return
      const naive: Record<string, number> = {}
      for (const rate of new Set(counted.map(({ rate }) => rate))) {
        if (!isBilled || !rate) continue
        const own = counted.filter((entry) => entry.rate === rate)
        const parts =
          rounding.per === 'entry'
            ? own.map((entry) => entry.seconds)
            : [own.reduce((sum, entry) => sum + entry.seconds, 0)]
        const [amount = 0, currency = ''] = [Number(rate.split(' ')[0]), rate.split(' ')[1]]
        for (const seconds of parts)
          naive[currency] = (naive[currency] ?? 0) + half(roundSeconds(seconds, rounding) * amount, 3600)
      }
      expect(Object.fromEntries(report.amounts.map(({ currency, amount }) => [currency, amount]))).toEqual(naive)
    }),
    { numRuns: 2000 },
  )
})

test('a rounded time is a whole number of steps, never further off than a step allows', () => {
  fc.assert(
    fc.property(fc.nat(100_000), roundings, (seconds, rounding) => {
      const rounded = roundSeconds(seconds, rounding)
      const step = rounding.minutes * 60
      if (rounding.mode === 'none') {
        expect(rounded).toBe(seconds)
        return
      }
      expect(rounded % step).toBe(0)
      const off = rounded - seconds
      const [least, most] = { up: [0, step - 1], down: [1 - step, 0], nearest: [(1 - step) / 2, step / 2] }[
        rounding.mode
      ]
      expect(off).toBeGreaterThanOrEqual(least ?? 0)
      expect(off).toBeLessThanOrEqual(most ?? 0)
    }),
  )
})

test('entries stand in the innermost groups, each once', () => {
  fc.assert(
    fc.property(entries, options, (given, wanted) => {
      const report = buildReport(given, { ...wanted, withEntries: true })
      const all = [...report.entries, ...leaves(report.groups).flatMap((group) => group.entries)]
      expect(all).toHaveLength(given.length)
      if (wanted.rounding.per === 'entry')
        expect(all.reduce((sum, entry) => sum + (entry.rounded_seconds ?? NaN), 0)).toBe(report.rounded_seconds)
    }),
  )
})
