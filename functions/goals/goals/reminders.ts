import { allRows, sql } from '../../lib/db/sql'
import { localNow } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { plural } from '../../lib/text/format'
import { dayMs } from '../../lib/time/units'
import type { GoalRow } from './schema'
import { lateGoals, openHabits } from './today'

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

/** Reminders of habits at their own times, on days that are not met and that count. */
export const readOpenHabits = async (scope: ReminderScope): Promise<Reminder[]> => {
  const { db, user, now } = scope
  const rows = await allRows<Pick<GoalRow, 'id' | 'title'> & { reminder_minute: number }>(sql(db)`
    SELECT id, title, reminder_minute FROM goals
    WHERE user_id = ${user.id} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      AND reminder_minute IS NOT NULL`)
  const times = rows.flatMap((row) => timesOfDay(scope, row.reminder_minute).map((time) => ({ ...row, ...time })))
  const open = times.some(({ at }) => at <= now) ? await openHabits(db, user.id, localNow(user, now)) : []
  return times.map(({ id, title, date, at }) => ({
    key: `${id} ${date}`,
    at,
    until: at + dayMs / 2,
    tag: `habit ${id}`,
    href: pathTo`/goals/${id}`,
    title: at > now || open.some((goal) => goal.id === id) ? 'A habit isn’t done yet' : '',
    text: title,
  }))
}
