import type { FreeDays } from '../days-off/free'
import { monthStart } from '../lib/days'
import { streaks } from './streaks'

/** The days of a month, `YYYY-MM`, with tracked time, as bits: bit 0 is the 1st. */
export type ActiveMonth = { month: string; days: number }

/** The dates that the bits of a month stand for, in order. */
export const datesOf = ({ month, days }: ActiveMonth) =>
  Array.from({ length: 31 }, (_, index) => index)
    .filter((index) => (days >>> index) % 2 === 1)
    .map((index) => monthStart(month).slice(0, -2) + String(index + 1).padStart(2, '0'))

/**
 * The streak that reaches today, however long ago it began, the longest of all time, and the date on which the present
 * one began, today where there is none. `active` are the dates with tracked time, in order; later than today none counts.
 */
export const streaksOfAllTime = (active: string[], person: FreeDays & { today: string }) => {
  const { today } = person
  const past = active.filter((date) => date <= today)
  const { current, longest } = streaks(new Set(past), { from: past[0] ?? today, to: today, ...person })
  return { current, longest, start: (current > 0 && past.at(-current)) || today }
}
