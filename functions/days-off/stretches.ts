import { addDays, type Range } from '../lib/days'
import type { DayOffRow } from './schema'

/** Days off that follow one another under one label. */
export type Stretch = Range & { label: string }

/** Puts what follows on one another into stretches, whichever way the days are listed. */
export const stretches = (days: DayOffRow[]): Stretch[] => {
  const found: Stretch[] = []
  for (const { date, label } of days) {
    const last = found.at(-1)
    if (last && last.label === label && date === addDays(last.to, 1)) last.to = date
    else if (last && last.label === label && date === addDays(last.from, -1)) last.from = date
    else found.push({ from: date, to: date, label })
  }
  return found
}
