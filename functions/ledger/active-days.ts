import { addDays } from '../lib/days'
import type { FreeDays } from './free-days'
import { streaks } from './streaks'

/** The days of a year, `YYYY`, one after the other: 1 has tracked time, 0 has none. */
export type ActiveYear = { year: string; days: string }

/** The dates of a year with tracked time, in order. */
export const datesOfYear = ({ year, days }: ActiveYear) =>
  [...days].flatMap((day, index) => (day === '1' ? [addDays(`${year}-01-01`, index)] : []))

/**
 * The streak that reaches today, however long ago it began, the longest of all time, and the date on which the present
 * one began, today where there is none. `active` are the dates with tracked time, in order; later than today none counts.
 */
export const allTimeStreaks = (active: string[], person: FreeDays & { today: string }) => {
  const { today } = person
  const past = active.filter((date) => date <= today)
  const { current, longest } = streaks(new Set(past), { from: past[0] ?? today, to: today, ...person })
  return { current, longest, start: (current > 0 && past.at(-current)) || today }
}
