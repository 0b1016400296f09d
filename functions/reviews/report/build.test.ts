import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  buildReport,
  type Division,
  divisions,
  type ReportEntry,
  type ReportGroup,
  type Rounding,
  roundingSteps,
  roundSeconds,
  wholeEntries,
} from './build'

/** Days of one session follow each other; time of days outside the range lies before and behind. */
const entries = fc
  .array(
    fc.record({
      outside: fc.record({ before: fc.constantFrom(0, 0, 300), behind: fc.constantFrom(0, 0, 300) }),
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
  .map((drawn) =>
    [...Map.groupBy(drawn, ({ session_id }) => session_id).values()].flatMap((own) => {
      const { before: first = 0, behind = 0 } = own[0]?.outside ?? {}
      const whole = own.reduce((sum, { seconds }) => sum + seconds, first + behind)
      let offset = first
      return own.map(({ outside: _, ...entry }): ReportEntry => {
        offset += entry.seconds
        return { ...entry, whole, offset: offset - entry.seconds }
      })
    }),
  )

const roundings: fc.Arbitrary<Rounding> = fc.record({
  mode: fc.constantFrom('none', 'up', 'nearest', 'down'),
  minutes: fc.constantFrom(...roundingSteps),
  per: fc.constantFrom('entry', 'sum'),
})

const options = fc.record({
  groups: fc.uniqueArray(fc.constantFrom<Division>(...divisions), { maxLength: 2 }),
  rounding: roundings,
  weekStart: fc.constantFrom(1, 7),
  withEntries: fc.boolean(),
  withAmounts: fc.boolean(),
})

const secondsOf = (all: { seconds: number }[]) => all.reduce((sum, { seconds }) => sum + seconds, 0)

const leaves = (groups: ReportGroup[]): ReportGroup[] =>
  groups.flatMap((group) => (group.groups.length > 0 ? leaves(group.groups) : [group]))

test('sums are those of their groups, to the second and the smallest unit, and no time is lost or counted twice', () => {
  fc.assert(
    fc.property(entries, options, (given, wanted) => {
      const report = buildReport(given, wanted)
      const total = given.reduce((sum, { seconds }) => sum + seconds, 0)
      expect(report.total_seconds).toBe(total)
      const check = (sum: ReportGroup | typeof report) => {
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
        // Of a session that is whole in the report, each part has its share.
        const whole = [...Map.groupBy(counted, ({ session_id }) => session_id).values()]
        for (const own of whole.filter((parts) => secondsOf(parts) === parts[0]?.whole)) {
          const alone = buildReport(own, { ...others, groups, rounding })
          expect(alone.rounded_seconds).toBe(roundSeconds(secondsOf(own), rounding))
        }
        expect(report.rounded_seconds).toBe(
          whole.reduce((sum, own) => sum + buildReport(own, { ...others, groups: [], rounding }).rounded_seconds, 0),
        )
      }
      if (groups.length > 0 || rounding.per === 'entry') return
      const naive: Record<string, number> = {}
      for (const rate of new Set(counted.map(({ rate }) => rate))) {
        if (!isBilled || !rate) continue
        const own = counted.filter((entry) => entry.rate === rate)
        const [amount = 0, currency = ''] = [Number(rate.split(' ')[0]), rate.split(' ')[1]]
        naive[currency] = (naive[currency] ?? 0) + half(roundSeconds(secondsOf(own), rounding) * amount, 3600)
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

test('entries stand in the innermost groups, each once, and add up to them', () => {
  fc.assert(
    fc.property(entries, options, (given, wanted) => {
      const report = buildReport(given, { ...wanted, withEntries: true })
      const all = report.groups.length > 0 ? leaves(report.groups) : [report]
      expect(all.flatMap((group) => group.entries)).toHaveLength(given.length)
      for (const { entries: own, rounded_seconds, amounts } of all)
        for (const listed of [own, wholeEntries(own)]) {
          expect(listed.reduce((sum, entry) => sum + entry.rounded_seconds, 0)).toBe(rounded_seconds)
          const sums = Object.groupBy(
            listed.flatMap(({ amount }) => amount ?? []),
            ({ currency }) => currency,
          )
          for (const { currency, amount } of amounts)
            expect(sums[currency]?.reduce((sum, one) => sum + one.amount, 0)).toBe(amount)
        }
    }),
  )
})

/** A session of some minutes on its days, at 60.00 an hour. */
const over = (...minutes: [date: string, minutes: number][]): ReportEntry[] => {
  const whole = minutes.reduce((sum, [, of]) => sum + of * 60, 0)
  return minutes.map(([date, of], index) => ({
    ...{ session_id: 'call', date, seconds: of * 60, whole, title: 'Call', focus_ends_at: null, notes: '', tags: [] },
    offset: minutes.slice(0, index).reduce((sum, [, earlier]) => sum + earlier * 60, 0),
    ...{ client: 'organization:none', project: 'project:none', goal: 'goal:none', task: 'task:none' },
    ...{ billable: true, rate: '6000 EUR' },
  }))
}

const midnight: [string, number][] = [
  ['2026-10-31', 5],
  ['2026-11-01', 5],
]

test.each<[string, [string, number][], string, number, number]>([
  ['up', midnight, 'up 15', 15, 0],
  ['to the nearest', midnight, 'nearest 15', 15, 0],
  ['to nothing, which is said once', midnight, 'down 15', 0, 1],
  [
    'over two midnights',
    [
      ['2026-10-30', 1],
      ['2026-10-31', 1440],
      ['2026-11-01', 1],
    ],
    'up 30',
    1470,
    0,
  ],
])('an entry over midnight is rounded once: %s', (_, parts, rounding, minutes, lost) => {
  const [mode, step] = rounding.split(' ') as [Rounding['mode'], string]
  for (const groups of [[], ['day'], ['month'], ['week', 'day'], ['project']] as Division[][]) {
    const options = { groups, rounding: { mode, minutes: Number(step), per: 'entry' as const }, weekStart: 1 }
    const read = (own: ReportEntry[]) => buildReport(own, { ...options, withEntries: true, withAmounts: true })
    const all = over(...parts)
    const report = read(all)
    expect([report.rounded_seconds / 60, report.amounts, report.lost]).toEqual([
      minutes,
      [{ currency: 'EUR', amount: minutes * 100 }],
      lost,
    ])
    // Months that part it add up to it.
    const months = [...Map.groupBy(all, ({ date }) => date.slice(0, 7)).values()].map(read)
    expect(months.reduce((sum, { rounded_seconds }) => sum + rounded_seconds, 0)).toBe(minutes * 60)
    expect(months.reduce((sum, { amounts: [of] }) => sum + (of?.amount ?? 0), 0)).toBe(minutes * 100)
  }
})
