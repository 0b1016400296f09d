import { datesBetween, isoWeekday } from '../lib/days'

/** `restDays` are ISO weekdays, 1 to 7; `daysOff` single dates. The dates are inclusive. */
type Options = { from: string; to: string; today: string; restDays: number[]; daysOff?: Set<string> }

/**
 * The days with tracked time that follow one another in a range of dates, in order: those of the current streak, which
 * reaches the end of the range or today where that comes first, and of the longest. A rest day or a day off without
 * time is passed over, and so is today, which is not over.
 */
export const streakDays = (active: Set<string>, { from, to, today, restDays, daysOff }: Options) => {
  const excused = (date: string) => date === today || daysOff?.has(date) || restDays.includes(isoWeekday(date))
  let current: string[] = []
  let longest = current
  for (const date of datesBetween(from, to < today ? to : today)) {
    if (active.has(date)) current.push(date)
    else if (!excused(date)) current = []
    if (current.length > longest.length) longest = current
  }
  return { current, longest }
}

/** How many days the current and the longest streak of a range have. */
export const streaks = (active: Set<string>, options: Options) => {
  const { current, longest } = streakDays(active, options)
  return { current: current.length, longest: longest.length }
}
