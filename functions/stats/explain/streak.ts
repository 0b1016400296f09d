import { datesBetween, isoWeekday } from '../../lib/days'

/** As of `streaks`: the dates are inclusive, `restDays` ISO weekdays. */
type Options = { from: string; to: string; today: string; restDays: number[]; daysOff: Set<string> }

/** The days with time of the current and of the longest streak in a range, in order: as many as `streaks` counts. */
export const streakDays = (active: Set<string>, { from, to, today, restDays, daysOff }: Options) => {
  const isPassed = (date: string) => date === today || daysOff.has(date) || restDays.includes(isoWeekday(date))
  let current: string[] = []
  const streaks = [current]
  for (const date of datesBetween(from, to < today ? to : today)) {
    if (active.has(date)) current.push(date)
    else if (!isPassed(date) && current.length > 0) {
      current = []
      streaks.push(current)
    }
  }
  return { current, longest: streaks.reduce((longest, streak) => (streak.length > longest.length ? streak : longest)) }
}
