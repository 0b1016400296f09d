import { isOpenTask } from '../../ledger/tasks'
import { allRows, sql } from '../../lib/db/sql'
import { pathTo } from '../../lib/http/path-to'
import type { ReminderScope } from '../../lib/reminders'
import { clockTime, weekdayDay } from '../../lib/text/format'
import { addDays, dayOf, type Range, wallTime } from '../../lib/time/days'
import { datesWithin, repeatText } from '../../lib/time/repeat'
import { startAndEnd } from '../../people/meetings/of-day'
import type { ListedMeeting } from '../../people/meetings/schema'
import type { TaskRow } from '../../tasks/tasks/schema'
import { plannedPath, plannedSessions } from '../../time/sessions/planned'
import { sessionTitle } from '../../time/sessions/title'

/** An item of a coming day. `at` is its time (epoch ms); null without a time. */
type Coming = { date: string; at: number | null; title: string; more?: string; href: string }

type Meeting = Pick<ListedMeeting, 'id' | 'title' | 'date' | 'time' | 'time_zone' | 'duration_minutes'> &
  Pick<ListedMeeting, 'repeat' | 'repeat_from'>

/** Meetings that have not begun; of each series only the next one. */
const meetings = async ({ db, user, now }: ReminderScope, days: Range): Promise<Coming[]> => {
  // Meetings have time zones of their own, so the days before and after the range are read, too.
  const { from, to } = { from: addDays(days.from, -1), to: addDays(days.to, 1) }
  const rows = await allRows<Meeting>(sql(db)`
    SELECT id, title, date, time, time_zone, duration_minutes, repeat, repeat_from FROM meetings
    WHERE user_id = ${user.id} AND date <= ${to} AND (date >= ${from} OR repeat <> 'none') AND deleted_at IS NULL`)
  return rows.flatMap((row): Coming[] => {
    const coming = datesWithin(row, { from, to }).flatMap((date): Coming[] => {
      const at = startAndEnd({ ...row, date })?.start ?? null
      const day = at === null ? date : dayOf(at, user.preferences)
      const href = date === row.date ? pathTo`/meetings/${row.id}` : pathTo`/day/${day}`
      return day < days.from || day > days.to || (at !== null && at <= now)
        ? []
        : [{ date: day, at, title: row.title, href }]
    })
    return coming.slice(0, 1).map((one) => ({ ...one, ...(coming.length > 1 && { more: repeatText(row) ?? '' }) }))
  })
}

type Task = Pick<TaskRow, 'id' | 'title' | 'date' | 'at' | 'due_date'>

/** Open tasks on their planned day, else on their deadline. */
const tasks = async ({ db, user }: ReminderScope, { from, to }: Range): Promise<Coming[]> => {
  const rows = await allRows<Task>(sql(db)`
    SELECT id, title, date, at, due_date FROM tasks
    WHERE user_id = ${user.id} AND (date BETWEEN ${from} AND ${to} OR due_date BETWEEN ${from} AND ${to})
      AND ${isOpenTask}`)
  return rows.map(({ id, title, date, at, due_date }) => {
    const href = pathTo`/tasks/${id}`
    return date && date >= from && date <= to
      ? { date, at: at ? wallTime(date, at, user.preferences) : null, title, href }
      : { date: due_date ?? '', at: null, title, more: 'deadline', href }
  })
}

const blocks = async ({ db, user, now }: ReminderScope): Promise<Coming[]> =>
  (await plannedSessions(db, user.id))
    .filter(({ started_at }) => started_at > now)
    .map((one) => ({
      date: dayOf(one.started_at, user.preferences),
      at: one.started_at,
      title: sessionTitle(one),
      href: plannedPath(one, user.preferences),
    }))

/** Meetings, planned sessions and open tasks from a date on, earliest first. */
export const readWeekAhead = async (scope: ReminderScope, from: string) => {
  const days = { from, to: addDays(from, 6) }
  const { time_zone, clock } = scope.user.preferences
  const found = await Promise.all([meetings(scope, days), blocks(scope), tasks(scope, days)])
  return found
    .flat()
    .filter(({ date }) => date <= days.to)
    .sort((one, other) => one.date.localeCompare(other.date) || (one.at ?? 0) - (other.at ?? 0))
    .map(({ date, at, title, more, href }) => ({
      before: `${weekdayDay(date)}${at === null ? '' : `, ${clockTime(at, time_zone, clock)}`}: `,
      title,
      after: more && `, ${more}`,
      href,
    }))
}
