import type { Reminder, ReminderScope } from '../../lib/reminders'
import { listEarnedApps } from './earned'

/** Reminders of apps that tracked time has unlocked, once per period of the condition. */
export const earnedAppReminders = async ({ db, user, head, now }: ReminderScope): Promise<Reminder[]> => {
  const { apps } = await listEarnedApps(db, user, head, now, { limit: 500 })
  return apps
    .filter(({ progress, overruled_by }) => {
      const { needed_seconds, missing_seconds } = progress
      return needed_seconds > 0 && missing_seconds === 0 && overruled_by === null
    })
    .map(({ package_name, label, progress: { range, until } }) => ({
      key: `${package_name} ${range.from}`,
      at: now,
      until,
      tag: `app ${package_name}`,
      href: '/whitelists',
      title: 'An app is unlocked',
      text: label,
    }))
}
