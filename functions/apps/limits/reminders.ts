import type { Reminder, ReminderScope } from '../../lib/reminders'
import { listLimits, nearlyUsed } from '../whitelists/limited'
import { missingWords } from '../whitelists/messages'

/** Reminders of limits at 80 % and when they are used up, once each; after an extension again at its end. */
export const limitReminders = async ({ db, user, head, now }: ReminderScope): Promise<Reminder[]> =>
  (await listLimits(db, user, head, now)).filter(nearlyUsed).map((use) => {
    const { scope, label, until, left_seconds, extended_seconds } = use
    const mark = left_seconds === 0 ? `100 ${extended_seconds}` : '80'
    return {
      key: `${scope} ${until} ${mark}`,
      at: now,
      until,
      tag: `limit ${scope}`,
      href: '/whitelists',
      title: left_seconds === 0 ? 'A limit is used up' : 'A limit is nearly used',
      text: left_seconds === 0 ? label : `${label}, ${missingWords(left_seconds)} left`,
    }
  })
