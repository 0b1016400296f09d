import { isoWeekday } from '../lib/days'

/** The days of a person without a target: ISO weekdays on which they rest, and single dates. */
export type FreeDays = { restDays: number[]; daysOff: Set<string> }

/** What a day without a target is called; undefined for a day with one. */
export const freeDay = (date: string, { restDays, daysOff }: FreeDays) => {
  if (daysOff.has(date)) return 'day off'
  return restDays.includes(isoWeekday(date)) ? 'rest day' : undefined
}
