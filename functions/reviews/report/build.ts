import { periodStart } from '../../ledger/series'
import { type Amount, amountOf, readRate } from '../../lib/money'
import { sessionTitle } from '../../time/sessions/title'

/** Divisions of a report. A client is the organization of a project. */
export const divisions = ['client', 'project', 'goal', 'task', 'tag', 'title', 'day', 'week', 'month'] as const
export type Division = (typeof divisions)[number]

export const roundingSteps = [1, 5, 6, 15, 30] as const

/**
 * Rounds time to steps of `minutes`, and amounts to the smallest currency unit. `per`: rounds each entry, or the sum of
 * each innermost group.
 */
export type Rounding = { mode: 'none' | 'up' | 'nearest' | 'down'; minutes: number; per: 'entry' | 'sum' }

/** Part of a session on a local day. `rate` is an amount per hour with its currency, such as `8000 EUR`. */
export type ReportEntry = {
  session_id: string
  date: string
  seconds: number
  /** Seconds of the whole session, and of its parts on earlier days. */
  whole: number
  offset: number
  title: string
  focus_ends_at: number | null
  notes: string
  /** Subjects such as `project:<id>` or `project:none`. */
  client: string
  project: string
  goal: string
  task: string
  tags: string[]
  billable: boolean
  rate: string | null
}

export type ReportSum = {
  total_seconds: number
  /** If the report has amounts, only billed time counts; otherwise all time. */
  rounded_seconds: number
  /** Seconds that were rounded to `rounded_seconds`. */
  counted_seconds: number
  amounts: Amount[]
  /** Rates of billed time. A single rate is shown next to the hours. */
  rates: string[]
  /** Number of entries or sums that rounding reduced to zero. */
  lost: number
}

export type ReportGroup = ReportSum & { key: string; groups: ReportGroup[]; entries: EntrySum[] }

/** An entry with its share of the rounded time and of the amount. The shares of a group add up to its sums. */
export type EntrySum = ReportEntry & { rounded_seconds: number; amount: Amount | null }

/** Rounds seconds to whole steps; `nearest` rounds half a step up. */
export const roundSeconds = (seconds: number, { mode, minutes }: Pick<Rounding, 'mode' | 'minutes'>) => {
  const step = minutes * 60
  if (mode === 'up') return Math.ceil(seconds / step) * step
  if (mode === 'nearest') return Math.floor(seconds / step + 0.5) * step
  return mode === 'down' ? Math.floor(seconds / step) * step : seconds
}

/** Adds amounts per currency, ordered by currency code. */
export const addAmounts = (amounts: Amount[]): Amount[] =>
  [...Map.groupBy(amounts, ({ currency }) => currency)]
    .map(([currency, all]) => ({ currency, amount: all.reduce((sum, { amount }) => sum + amount, 0) }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))

/** Amount for seconds at a rate; half a unit is rounded up. */
const earned = (seconds: number, rate: string): Amount => {
  const { hourly_rate, currency } = readRate(rate)
  return { currency, amount: amountOf(seconds, hourly_rate) }
}

/** Group key of an entry. Several tags form one group, so that nothing is counted twice. */
const keyOf = (division: Division, entry: ReportEntry, weekStart: number) => {
  if (division === 'tag') return entry.tags.length > 0 ? `tag:#${entry.tags.toSorted().join(' #')}` : 'tag:none'
  if (division === 'title') return `title:${sessionTitle(entry)}`
  if (division === 'day' || division === 'week' || division === 'month')
    return periodStart(entry.date, division, weekStart)
  return entry[division]
}

const addUp = (sums: ReportSum[]): ReportSum => ({
  total_seconds: sums.reduce((sum, one) => sum + one.total_seconds, 0),
  rounded_seconds: sums.reduce((sum, one) => sum + one.rounded_seconds, 0),
  counted_seconds: sums.reduce((sum, one) => sum + one.counted_seconds, 0),
  amounts: addAmounts(sums.flatMap(({ amounts }) => amounts)),
  rates: [...new Set(sums.flatMap(({ rates }) => rates))],
  lost: sums.reduce((sum, one) => sum + one.lost, 0),
})

const secondsOf = (entries: ReportEntry[]) => entries.reduce((sum, { seconds }) => sum + seconds, 0)

/** Joins the days of a session that are billed alike into one entry, with the date of the first. */
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

/** An entry with its share. `isLost`: rounding reduced it to zero. */
type Share = EntrySum & { isCounted: boolean; isLost: boolean }

/** Seconds of an entry, of the unit that is rounded, and of the part of the unit before the entry. */
type Place = Pick<ReportEntry, 'seconds' | 'whole' | 'offset'>

/** Share of an entry in its rounded unit. The shares add up to it exactly, and so do their amounts at one rate. */
const shareOf = ({ seconds, whole, offset }: Place, rounding: Rounding, rate: string | null) => {
  const rounded = roundSeconds(whole, rounding)
  const [start = 0, end = 0] = [offset, offset + seconds].map((part) =>
    whole === 0 ? 0 : Math.round((rounded * part) / whole),
  )
  const amount = rate === null ? null : { ...earned(end, rate) }
  if (amount && rate !== null) amount.amount -= earned(start, rate).amount
  // A lost unit is counted once, at its first part.
  return { rounded_seconds: end - start, amount, isLost: rounded === 0 && offset === 0 && seconds > 0 }
}

/**
 * Shares of entries. The rounded unit is a session, even across midnight or partly outside the range; or all time at a
 * rate.
 */
const sharesOf = (entries: ReportEntry[], rounding: Rounding, isBilled: boolean): Share[] => {
  const isCounted = ({ billable }: ReportEntry) => billable || !isBilled
  const rateIn = ({ rate }: ReportEntry) => (isBilled ? rate : null)
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

/** Sums and entries of an innermost group. @param isBilled excludes unbilled time */
const leafOf = (own: ReportEntry[], { rounding, withEntries }: Options, isBilled: boolean) => {
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

const groupsOf = (entries: ReportEntry[], options: Options, isBilled: boolean, depth: number): ReportGroup[] => {
  const division = options.groups[depth]
  if (!division) return []
  const isTime = /^(day|week|month)$/.test(division)
  return [...Map.groupBy(entries, (entry) => keyOf(division, entry, options.weekStart))]
    .map(([key, own]): ReportGroup => {
      const groups = groupsOf(own, options, isBilled, depth + 1)
      if (groups.length === 0) return { key, ...leafOf(own, options, isBilled) }
      return { key, ...addUp(groups), groups, entries: [] }
    })
    .toSorted((a, b) => (isTime ? 0 : b.total_seconds - a.total_seconds) || timeOrder(a.key, b.key))
}

type Report = ReportSum & { groups: ReportGroup[]; entries: EntrySum[]; isBilled: boolean }

/**
 * Groups entries, sorted by time, by up to two divisions. Each sum equals that of its groups, to the second and to the
 * smallest currency unit, because an amount is rounded once, together with its time: for each entry, or for all time of
 * an innermost group at one rate.
 * @param withAmounts excludes unbilled time from rounded sums, if anything has an amount
 */
export const buildReport = (entries: ReportEntry[], options: Options & { withAmounts: boolean }): Report => {
  const isBilled = options.withAmounts && entries.some(({ billable, rate }) => billable && rate !== null)
  const groups = groupsOf(entries, options, isBilled, 0)
  const sum = groups.length > 0 ? { ...addUp(groups), groups, entries: [] } : leafOf(entries, options, isBilled)
  return { ...sum, isBilled }
}
