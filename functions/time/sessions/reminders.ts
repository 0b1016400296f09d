import type { Reminder, ReminderScope, ReminderValues } from '../../lib/reminders'
import { clockTime } from '../../lib/text/format'
import { plannedPath, plannedSessions } from './planned'

/** Reminders of planned sessions, before their start. */
export const readPlannedStarts = async (
  { db, user }: ReminderScope,
  { minutes }: ReminderValues,
): Promise<Reminder[]> => {
  const { time_zone, clock } = user.preferences
  return (await plannedSessions(db, user.id)).map(({ id, title, started_at, ended_at }) => {
    const at = started_at - minutes * 60_000
    return {
      key: `${id} ${at}`,
      at,
      until: ended_at,
      begins: started_at,
      tag: `planned ${id}`,
      href: plannedPath({ id, started_at }, user.preferences),
      title: `Planned at ${clockTime(started_at, time_zone, clock)}`,
      text: title,
    }
  })
}
