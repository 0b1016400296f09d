import { dateOf, dayNumber, isoWeekday, weekdayOf } from '../lib/time/days'

/** Days without a target: weekly rest days (ISO weekdays) and single dates. */
export type FreeDays = { restDays: number[]; daysOff: Set<string> }

export const freeDay = (date: string, { restDays, daysOff }: FreeDays) => {
  if (daysOff.has(date)) return 'day off'
  return restDays.includes(isoWeekday(date)) ? 'rest day' : undefined
}

type Options = { from: string; to: string; today: string } & FreeDays

/** A streak: day numbers of its first and last day with time, and the number of days with time. */
type Streak = { first: number; last: number; days: number }

/** Returns a function that is true if a day number without time ends a streak. */
const misses = ({ today, restDays, daysOff }: Pick<Options, 'today'> & FreeDays) => {
  const rests = Array.from({ length: 8 }, (_, weekday) => restDays.includes(weekday))
  const off = new Set([...daysOff, today].map(dayNumber))
  return (day: number) => !rests[weekdayOf(day)] && !off.has(day)
}

/**
 * The longest streak of a range, and the current one, which reaches today or the end of the range. A streak is a series
 * of days with tracked time. Rest days, days off, today and later days do not break it.
 * @param active numbers of the days with time, in order (`dayNumber`)
 */
export const findStreaks = (active: number[], options: Options) => {
  const isMiss = misses(options)
  const hasMiss = (from: number, to: number) => {
    for (let day = from; day <= to; day += 1) if (isMiss(day)) return true
    return false
  }
  const from = dayNumber(options.from)
  const to = Math.min(dayNumber(options.to), dayNumber(options.today))
  let current: Streak | null = null
  let longest: Streak | null = null
  for (const day of active) {
    if (day < from || day > to) continue
    if (!current || hasMiss(current.last + 1, day - 1)) current = { first: day, last: day, days: 0 }
    current.last = day
    current.days += 1
    if (!longest || current.days > longest.days) longest = current
  }
  return { current: current && !hasMiss(current.last + 1, to) ? current : null, longest }
}

/** The lengths of the current and the longest streak, in days. */
export const streaks = (active: number[], options: Options) => {
  const { current, longest } = findStreaks(active, options)
  return { current: current?.days ?? 0, longest: longest?.days ?? 0 }
}

/**
 * Current and longest streak of all time. The current streak includes today; `start` is its first date, or today
 * without a streak. Future dates do not count.
 * @param active day numbers of days with tracked time, in order
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
