import { addDays } from '../lib/days'
import type { DayOffRow, Stretch } from './schema'

/** Joins consecutive days, listed forwards or backwards. */
export const stretches = (days: DayOffRow[]): Stretch[] => {
  const joined: Stretch[] = []
  for (const { date, label } of days) {
    const last = joined.at(-1)
    if (last && last.label === label && date === addDays(last.to, 1)) last.to = date
    else if (last && last.label === label && date === addDays(last.from, -1)) last.from = date
    else joined.push({ from: date, to: date, label })
  }
  return joined
}
