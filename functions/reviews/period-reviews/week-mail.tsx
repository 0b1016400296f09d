import { missedBy } from '../../goals/goals/progress/text'
import { isOpenTask } from '../../ledger/tasks'
import { allRows, sql } from '../../lib/db/sql'
import { type LocalNow, localNow } from '../../lib/env'
import { type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { duration, plural, rangeText, weekdayDay, weekdayNames } from '../../lib/text/format'
import { addDays, isoWeekday } from '../../lib/time/days'
import { datesWithin, repeatText } from '../../lib/time/repeat'
import { reviewFigures } from './figures'
import { weekBehind } from './reminders'

const dayMs = 86_400_000

/** The most lines of each part of the mail. */
const lines = 7

type Coming = { title: string; date: string; repeat: string; repeat_from: string | null }

/** Meetings, also those that will follow one that repeats, and open tasks of the days from a date on. */
const comingUp = async (db: D1Database, userId: string, from: string) => {
  const days = { from, to: addDays(from, 6) }
  const rows = await allRows<Coming>(sql(db)`
    SELECT title, date, repeat, repeat_from FROM meetings
    WHERE user_id = ${userId} AND date <= ${days.to} AND (date >= ${from} OR repeat <> 'none') AND deleted_at IS NULL
    UNION ALL
    SELECT title, coalesce(date, due_date) AS date, 'none', NULL FROM tasks
    WHERE user_id = ${userId} AND coalesce(date, due_date) BETWEEN ${from} AND ${days.to} AND ${isOpenTask}`)
  return rows
    .flatMap((row) => {
      const [date, ...more] = datesWithin(row, days)
      return date ? [{ date, title: more.length > 0 ? `${row.title}, ${repeatText(row)}` : row.title }] : []
    })
    .sort((one, other) => one.date.localeCompare(other.date))
    .slice(0, lines)
}

/** Writes the parts of the mail about the week that begins on a date: what was tracked, the goals, and what is next. */
const partsOf = async ({ db, user }: ReminderScope, week: string, now: LocalNow) => {
  const person = { id: user.id, preferences: user.preferences, created_at: 0 }
  const [figures, next] = await Promise.all([
    reviewFigures(db, person, { period: 'week', date: week, context: null }, now),
    comingUp(db, user.id, now.today),
  ])
  const { hours, projects, goals, tasks, before } = figures
  const by = before.to < addDays(before.from, 6) ? `by ${weekdayNames[isoWeekday(before.to) - 1]} ` : ''
  const outcomes = (state: string) => goals.outcomes.filter((one) => one.state === state)
  return [
    {
      title: 'Tracked',
      lines:
        hours.total_seconds + hours.before_seconds > 0
          ? [
              `${duration(hours.total_seconds)} in all, ${duration(hours.before_seconds)} ${by}the week before`,
              ...projects.map(
                ({ name, total_seconds }) => `${name?.label ?? 'No project'}: ${duration(total_seconds)}`,
              ),
            ]
          : [],
    },
    {
      title: 'Goals',
      lines: [
        ...outcomes('met').map(({ title }) => `Met: ${title}`),
        ...goals.reached.map(({ title }) => `Reached: ${title}`),
        ...outcomes('missed').map((one) => `Missed: ${one.title}, by ${missedBy(one, one.unit)}`),
        ...goals.missed.map(({ title }) => `Past its date: ${title}`),
      ],
    },
    { title: 'Tasks', lines: tasks.done.length > 0 ? [`${plural(tasks.done.length, 'task')} done`] : [] },
    { title: 'Next', lines: next.map(({ title, date }) => `${weekdayDay(date)}: ${title}`) },
  ]
    .map((one) => ({ ...one, lines: one.lines.slice(0, lines) }))
    .filter((one) => one.lines.length > 0)
}

const mailOf = (scope: ReminderScope, week: string) => async () => {
  const now = localNow(scope.user, scope.now)
  const parts = await partsOf(scope, week, now)
  if (parts.length === 0) return null
  return {
    subject: `Your week, ${rangeText(week, addDays(week, 6), now.today)}`,
    text: parts.map((one) => [one.title, ...one.lines.map((line) => `- ${line}`)].join('\n')).join('\n\n'),
    html: String(
      <div>
        {parts.map((one) => (
          <>
            <h2 style="margin: 0 0 8px; font-size: 16px">{one.title}</h2>
            <ul style="margin: 0 0 16px; padding-left: 20px">
              {one.lines.map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          </>
        ))}
      </div>,
    ),
  }
}

/** The mail about the week that lies behind. */
export const readWeekMail = async (scope: ReminderScope, { at: minute, day }: ReminderValues): Promise<Reminder[]> =>
  timesOfDay(scope, minute, [day]).map(({ date, at }) => {
    const week = weekBehind(date, scope.user.preferences.week_start)
    return {
      ...{ key: week, at, until: at + 3 * dayMs, title: 'Your week', href: `/review/week?date=${week}` },
      mail: mailOf(scope, week),
    }
  })
