import { z } from 'zod'
import { requiredDate } from '../ledger/date-range'
import { daysBetween, isDate, type Range } from '../lib/days'
import { cleanLine } from '../lib/text'

/** Days added or removed at once: a leap year. */
export const daysLimit = 366

export const labelLimit = 100

export const dayLabel = z
  .string('Enter the label as text')
  .transform(cleanLine)
  .pipe(z.string().max(labelLimit, `A label has at most ${labelLimit} characters`))

/** One day or, with `to`, all days up to it. */
export const DaysOffForm = z
  .object({
    from: requiredDate,
    to: z
      .string('Enter a date or leave this empty')
      .trim()
      .refine((text) => text === '' || isDate(text), 'Enter a valid date (YYYY-MM-DD) from 1970 to 2199')
      .optional(),
    label: dayLabel.optional(),
  })
  .refine(({ from, to }) => !to || from <= to, { path: ['to'], message: 'The last day is before the first' })
  .refine(({ from, to }) => !to || daysBetween(from, to) < daysLimit, {
    path: ['to'],
    message: `Add at most ${daysLimit} days at a time`,
  })
export type DaysOffForm = z.infer<typeof DaysOffForm>

/** Consecutive days off with one label, from first to last inclusive. */
export type Stretch = Range & { label: string }

export const stretchOf = ({ from, to, label = '' }: DaysOffForm): Stretch => ({ from, to: to || from, label })

export const DayOffRow = z.object({ date: z.iso.date(), label: z.string() })
export type DayOffRow = z.infer<typeof DayOffRow>

const shownDate = z.string().refine(isDate).catch('')

/** Query of the list: the date that the page before ended with, or a range to show day by day. Invalid dates count as empty. */
export const DaysOffView = z.object({ after: shownDate, from: shownDate, to: shownDate })
export type DaysOffView = z.infer<typeof DaysOffView>
