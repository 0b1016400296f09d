import { dateOf } from '../lib/days'
import type { FreeDays } from './free-days'
import { findStreaks } from './streaks'

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
