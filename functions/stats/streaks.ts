import { datesBetween, isoWeekday } from '../lib/days'

/** `restDays` are ISO weekdays, 1 to 7; `daysOff` single dates. The dates are inclusive. */
type Options = { from: string; to: string; today: string; restDays: number[]; daysOff?: Set<string> }

/**
 * How many days with tracked time follow one another, in a range of dates. A rest day or a day off without time is
 * passed over, and so is today, which is not over. The current streak is the one that reaches the end of the range,
 * or today where that comes first.
 */
export const streaks = (activeDates: Set<string>, { from, to, today, restDays, daysOff }: Options) => {
  const excused = (date: string) => date === today || daysOff?.has(date) || restDays.includes(isoWeekday(date))
  let [current, longest] = [0, 0]
  for (const date of datesBetween(from, to < today ? to : today)) {
    if (activeDates.has(date)) current += 1
    else if (!excused(date)) current = 0
    longest = Math.max(longest, current)
  }
  return { current, longest }
}
