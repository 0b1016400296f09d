import { periodStart } from '../../ledger/series'
import { type Amount, amountOf, readRate } from '../../lib/money'
import { titleOf } from '../../time/sessions/title'

/** Divisions of a report. A client is the organization of a project. */
export const divisions = ['client', 'project', 'goal', 'task', 'tag', 'title', 'day', 'week', 'month'] as const
export type Division = (typeof divisions)[number]

export const steps = [1, 5, 6, 15, 30] as const

/** Rounds to whole steps of some minutes, and amounts to the smallest unit: each entry, or each sum of an innermost group. */
export type Rounding = { mode: 'none' | 'up' | 'nearest' | 'down'; minutes: number; per: 'entry' | 'sum' }

/** Part of a session on a local day. `rate` is an amount for each hour and its currency, such as `8000 EUR`. */
export type Entry = {
  session_id: string
  date: string
  seconds: number
  title: string
  focus_ends_at: number | null
  notes: string
  /** Subjects: `project:<id>`, `project:none`. */
  client: string
  project: string
  goal: string
  task: string
  tags: string[]
  billable: boolean
  rate: string | null
}

export type Sum = {
  total_seconds: number
  /** Only billed time counts where the report has amounts, everything otherwise. */
  rounded_seconds: number
  /** Seconds that the rounded ones are made of. */
  counted_seconds: number
  amounts: Amount[]
  /** Rates of what is billed; a single one stands beside its hours. */
  rates: string[]
  /** Entries or sums with time that rounding made nothing. */
  lost: number
}

export type Group = Sum & { key: string; groups: Group[]; entries: EntrySum[] }

/** An entry with its own rounded time and amount; null where sums are rounded, and without an amount. */
export type EntrySum = Entry & { rounded_seconds: number | null; amount: Amount | null }

/** Whole steps of seconds: half a step counts as one where the nearest is asked for. */
export const roundSeconds = (seconds: number, { mode, minutes }: Pick<Rounding, 'mode' | 'minutes'>) => {
  const step = minutes * 60
  if (mode === 'up') return Math.ceil(seconds / step) * step
  if (mode === 'nearest') return Math.floor(seconds / step + 0.5) * step
  return mode === 'down' ? Math.floor(seconds / step) * step : seconds
}

/** Adds up amounts, each currency by itself, in the order of their codes. */
export const addAmounts = (amounts: Amount[]): Amount[] =>
  [...Map.groupBy(amounts, ({ currency }) => currency)]
    .map(([currency, all]) => ({ currency, amount: all.reduce((sum, { amount }) => sum + amount, 0) }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))

/** Seconds at a rate, half a unit rounded up. */
export const earned = (seconds: number, rate: string): Amount => {
  const { hourly_rate, currency } = readRate(rate)
  return { currency, amount: amountOf(seconds, hourly_rate) }
}

/** The groups of an entry by a division. Several tags are one group, so that nothing is counted twice. */
const keyOf = (division: Division, entry: Entry, weekStart: number) => {
  if (division === 'tag') return entry.tags.length > 0 ? `tag:#${entry.tags.toSorted().join(' #')}` : 'tag:none'
  if (division === 'title') return `title:${titleOf(entry)}`
  if (division === 'day' || division === 'week' || division === 'month')
    return periodStart(entry.date, division, weekStart)
  return entry[division]
}

const addUp = (sums: Sum[]): Sum => ({
  total_seconds: sums.reduce((sum, one) => sum + one.total_seconds, 0),
  rounded_seconds: sums.reduce((sum, one) => sum + one.rounded_seconds, 0),
  counted_seconds: sums.reduce((sum, one) => sum + one.counted_seconds, 0),
  amounts: addAmounts(sums.flatMap(({ amounts }) => amounts)),
  rates: [...new Set(sums.flatMap(({ rates }) => rates))],
  lost: sums.reduce((sum, one) => sum + one.lost, 0),
})

const secondsOf = (entries: Entry[]) => entries.reduce((sum, { seconds }) => sum + seconds, 0)

/** Sums of some entries of one rate. */
const sumOfRate = (entries: Entry[], rate: string | null, rounding: Rounding): Sum => {
  const parts = rounding.per === 'entry' ? entries.map(({ seconds }) => seconds) : [secondsOf(entries)]
  const roundedParts = parts.map((seconds) => roundSeconds(seconds, rounding))
  const rounded_seconds = roundedParts.reduce((sum, seconds) => sum + seconds, 0)
  return {
    total_seconds: secondsOf(entries),
    rounded_seconds,
    counted_seconds: secondsOf(entries),
    amounts: rate === null ? [] : addAmounts(roundedParts.map((seconds) => earned(seconds, rate))),
    rates: rate === null ? [] : [rate],
    lost: roundedParts.filter((seconds, index) => seconds === 0 && (parts[index] ?? 0) > 0).length,
  }
}

type Options = { groups: Division[]; rounding: Rounding; weekStart: number; withEntries: boolean }

/** Sums of an innermost group: each of its rates is rounded and multiplied once. @param isBilled what is not billed counts nothing */
const leafOf = (entries: Entry[], { rounding }: Options, isBilled: boolean): Sum => {
  if (!isBilled) return sumOfRate(entries, null, rounding)
  const { billed = [], others = [] } = Object.groupBy(entries, ({ billable }) => (billable ? 'billed' : 'others'))
  const sums = [...Map.groupBy(billed, ({ rate }) => rate)].map(([rate, own]) => sumOfRate(own, rate, rounding))
  const sum = addUp(sums)
  return { ...sum, total_seconds: sum.total_seconds + secondsOf(others) }
}

const timeOrder = (a: string, b: string) => (a < b ? -1 : 1)

const groupsOf = (entries: Entry[], options: Options, isBilled: boolean, depth: number): Group[] => {
  const division = options.groups[depth]
  if (!division) return []
  const isTime = /^(day|week|month)$/.test(division)
  return [...Map.groupBy(entries, (entry) => keyOf(division, entry, options.weekStart))]
    .map(([key, own]): Group => {
      const groups = groupsOf(own, options, isBilled, depth + 1)
      const sum = groups.length > 0 ? addUp(groups) : leafOf(own, options, isBilled)
      return { key, ...sum, groups, entries: groups.length > 0 ? [] : entriesOf(own, options, isBilled) }
    })
    .toSorted((a, b) => (isTime ? 0 : b.total_seconds - a.total_seconds) || timeOrder(a.key, b.key))
}

const entriesOf = (entries: Entry[], { withEntries, rounding }: Options, isBilled: boolean): EntrySum[] => {
  if (!withEntries) return []
  return entries.map((entry) => {
    const { seconds, billable, rate } = entry
    if (isBilled && !billable) return { ...entry, rounded_seconds: 0, amount: null }
    if (rounding.per === 'sum')
      return { ...entry, rounded_seconds: rounding.mode === 'none' ? seconds : null, amount: null }
    const rounded_seconds = roundSeconds(seconds, rounding)
    return { ...entry, rounded_seconds, amount: isBilled && rate ? earned(rounded_seconds, rate) : null }
  })
}

export type Report = Sum & { groups: Group[]; entries: EntrySum[]; isBilled: boolean }

/**
 * Groups entries, which are in the order of their times, by up to two divisions. Each sum is that of its groups, to the
 * second and to the smallest unit: an amount is rounded once, where its time is: for each entry, or for the time of an
 * innermost group at one rate.
 * @param withAmounts what is not billed is in no rounded sum, if anything has an amount
 */
export const buildReport = (entries: Entry[], options: Options & { withAmounts: boolean }): Report => {
  const isBilled = options.withAmounts && entries.some(({ billable, rate }) => billable && rate !== null)
  const groups = groupsOf(entries, options, isBilled, 0)
  const sum = groups.length > 0 ? addUp(groups) : leafOf(entries, options, isBilled)
  return { ...sum, groups, entries: groups.length > 0 ? [] : entriesOf(entries, options, isBilled), isBilled }
}
