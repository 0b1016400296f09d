import { localNow } from '../../lib/env'
import { type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { plural } from '../../lib/text/format'
import { dayMs } from '../../lib/time/units'
import { lateGoals } from './today'

/** Weekly reminder of goals that will be missed at the current pace. */
export const readGoalsBehind = async (
  scope: ReminderScope,
  { at: minute, day }: ReminderValues,
): Promise<Reminder[]> => {
  const { db, user, now } = scope
  const times = timesOfDay(scope, minute, [day])
  const late = times.some(({ at }) => at <= now) ? await lateGoals(db, user.id, localNow(user, now)) : []
  return times.map(({ date, at }) => ({
    key: date,
    at,
    until: at + 3 * dayMs,
    href: '/goals',
    title: late.length > 0 ? `${plural(late.length, 'goal')} behind` : '',
    text: late.map(({ title }) => title).join(', '),
  }))
}
