import { z } from 'zod'
import type { Range } from '../lib/days'
import { presetRange } from './range'
import { DateRange, StatsView } from './schema'

/** What the page can be asked for, field by field, as it came. */
type Given = Record<string, string | undefined>

type Asked = Range & { group?: 'day' | 'week'; month?: string }
type Errors = Partial<Record<'from' | 'to' | 'range' | 'group' | 'month', string[]>>

/** Reads what the page of statistics was asked for: two dates, else a named range. */
export const asked = (given: Given, today: string): { asked: Asked } | { errors: Errors } => {
  const view = StatsView.safeParse(given)
  const dates = given.from === undefined && given.to === undefined ? undefined : DateRange.safeParse(given)
  if (view.success && (!dates || dates.success)) {
    const { range, group, month } = view.data
    return { asked: { ...(dates?.data ?? presetRange(range, today)), group, month } }
  }
  return {
    errors: {
      ...(view.error && z.flattenError(view.error).fieldErrors),
      ...(dates?.error && z.flattenError(dates.error).fieldErrors),
    },
  }
}
