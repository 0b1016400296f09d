import { periodStart } from '../../ledger/series'
import { type Amount, amountOf, readRate } from '../../lib/money'
import { sessionTitle } from '../../time/sessions/title'

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
  /** Seconds of the whole session, and of its earlier days. */
  whole: number
  offset: number
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
  /** Rates of billed time; a single one is shown next to the hours. */
  rates: string[]
  /** Number of entries or sums that rounding reduced to zero. */
  lost: number
}

export type Group = Sum & { key: string; groups: Group[]; entries: EntrySum[] }

/** An entry with its share of the rounded time and of the amount: the shares of a sum add up to it. */
export type EntrySum = Entry & { rounded_seconds: number; amount: Amount | null }

/** Rounds seconds to whole steps; `nearest` rounds half a step up. */
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
const earned = (seconds: number, rate: string): Amount => {
  const { hourly_rate, currency } = readRate(rate)
  return { currency, amount: amountOf(seconds, hourly_rate) }
}

/** The groups of an entry by a division. Several tags are one group, so that nothing is counted twice. */
const keyOf = (division: Division, entry: Entry, weekStart: number) => {
  if (division === 'tag') return entry.tags.length > 0 ? `tag:#${entry.tags.toSorted().join(' #')}` : 'tag:none'
  if (division === 'title') return `title:${sessionTitle(entry)}`
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

/** Entries whose days of one session, billed alike, are one, with the date of the first. */
export const wholeEntries = (entries: EntrySum[]) => {
  const wholes = new Map<string, EntrySum>()
  for (const entry of entries) {
    const key = `${entry.session_id} ${entry.billable} ${entry.rate}`
    const earlier = wholes.get(key)
    wholes.set(key, earlier ? joinedEntry(earlier, entry) : entry)
  }
  return [...wholes.values()]
}

const joinedEntry = (entry: EntrySum, { seconds, rounded_seconds, amount }: EntrySum): EntrySum => ({
  ...entry,
  seconds: entry.seconds + seconds,
  rounded_seconds: entry.rounded_seconds + rounded_seconds,
  amount: entry.amount && { ...entry.amount, amount: entry.amount.amount + (amount?.amount ?? 0) },
})

/** An entry with its share, and how it counts. */
type Share = EntrySum & { isCounted: boolean; isLost: boolean }

/** Seconds of an entry, of the whole that is rounded as one, and of the part of it that is earlier. */
type Place = Pick<Entry, 'seconds' | 'whole' | 'offset'>

/** The share of a part of its rounded whole: parts add up to it exactly, and so do their amounts at one rate. */
const shareOf = ({ seconds, whole, offset }: Place, rounding: Rounding, rate: string | null) => {
  const rounded = roundSeconds(whole, rounding)
  const [start = 0, end = 0] = [offset, offset + seconds].map((part) =>
    whole === 0 ? 0 : Math.round((rounded * part) / whole),
  )
  const amount = rate === null ? null : { ...earned(end, rate) }
  if (amount && rate !== null) amount.amount -= earned(start, rate).amount
  // A whole is lost once, with the first of its time.
  return { rounded_seconds: end - start, amount, isLost: rounded === 0 && offset === 0 && seconds > 0 }
}

/** Shares of entries: a session is rounded as one, over midnight and whatever the range leaves of it, else all of a rate. */
const sharesOf = (entries: Entry[], rounding: Rounding, isBilled: boolean): Share[] => {
  const isCounted = ({ billable }: Entry) => billable || !isBilled
  const rateIn = ({ rate }: Entry) => (isBilled ? rate : null)
  const sums = new Map(
    [...Map.groupBy(entries.filter(isCounted), rateIn)].map(([rate, own]) => [
      rate,
      { whole: secondsOf(own), offset: 0 },
    ]),
  )
  return entries.map((entry) => {
    const rate = rateIn(entry)
    const sum = sums.get(rate)
    if (!sum || !isCounted(entry))
      return { ...entry, rounded_seconds: 0, amount: null, isCounted: false, isLost: false }
    const place = rounding.per === 'entry' ? entry : { ...sum, seconds: entry.seconds }
    sum.offset += entry.seconds
    return { ...entry, ...shareOf(place, rounding, rate), isCounted: true }
  })
}

type Options = { groups: Division[]; rounding: Rounding; weekStart: number; withEntries: boolean }

/** Sums and entries of an innermost group. @param isBilled leaves out unbilled time */
const leafOf = (own: Entry[], { rounding, withEntries }: Options, isBilled: boolean) => {
  const entries = sharesOf(own, rounding, isBilled)
  const counted = entries.filter(({ isCounted }) => isCounted)
  return {
    total_seconds: secondsOf(entries),
    rounded_seconds: counted.reduce((sum, { rounded_seconds }) => sum + rounded_seconds, 0),
    counted_seconds: secondsOf(counted),
    amounts: addAmounts(counted.flatMap(({ amount }) => amount ?? [])),
    rates: isBilled ? [...new Set(counted.flatMap(({ rate }) => rate ?? []))] : [],
    lost: counted.filter(({ isLost }) => isLost).length,
    groups: [],
    entries: withEntries ? entries : [],
  }
}

const timeOrder = (a: string, b: string) => (a < b ? -1 : 1)

const groupsOf = (entries: Entry[], options: Options, isBilled: boolean, depth: number): Group[] => {
  const division = options.groups[depth]
  if (!division) return []
  const isTime = /^(day|week|month)$/.test(division)
  return [...Map.groupBy(entries, (entry) => keyOf(division, entry, options.weekStart))]
    .map(([key, own]): Group => {
      const groups = groupsOf(own, options, isBilled, depth + 1)
      if (groups.length === 0) return { key, ...leafOf(own, options, isBilled) }
      return { key, ...addUp(groups), groups, entries: [] }
    })
    .toSorted((a, b) => (isTime ? 0 : b.total_seconds - a.total_seconds) || timeOrder(a.key, b.key))
}

type Report = Sum & { groups: Group[]; entries: EntrySum[]; isBilled: boolean }

/**
 * Groups entries, sorted by time, by up to two divisions. Each sum equals that of its groups, to the second and to the smallest
 * unit, because an amount is rounded once, together with its time: for each entry, or for the time of an innermost group at one
 * rate. The shares of its parts add up to it.
 * @param withAmounts leaves unbilled time out of rounded sums, if anything has an amount
 */
export const buildReport = (entries: Entry[], options: Options & { withAmounts: boolean }): Report => {
  const isBilled = options.withAmounts && entries.some(({ billable, rate }) => billable && rate !== null)
  const groups = groupsOf(entries, options, isBilled, 0)
  const sum = groups.length > 0 ? { ...addUp(groups), groups, entries: [] } : leafOf(entries, options, isBilled)
  return { ...sum, isBilled }
}
