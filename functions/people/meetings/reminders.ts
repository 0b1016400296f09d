import { allRows, sql } from '../../lib/db/sql'
import { pathTo } from '../../lib/http/path-to'
import type { Reminder, ReminderScope, ReminderValues } from '../../lib/reminders'
import { clockTime } from '../../lib/text/format'
import { addDays, dayOf } from '../../lib/time/days'
import { datesWithin } from '../../lib/time/repeat'
import { isUsed } from '../../lib/uses'
import { startAndEnd } from './of-day'
import type { ListedMeeting } from './schema'

type Row = Pick<ListedMeeting, 'id' | 'title' | 'date' | 'time' | 'time_zone' | 'duration_minutes' | 'session_id'> &
  Pick<ListedMeeting, 'repeat' | 'repeat_from'> & {
    /** The row itself or one before it in its series, and when that was made (epoch ms). */
    former: string
    made_at: number
  }

/** Rows with a time, once for each of their series that was made since `from`, and for the one before, latest first. */
const meetingRows = ({ db, user, from }: ReminderScope, dates: { from: string; to: string }) =>
  allRows<Row>(sql(db)`
    WITH RECURSIVE series AS (
      SELECT id, id AS former, repeats, created_at FROM meetings
      WHERE user_id = ${user.id} AND date <= ${dates.to} AND (date >= ${dates.from} OR repeat <> 'none')
        AND time IS NOT NULL AND deleted_at IS NULL
      UNION ALL
      SELECT series.id, meetings.id, meetings.repeats, meetings.created_at
      FROM series JOIN meetings ON meetings.user_id = ${user.id} AND meetings.id = series.repeats
      WHERE series.created_at >= ${from}
    )
    SELECT meetings.id, title, date, time, time_zone, duration_minutes, session_id, repeat, repeat_from, former,
      series.created_at AS made_at
    FROM series JOIN meetings ON meetings.user_id = ${user.id} AND meetings.id = series.id
    ORDER BY made_at DESC`)

/** Meetings with a time that nobody tracks yet, and those that will follow one that repeats, so long before they begin. */
export const readMeetingStarts = async (scope: ReminderScope, { minutes }: ReminderValues): Promise<Reminder[]> => {
  const { preferences } = scope.user
  const { time_zone, clock } = preferences
  const dates = { from: addDays(dayOf(scope.from, preferences), -1), to: addDays(dayOf(scope.to, preferences), 2) }
  const reminderOn = (date: string, row: Row, formers: Row[]): Reminder[] => {
    const times = startAndEnd({ ...row, date })
    const at = (times?.start ?? 0) - minutes * 60_000
    // The row that repeated then names it, so that it is the same before and after its own row is made.
    const named = formers.find(({ made_at }) => made_at < at) ?? formers.at(-1) ?? row
    const isOwn = date === row.date
    if (!times || at < named.made_at || (isOwn && row.session_id !== null)) return []
    const dayPage = isUsed(scope.user, 'time') ? pathTo`/day/${dayOf(times.start, preferences)}` : '/meetings'
    return [
      {
        ...{ key: `${named.former} ${at}`, at, until: times.end, begins: times.start, tag: `meeting ${row.id}` },
        title: `Meeting at ${clockTime(times.start, time_zone, clock)}`,
        text: row.title,
        href: isOwn ? pathTo`/meetings/${row.id}` : dayPage,
      },
    ]
  }
  const rows = await meetingRows(scope, dates)
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((formers) =>
    formers.slice(0, 1).flatMap((row) => datesWithin(row, dates).flatMap((date) => reminderOn(date, row, formers))),
  )
}
