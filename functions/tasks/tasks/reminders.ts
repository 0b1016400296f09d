import type { Context } from 'hono'
import { isUnfinished } from '../../ledger/tasks'
import { allRows, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { minuteOf, type Reminder, type ReminderScope, type ReminderValues } from '../../lib/reminders'
import { setLatest } from '../../lib/resource/resource'
import { addDays, dayOf, wallTime } from '../../lib/time/days'
import { task } from './queries'
import { taskResource } from './resource'
import { isOpen, type TaskRow } from './schema'

/** How long after its time a reminder of an open task is still sent (ms), for example after a holiday. */
const worthMs = 60 * 86_400_000

type TaskTimeRow = Pick<TaskRow, 'id' | 'title' | 'date' | 'at' | 'due_date' | 'created_at'>

/** Reminders of open tasks: at their time, and on the morning of their due date. */
export const readTaskTimes = async (scope: ReminderScope, { at: morning }: ReminderValues): Promise<Reminder[]> => {
  const { db, user, from, to } = scope
  const [first, last] = [addDays(dayOf(from, user.preferences), -1), addDays(dayOf(to, user.preferences), 1)]
  const rows = await allRows<TaskTimeRow>(sql(db)`
    SELECT id, title, date, at, due_date, created_at FROM tasks
    WHERE user_id = ${user.id} AND ${isUnfinished}
      AND (date BETWEEN ${first} AND ${last} AND at IS NOT NULL OR due_date BETWEEN ${first} AND ${last})`)
  return rows.flatMap((row) => {
    const { id, title, date, due_date, created_at } = row
    const time = date && row.at && wallTime(date, row.at, user.preferences)
    const due = due_date && minuteOf(due_date, morning, scope)
    // Keys have the clock time, not the instant, so that a journey to another time zone repeats no reminder.
    const times = [
      { at: time, of: `${date} ${row.at}`, title: 'A task’s time has come', isClock: true },
      { at: due !== time && due, of: due_date, title: 'A task has its deadline', isClock: false },
    ]
    return times.flatMap(({ at, of, title: words, isClock }): Reminder[] =>
      at && at >= created_at && at >= from
        ? [
            {
              key: `${id} ${of}`,
              at,
              until: at + worthMs,
              tag: `task ${id}`,
              acts: ['done'],
              ...(isClock && { begins: at }),
              title: words,
              text: title,
              href: pathTo`/tasks/${id}`,
            },
          ]
        : [],
    )
  })
}

/** Completes the task of a reminder. */
export const completeReminderTask = async (c: Context<App>, key: string) => {
  const [id = ''] = key.split(' ')
  const row = await task(c.env.DB, c.var.user.id, id)
  return row !== null && isOpen(row.status) && setLatest(c, taskResource, row, { status: 'done' })
}
