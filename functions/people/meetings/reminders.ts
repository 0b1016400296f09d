import { allRows, sql } from '../../lib/db/sql'
import { pathTo } from '../../lib/http/path-to'
import type { Reminder, ReminderScope, ReminderValues } from '../../lib/reminders'
import { seriesOf } from '../../lib/resource/series'
import { clockTime } from '../../lib/text/format'
import { addDays, dayOf } from '../../lib/time/days'
import { datesWithin } from '../../lib/time/repeat'
import { isUsed } from '../../lib/uses'
import { startAndEnd } from './of-day'
import type { ListedMeeting } from './schema'

type MeetingTimeRow = Pick<
  ListedMeeting,
  'id' | 'title' | 'date' | 'time' | 'time_zone' | 'duration_minutes' | 'session_id'
> &
  Pick<ListedMeeting, 'repeat' | 'repeat_from'> & {
    occurrence: string | null
    series: string
    /** When the first meeting of its series was created (epoch ms). */
    made_at: number
  }

const meetingRows = ({ db, user }: ReminderScope, dates: { from: string; to: string }) =>
  allRows<MeetingTimeRow>(sql(db)`
    SELECT id, title, date, time, time_zone, duration_minutes, session_id, repeat, repeat_from, occurrence,
      ${seriesOf} AS series, coalesce((
        SELECT first.created_at FROM meetings AS first
        WHERE first.user_id = ${user.id}
          AND first.id = coalesce(substr(meetings.occurrence, 1, length(meetings.occurrence) - 11), meetings.id)), 0) AS made_at
    FROM meetings
    WHERE user_id = ${user.id} AND date <= ${dates.to} AND (date >= ${dates.from} OR repeat <> 'none')
      AND time IS NOT NULL AND deleted_at IS NULL`)

/** Reminders before the start of meetings that have a time and no session, including future dates of series. */
export const readMeetingStarts = async (scope: ReminderScope, { minutes }: ReminderValues): Promise<Reminder[]> => {
  const { preferences } = scope.user
  const { time_zone, clock } = preferences
  const dates = { from: addDays(dayOf(scope.from, preferences), -1), to: addDays(dayOf(scope.to, preferences), 2) }
  const reminderOn = (date: string, row: MeetingTimeRow): Reminder[] => {
    const times = startAndEnd({ ...row, date })
    const at = (times?.start ?? 0) - minutes * 60_000
    const isOwn = date === row.date
    if (!times || times.start <= row.made_at || (isOwn && row.session_id !== null)) return []
    // The name stays the same when the date gets its own row.
    const name = isOwn ? (row.occurrence ?? row.id) : `${row.series}-${date}`
    const dayPage = isUsed(scope.user, 'time') ? pathTo`/day/${date}` : '/meetings'
    return [
      {
        // A meeting created after the reminder time is reminded of at once.
        key: `${name} ${at}`,
        at: Math.max(at, row.made_at),
        until: times.end,
        begins: times.start,
        // A notification replaces others with its tag: previous dates of its series, and this date before a move.
        tag: `meeting ${name.replace(/-\d{4}(-\d\d){2}$/, '')}`,
        title: `Meeting at ${clockTime(times.start, time_zone, clock)}`,
        text: row.title,
        href: isOwn ? pathTo`/meetings/${row.id}` : dayPage,
      },
    ]
  }
  const rows = await meetingRows(scope, dates)
  return rows.flatMap((row) => datesWithin(row, dates).flatMap((date) => reminderOn(date, row)))
}
