import { allRows, sql } from '../../lib/db/sql'
import { pathTo } from '../../lib/http/path-to'
import type { Reminder, ReminderScope, ReminderValues } from '../../lib/reminders'
import { clockTime } from '../../lib/text/format'
import { addDays, dayOf } from '../../lib/time/days'
import { startAndEnd } from './of-day'
import type { ListedMeeting } from './schema'

type Row = Pick<ListedMeeting, 'id' | 'title' | 'date' | 'time' | 'time_zone' | 'duration_minutes' | 'created_at'>

/** Meetings with a time that nobody tracks yet, so long before they begin. */
export const readMeetingStarts = async (
  { db, user, from, to }: ReminderScope,
  { minutes }: ReminderValues,
): Promise<Reminder[]> => {
  const { time_zone, clock } = user.preferences
  const [first, last] = [addDays(dayOf(from, user.preferences), -1), addDays(dayOf(to, user.preferences), 2)]
  const rows = await allRows<Row>(sql(db)`
    SELECT id, title, date, time, time_zone, duration_minutes, created_at FROM meetings
    WHERE user_id = ${user.id} AND date BETWEEN ${first} AND ${last} AND time IS NOT NULL AND session_id IS NULL
      AND deleted_at IS NULL`)
  return rows.flatMap((row): Reminder[] => {
    const times = startAndEnd(row)
    const at = (times?.start ?? 0) - minutes * 60_000
    if (!times || at < row.created_at) return []
    return [
      {
        ...{ key: `${row.id} ${at}`, at, until: times.end, begins: times.start, tag: `meeting ${row.id}` },
        title: `Meeting at ${clockTime(times.start, time_zone, clock)}`,
        text: row.title,
        href: pathTo`/meetings/${row.id}`,
      },
    ]
  })
}
