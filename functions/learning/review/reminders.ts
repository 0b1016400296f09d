import { sql } from '../../lib/db/sql'
import { type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { plural } from '../../lib/text/format'
import { addDays, dayOf, dayStart } from '../../lib/time/days'
import { cardsDue, reviewDay } from '../plans/cards-due'

/** Reminder of due cards, once a day. */
export const readCardsDue = async (scope: ReminderScope, { at: minute }: ReminderValues): Promise<Reminder[]> => {
  const { db, user, now } = scope
  const due = sql(db)`SELECT ${cardsDue(user.id, reviewDay(user, now))} AS cards`
  const cards = (await due.first<number>('cards')) ?? 0
  const today = dayOf(now, user.preferences)
  return timesOfDay(scope, minute)
    .filter(({ date }) => date >= today)
    .map(({ date, at }) => ({
      key: date,
      at,
      until: dayStart(addDays(date, 1), user.preferences),
      href: '/review',
      title: cards > 0 ? `${plural(cards, 'card')} to review` : '',
    }))
}
