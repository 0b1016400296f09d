import { addDays } from '../lib/days'
import type { FreeDays } from './free-days'
import { streaks } from './streaks'

/** A year, `YYYY`, with a digit per day: 1 for a day with tracked time, else 0. */
export type ActiveYear = { year: string; days: string }

export const datesOfYear = ({ year, days }: ActiveYear) =>
  [...days].flatMap((day, index) => (day === '1' ? [addDays(`${year}-01-01`, index)] : []))

/**
 * The current streak reaches today, however long ago it began; `start` is its first date, or today if there is none.
 * Future dates do not count.
 * @param active dates with tracked time, in order
 */
export const allTimeStreaks = (active: string[], person: FreeDays & { today: string }) => {
  const { today } = person
  const past = active.filter((date) => date <= today)
  const { current, longest } = streaks(new Set(past), { from: past[0] ?? today, to: today, ...person })
  return { current, longest, start: (current > 0 && past.at(-current)) || today }
}
