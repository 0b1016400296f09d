import { datesBetween } from '../lib/days'
import { type FreeDays, freeDay } from './free-days'

type Options = { from: string; to: string; today: string } & FreeDays

/**
 * Days with tracked time in a row, without a gap: the longest run of the range, and the current one, which reaches
 * today or the end of the range. Rest days, days off and today do not break a run.
 */
export const streakDays = (active: Set<string>, { from, to, today, ...free }: Options) => {
  let current: string[] = []
  let longest = current
  for (const date of datesBetween(from, to < today ? to : today)) {
    if (active.has(date)) current.push(date)
    else if (date !== today && !freeDay(date, free)) current = []
    if (current.length > longest.length) longest = current
  }
  return { current, longest }
}

/** The lengths of the current and the longest streak, in days. */
export const streaks = (active: Set<string>, options: Options) => {
  const { current, longest } = streakDays(active, options)
  return { current: current.length, longest: longest.length }
}
