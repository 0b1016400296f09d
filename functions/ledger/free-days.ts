import { isoWeekday } from '../lib/days'

/** Days without a target: ISO weekdays on which a person rests, and single dates. */
export type FreeDays = { restDays: number[]; daysOff: Set<string> }

export const freeDay = (date: string, { restDays, daysOff }: FreeDays) => {
  if (daysOff.has(date)) return 'day off'
  return restDays.includes(isoWeekday(date)) ? 'rest day' : undefined
}
