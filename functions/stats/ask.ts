import { z } from 'zod'
import type { Range } from '../lib/days'
import { presetRange } from './range'
import { DateRange, type Preset, StatsView } from './schema'

/** What the page can be asked for, field by field, as it came. */
type Given = Record<string, string | undefined>

type Asked = Range & { group?: 'day' | 'week'; month?: string }
type Errors = Partial<Record<'from' | 'to' | 'range' | 'group' | 'month', string[]>>

/** The range and the grouping as they were asked for: a named range has other dates tomorrow. */
type Terms = { from?: string; to?: string; range?: Preset; group?: 'day' | 'week' }

/** Reads what the page of statistics was asked for: two dates, else a named range. `terms` ask for the same again. */
export const asked = (given: Given, today: string): { asked: Asked; terms: Terms } | { errors: Errors } => {
  const view = StatsView.safeParse(given)
  const dates = given.from === undefined && given.to === undefined ? undefined : DateRange.safeParse(given)
  if (view.success && (!dates || dates.success)) {
    const { range, group, month } = view.data
    return {
      asked: { ...(dates?.data ?? presetRange(range, today)), group, month },
      terms: { ...(dates?.data ?? { range }), group },
    }
  }
  return {
    errors: {
      ...(view.error && z.flattenError(view.error).fieldErrors),
      ...(dates?.error && z.flattenError(dates.error).fieldErrors),
    },
  }
}
