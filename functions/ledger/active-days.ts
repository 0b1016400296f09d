import { dateOf, dayNumber } from '../lib/days'
import type { FreeDays } from './free-days'
import { findStreaks } from './streaks'

/** A year, `YYYY`, with a digit per day: 1 for a day with tracked time, else 0. */
export type ActiveYear = { year: string; days: string }

/** The numbers of the days with tracked time, in order. */
export const daysOfYear = ({ year, days }: ActiveYear) => {
  const first = dayNumber(`${year}-01-01`)
  const active: number[] = []
  for (let at = 0; at < days.length; at += 1) if (days[at] === '1') active.push(first + at)
  return active
}

/**
 * The current streak reaches today, however long ago it began; `start` is its first date, or today if there is none.
 * Future dates do not count.
 * @param active numbers of the days with tracked time, in order
 */
export const allTimeStreaks = (active: number[], person: FreeDays & { today: string }) => {
  const from = active[0] === undefined ? person.today : dateOf(active[0])
  const { current, longest } = findStreaks(active, { from, to: person.today, ...person })
  return {
    current: current?.days ?? 0,
    longest: longest?.days ?? 0,
    start: current ? dateOf(current.first) : person.today,
  }
}
