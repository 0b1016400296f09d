import { z } from 'zod'
import { addDays, addMonths, daysBetween, isDate, isoWeekday, monthEnd, monthOf, monthStart } from './days'
import { weekdayNames } from './format'

export const repeat = z.enum(
  ['none', 'daily', 'weekdays', 'weekly', 'fortnightly', 'monthly'],
  'Choose how often it repeats',
)
export type Repeat = z.infer<typeof repeat>

export const repeatNames: Record<Repeat, string> = {
  none: 'Never',
  daily: 'Every day',
  weekdays: 'Every weekday',
  weekly: 'Every week',
  fortnightly: 'Every two weeks',
  monthly: 'Every month',
}

export const laterOf = (one: string, other: string) => (one > other ? one : other)

const nextWeekday = (after: string) => {
  const day = isoWeekday(after)
  return addDays(after, day >= 5 ? 8 - day : 1)
}

const nextInDays = (from: string, after: string, days: number) =>
  addDays(from, days * (Math.floor(daysBetween(from, after) / days) + 1))

/** That day of the month, or its last day: 31 January is followed by 28 February and 31 March. */
const dayInMonth = (month: string, day: number) => {
  const last = monthEnd(month)
  return addDays(monthStart(month), Math.min(day, Number(last.slice(8))) - 1)
}

const nextInMonths = (from: string, after: string) => {
  const day = Number(from.slice(8))
  const date = dayInMonth(monthOf(after), day)
  return date > after ? date : dayInMonth(addMonths(monthOf(after), 1), day)
}

/**
 * The first date of a repetition after `after`; null for none, and after the year 2199.
 * @param from a date of the series: its day of the week or the month counts
 */
export const nextDate = (repeat: Repeat, from: string, after: string): string | null => {
  if (repeat === 'none') return null
  const next = {
    daily: () => addDays(after, 1),
    weekdays: () => nextWeekday(after),
    weekly: () => nextInDays(from, after, 7),
    fortnightly: () => nextInDays(from, after, 14),
    monthly: () => nextInMonths(from, after),
  }[repeat]()
  return isDate(next) ? next : null
}

/** A row that repeats, and the date from which its series is counted, if that is not its own. Dates are local. */
export type Repeating = { repeat: Repeat; repeat_from: string | null; date: string | null }

/** The date of the row that follows a repeating one: after its own date, and after the day on which it is done. */
export const dateAfter = ({ repeat, repeat_from, date }: Repeating, doneOn: string) =>
  nextDate(repeat, repeat_from ?? date ?? doneOn, laterOf(date ?? doneOn, doneOn))

/** The date from which a series counts after an edit: its own date when that or the repetition was changed. */
export const repeatFrom = (values: Omit<Repeating, 'repeat_from'>, before: Repeating | null) => {
  if (values.repeat === 'none') return null
  const isSame = before?.repeat === values.repeat && before.date === values.date
  return isSame ? before.repeat_from : values.date
}

/** `every Tuesday`, `every month on day 31`; null for a row that does not repeat. */
export const repeatText = ({ repeat, repeat_from, date }: Repeating) => {
  const from = repeat_from ?? date
  if (repeat === 'none') return null
  if (repeat === 'weekly' && from) return `every ${weekdayNames[isoWeekday(from) - 1]}`
  if (repeat === 'fortnightly' && from) return `every two weeks on ${weekdayNames[isoWeekday(from) - 1]}`
  if (repeat === 'monthly' && from) return `every month on day ${Number(from.slice(8))}`
  return repeatNames[repeat].toLowerCase()
}
