import { sql } from '../../lib/db/sql'
import { type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { addDays, weekStartOf } from '../../lib/time/days'
import { dayMs } from '../../lib/time/units'

/** The week to review on a date: in the first days of a week, the previous week. */
export const weekToReview = (date: string, weekStart: number) => weekStartOf(addDays(date, -2), weekStart)

/** Reminder of a week without a review. */
export const readReviewWeek = async (
  scope: ReminderScope,
  { at: minute, day }: ReminderValues,
): Promise<Reminder[]> => {
  const { db, user } = scope
  const times = timesOfDay(scope, minute, [day]).map((one) => ({
    ...one,
    week: weekToReview(one.date, user.preferences.week_start),
  }))
  if (times.length === 0) return []
  const { results } = await sql(db)`
    SELECT date FROM reviews
    WHERE user_id = ${user.id} AND period = 'week' AND deleted_at IS NULL
      AND date IN (SELECT value FROM json_each(${JSON.stringify(times.map(({ week }) => week))}))`.all<{
    date: string
  }>()
  return times
    .filter(({ week }) => !results.some(({ date }) => date === week))
    .map(({ week, at }) => ({
      key: week,
      at,
      until: at + 3 * dayMs,
      title: 'Review your week',
      href: `/review/week?date=${week}`,
    }))
}
