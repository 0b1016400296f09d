import { type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { addDays, dayStart } from '../../lib/time/days'

const stepReminder =
  (doneOn: 'planned_on' | 'closed_on', title: string, href: string) =>
  async (scope: ReminderScope, { at: minute, days }: ReminderValues): Promise<Reminder[]> => {
    const { preferences } = scope.user
    return timesOfDay(scope, minute, days)
      .filter(({ date }) => (preferences[doneOn] ?? '') < date)
      .map(({ date, at }) => ({ key: date, at, until: dayStart(addDays(date, 1), preferences), title, href }))
  }

/** Reminder to plan a day that is not planned yet. */
export const planDayReminder = stepReminder('planned_on', 'Plan your day', '/plan')

/** Reminder to close a day that is not closed yet. */
export const closeDayReminder = stepReminder('closed_on', 'Close the day', '/plan/close')
