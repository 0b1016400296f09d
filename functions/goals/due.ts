import { dayOf, daysBetween, type Zone } from '../lib/days'
import { plural, relativeWeeks } from '../lib/format'
import { type GoalRow, isOpen } from './schema'

/** How many days before its target an open goal is due soon. */
export const dueSoonDays = 7

/** What a goal's date says: the date, words about it, and how much they matter. */
export type Due = { date: string | null; words: string; tone: 'bad' | 'warning' | 'good' | 'neutral' | null }

/** The user's day, where their days are, and how they reckon weeks and rest. */
export type Now = {
  /** epoch ms */
  instant: number
  today: string
  zone: Zone
  /** ISO weekday, as are the rest days */
  weekStart: number
  restDays: number[]
}

type Dated = Pick<GoalRow, 'target_date' | 'status' | 'completed_at'>

const openDue = (target: string, today: string): Due => {
  const days = daysBetween(today, target)
  if (days < 0) return { date: target, words: `${plural(-days, 'day')} overdue`, tone: 'bad' }
  if (days > dueSoonDays) return { date: target, words: relativeWeeks(days), tone: null }
  const when = days > 1 ? `in ${days} days` : relativeWeeks(days)
  return { date: target, words: `due ${when}`, tone: 'warning' }
}

const completedDue = (target: string | null, completed: string): Due => {
  if (target === null) return { date: completed, words: 'completed', tone: null }
  const days = daysBetween(completed, target)
  if (days === 0) return { date: completed, words: 'on time', tone: 'good' }
  if (days > 0) return { date: completed, words: `${plural(days, 'day')} early`, tone: 'good' }
  return { date: completed, words: `${plural(-days, 'day')} late`, tone: 'neutral' }
}

/** Where a goal stands in time. A completed goal shows the day on which it was completed. */
export const dueOf = (
  { target_date, status, completed_at }: Dated,
  { today, zone }: Pick<Now, 'today' | 'zone'>,
): Due => {
  if (status === 'completed' && completed_at !== null) return completedDue(target_date, dayOf(completed_at, zone))
  if (target_date === null) return { date: null, words: '', tone: null }
  return isOpen(status) ? openDue(target_date, today) : { date: target_date, words: '', tone: null }
}
