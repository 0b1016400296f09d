import { z } from 'zod'
import { requiredDate } from '../ledger/date-range'
import { daysBetween, isDate, type Range } from '../lib/days'
import { cleanLine } from '../lib/text'

/** How many days off are added or removed at once: a year with its leap day. */
export const daysLimit = 366

export const labelLimit = 100

/** What a day off is called. */
export const dayLabel = z
  .string('Write the label as text')
  .transform(cleanLine)
  .pipe(z.string().max(labelLimit, `A label has at most ${labelLimit} characters`))

/** One day off or, with `to`, all from one date to another. */
export const DaysOffForm = z
  .object({
    from: requiredDate,
    to: z
      .string('Enter a date, or leave it empty')
      .trim()
      .refine((text) => text === '' || isDate(text), 'Enter a date that exists, as YYYY-MM-DD, from 1970 to 2199')
      .optional(),
    label: dayLabel.optional(),
  })
  .refine(({ from, to }) => !to || from <= to, { path: ['to'], message: 'The last day is before the first' })
  .refine(({ from, to }) => !to || daysBetween(from, to) < daysLimit, {
    path: ['to'],
    message: `At most ${daysLimit} days at once`,
  })
export type DaysOffForm = z.infer<typeof DaysOffForm>

/** What a form of days off names: dates, both inclusive, and what they are called. */
export const daysNamed = ({ from, to, label = '' }: DaysOffForm): Range & { label: string } => ({
  from,
  to: to || from,
  label,
})

export const DayOffRow = z.object({ date: z.iso.date(), label: z.string() })
export type DayOffRow = z.infer<typeof DayOffRow>

const shownDate = z.string().refine(isDate).catch('')

/**
 * What the list can be asked for, empty for what makes no sense: the date after which it goes on; or the single days
 * from one date to another.
 */
export const DaysOffView = z.object({ after: shownDate, from: shownDate, to: shownDate })
export type DaysOffView = z.infer<typeof DaysOffView>
