import { z } from 'zod'
import { newSeq, orStale, sql } from '../../lib/db/sql'
import { allowDateWords } from '../../lib/http/date-fields'
import { requiredDate } from '../../lib/resource/members'
import { cleanLine } from '../../lib/text/text'
import { datesBetween, daysBetween, isDate, type Range } from '../../lib/time/days'
import { noDate } from '../../lib/time/typed-date'

/** Maximum number of days added or removed at once: a leap year. */
export const daysLimit = 366

export const labelLimit = 100

export const dayLabel = z
  .string('Enter the label as text')
  .transform(cleanLine)
  .pipe(z.string().max(labelLimit, `A label has at most ${labelLimit} characters`))

/** One day or, with `to`, all days from `date` to `to`. */
export const DaysOffForm = z
  .object({
    from: requiredDate,
    to: allowDateWords(
      z
        .string('Enter a date or leave this empty')
        .trim()
        .refine((text) => text === '' || isDate(text), noDate),
    ).optional(),
    label: dayLabel.optional(),
  })
  .refine(({ from, to }) => !to || from <= to, { path: ['to'], message: 'The last day is before the first' })
  .refine(({ from, to }) => !to || daysBetween(from, to) < daysLimit, {
    path: ['to'],
    message: `Add at most ${daysLimit} days at a time`,
  })
export type DaysOffForm = z.infer<typeof DaysOffForm>

/** Consecutive days off with one label, from first to last inclusive. */
export type DaysOffRange = Range & { label: string }

export const daysOffRangeOf = ({ from, to, label = '' }: DaysOffForm): DaysOffRange => ({ from, to: to || from, label })

export const DayOffRow = z.object({ date: z.iso.date(), label: z.string() })
export type DayOffRow = z.infer<typeof DayOffRow>

const shownDate = z.string().refine(isDate).catch('')

/** Query of the list: last date of the previous page, or a range to show day by day. Invalid dates are ignored. */
export const DaysOffView = z.object({ after: shownDate, from: shownDate, to: shownDate })
export type DaysOffView = z.infer<typeof DaysOffView>

/** Adds days off. An existing day off gets the new label, unless that is empty. */
export const addDaysOff = (db: D1Database, userId: string, { from, to, label }: DaysOffRange) => [
  sql(db)`
    INSERT INTO days_off (user_id, date, label, seq)
    SELECT ${userId}, value, ${label}, ${newSeq(userId)}
    FROM json_each(${JSON.stringify(datesBetween(from, to))})
    WHERE true
    ON CONFLICT (user_id, date) DO UPDATE
    SET label = coalesce(nullif(excluded.label, ''), label), seq = excluded.seq`,
]

/** Removes days off. Guard: rolls the batch back unless all of these days have that label. */
export const removeDaysOff = (db: D1Database, userId: string, { from, to, label }: DaysOffRange) => [
  sql(db)`DELETE FROM days_off WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND label = ${label}`,
  orStale(db, datesBetween(from, to).length),
]

/** Adds a day off, or changes its label. */
export const setDayOff = (db: D1Database, userId: string, { date, label }: DayOffRow) => [
  sql(db)`
    INSERT INTO days_off (user_id, date, label, seq)
    SELECT ${userId}, ${date}, ${label}, seq FROM change_heads WHERE user_id = ${userId}
    ON CONFLICT (user_id, date) DO UPDATE SET label = excluded.label, seq = excluded.seq`,
]

/** Removes a day off with any label. Guard: rolls the batch back if the date is not a day off. */
export const removeDayOff = (db: D1Database, userId: string, date: string) => [
  sql(db)`DELETE FROM days_off WHERE user_id = ${userId} AND date = ${date}`,
  orStale(db),
]

export type DaysOffList = {
  stretches: DaysOffRange[]
  next?: string
  first: boolean
  view: DaysOffView
  /** Range that is shown day by day instead of in stretches. */
  within?: Range
}
