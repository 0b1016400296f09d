import { readDaySumsBy } from '../../ledger/facts'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import { addUp, type Grouping, type SubjectSum, type Sums } from '../../ledger/schema'
import type { Period } from '../../ledger/series'
import { filterText, groupLimit, intersectFilters, partsOf } from '../../lib/filter'
import type { Range } from '../../lib/time/days'
import { breakdownShares, readSums, type Share } from './breakdown'
import type { StatsQuery } from './query'

/** A part of the bars. `look`: number of its colour and pattern. `filter`: null if it would be too long. */
export type StackPart = Sums & {
  subject: string
  look: number | 'none' | 'others'
  label: string
  client: string
  color: string | null
  filter: string | null
}

/** Maximum number of projects or clients with a part of their own. */
const drawnApart = 8

/** Reads the time of a range by project or client, in total and by day or month. */
export const readStack = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  by: NonNullable<StatsQuery['stack']>,
  range: Range,
  group: Grouping,
) => {
  const [sums, days] = await Promise.all([
    readSums(db, userId, filter, by, range),
    readDaySumsBy(db, userId, filter, range, by === 'client' ? 'organization' : by, group === 'month'),
  ])
  return { sums, days }
}

/** Sums `days` by subject, with the name of each subject. */
const summed = (days: (SubjectSum & { date: string })[], sums: SubjectSum[]) => {
  const names = new Map(sums.map(({ subject, name }) => [subject, name]))
  return [...Map.groupBy(days, ({ subject }) => subject)].map(([subject, some]) => ({
    subject,
    name: names.get(subject),
    ...addUp(some),
  }))
}

const narrowed = (subject: string, more: string) => {
  const filter = intersectFilters(subject, more)
  const { all, none } = partsOf(filter)
  return all.length + none.length > groupLimit ? null : filter
}

/**
 * Parts of stacked bars from bottom to top: the longest projects or clients, time without one, and all others together.
 * `bars`: seconds of each part in each period.
 */
export const stackOf = (
  by: NonNullable<StatsQuery['stack']>,
  periods: Period[],
  { sums, days }: Awaited<ReturnType<typeof readStack>>,
  subject: string,
) => {
  const shares = breakdownShares(by, sums).filter(({ total_seconds }) => total_seconds > 0)
  const [none = [], own = []] = [true, false].map((isNone) => shares.filter(({ key }) => (key === null) === isNone))
  const apart = [...own.slice(0, drawnApart), ...none]
  const rest = own.slice(drawnApart)
  const partOf = (share: Share, index: number): StackPart => ({
    ...share,
    look: share.key === null ? 'none' : index,
    label: share.deleted ? `${share.label} (deleted)` : share.label,
    filter: narrowed(subject, share.subject),
  })
  const others: StackPart = {
    subject: 'others',
    look: 'others',
    label: `Others (${rest.length})`,
    client: '',
    color: null,
    ...addUp(rest),
    filter: narrowed(subject, filterText({ all: [], none: apart.map((share) => share.subject) })),
  }
  const at = new Map(apart.map((share, index) => [share.subject, index]))
  const byPeriod = Map.groupBy(days, ({ date }) => periods.findIndex(({ to }) => date <= to))
  return {
    by,
    parts: [...apart.map(partOf), ...(rest.length > 0 ? [others] : [])],
    bars: periods.map((_, index) => {
      const shown = breakdownShares(by, summed(byPeriod.get(index) ?? [], sums))
      const parts = Map.groupBy(shown, (share) => at.get(share.subject) ?? apart.length)
      return Array.from({ length: apart.length + 1 }, (_, part) => addUp(parts.get(part) ?? []).total_seconds)
    }),
  }
}
export type Stack = ReturnType<typeof stackOf>
