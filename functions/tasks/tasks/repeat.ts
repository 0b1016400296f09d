import { addDays, addMonths, daysBetween, isDate, isoWeekday, monthEnd, monthOf, monthStart } from '../../lib/days'
import type { TaskRepeat, TaskRow } from './schema'

const laterOf = (one: string, other: string) => (one > other ? one : other)

const nextWeekday = (after: string) => {
  const day = isoWeekday(after)
  return addDays(after, day >= 5 ? 8 - day : 1)
}

const nextInWeeks = (from: string, after: string) => addDays(from, 7 * (Math.floor(daysBetween(from, after) / 7) + 1))

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
export const nextDate = (repeat: TaskRepeat, from: string, after: string): string | null => {
  if (repeat === 'none') return null
  const next = {
    daily: () => addDays(after, 1),
    weekdays: () => nextWeekday(after),
    weekly: () => nextInWeeks(from, after),
    monthly: () => nextInMonths(from, after),
  }[repeat]()
  return isDate(next) ? next : null
}

/** The date of the task that follows a repeating one: after its own date, and after the day on which it is done. */
export const dateAfter = (
  { repeat, repeat_from, date }: Pick<TaskRow, 'repeat' | 'repeat_from' | 'date'>,
  doneOn: string,
) => nextDate(repeat, repeat_from ?? date ?? doneOn, laterOf(date ?? doneOn, doneOn))

type Repeating = Pick<TaskRow, 'repeat' | 'date'>

/** The date from which a series counts after an edit: its own date when that or the repetition was changed. */
export const repeatFrom = (values: Repeating, before: (Repeating & Pick<TaskRow, 'repeat_from'>) | null) => {
  if (values.repeat === 'none') return null
  const isSame = before?.repeat === values.repeat && before.date === values.date
  return isSame ? before.repeat_from : values.date
}
