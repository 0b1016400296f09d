import { daysBetween } from '../../lib/days'
import type { LocalNow } from '../../lib/env'
import { distance, relativeWeeks } from '../../lib/format'
import { type GoalRow, isOpen } from './schema'

/** An open goal is due soon from this many days before its target. */
export const dueSoonDays = 7

/** A date, the text of its badge, and the badge's tone; without a tone the text is plain. */
export type Due = { date: string | null; text: string; tone: 'bad' | 'warning' | 'good' | 'neutral' | null }

type Dated = Pick<GoalRow, 'target_date' | 'status' | 'completed_on'>

const openDue = (target: string, today: string): Due => {
  const days = daysBetween(today, target)
  if (days < 0) return { date: target, text: `${distance(-days)} overdue`, tone: 'bad' }
  if (days > dueSoonDays) return { date: target, text: relativeWeeks(days), tone: null }
  return { date: target, text: `due ${relativeWeeks(days)}`, tone: 'warning' }
}

const completedDue = (target: string | null, completed: string): Due => {
  if (target === null) return { date: completed, text: 'completed', tone: null }
  const days = daysBetween(completed, target)
  if (days === 0) return { date: completed, text: 'on time', tone: 'good' }
  if (days > 0) return { date: completed, text: `${distance(days)} early`, tone: 'good' }
  return { date: completed, text: `${distance(-days)} late`, tone: 'neutral' }
}

/** Shows the day of completion for a completed goal, and the target date for others. */
export const dueOf = ({ target_date, status, completed_on }: Dated, { today }: Pick<LocalNow, 'today'>): Due => {
  if (status === 'completed' && completed_on !== null) return completedDue(target_date, completed_on)
  if (target_date === null) return { date: null, text: '', tone: null }
  return isOpen(status) ? openDue(target_date, today) : { date: target_date, text: '', tone: null }
}
