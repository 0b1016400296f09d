import { z } from 'zod'
import { DateRange } from '../ledger/date-range'
import { presetRange } from '../ledger/range'
import type { Range } from '../lib/days'
import { StatsView } from './schema'

/** What the page can be asked for, field by field, as it came. */
type Params = Record<string, string | undefined>

type View = z.output<typeof StatsView>

/** What is asked for: without a range of dates, all time. */
export type StatsQuery = { range: Range | null } & Pick<View, 'group' | 'month' | 'by' | 'compare'>
type Errors = Partial<Record<'from' | 'to' | keyof View, string[]>>

/** What was asked for, in its own words: a named range has other dates tomorrow. */
export type StatsParams = Partial<Range & Pick<View, 'range' | 'group' | 'by' | 'compare'>>

/** Reads what the page of statistics was asked for: two dates, else a named range. `terms` ask for the same again. */
export const parseStatsQuery = (
  given: Params,
  today: string,
): { asked: StatsQuery; terms: StatsParams } | { errors: Errors } => {
  const view = StatsView.safeParse(given)
  const dates = given.from === undefined && given.to === undefined ? undefined : DateRange.safeParse(given)
  if (view.success && (!dates || dates.success)) {
    const { range, group, month, by, compare } = view.data
    const named = range === 'all' ? null : presetRange(range, today)
    return {
      asked: { range: dates ? dates.data : named, group, month, by, compare },
      terms: { ...(dates?.data ?? { range }), group, by: by === 'project' ? undefined : by, compare },
    }
  }
  return {
    errors: {
      ...(view.error && z.flattenError(view.error).fieldErrors),
      ...(dates?.error && z.flattenError(dates.error).fieldErrors),
    },
  }
}
