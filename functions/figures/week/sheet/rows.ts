import type { Context } from 'hono'
import { isWithin } from '../../../ledger/range'
import { freeDay } from '../../../ledger/streaks'
import { noneLabels } from '../../../ledger/subject'
import { filedSubjects, subjectNames } from '../../../ledger/sums'
import { together } from '../../../lib/db/together'
import type { App } from '../../../lib/env'
import { inTime } from '../../../lib/org'
import { addDays, datesBetween, dayOf, dayStart, isDate, secondsBetween, weekOf } from '../../../lib/time/days'
import { daysOff } from '../../../time/days-off/queries'
import { sessionChoices } from '../../../time/sessions/choices'
import { type RowOf, rowKey, rowOfKey, type WeekView } from '../schema'
import { isTracked, sessionsOfWeek, type WeekSession } from '../sessions'
import { lockOf, secondsOn } from './cell'

const sumOf = (cells: { seconds: number }[]) => cells.reduce((sum, { seconds }) => sum + seconds, 0)

/** A row of all tasks of a pair. */
const pairOf = (row: RowOf) => rowKey({ ...row, task_id: null })

/**
 * Data of the timesheet of the week of a date. Its rows are pairs of a project and a goal; a pair for a task of which the
 * address has a row is split by all of its tasks, so that each session is in one row. `now` in epoch ms.
 */
export const readSheet = async (
  c: Context<App>,
  { date, rows: shown, add }: Pick<WeekView, 'date' | 'rows' | 'add'>,
  now: number,
) => {
  const { user, orgTime } = c.var
  const { preferences } = user
  const week = weekOf(date, preferences.week_start)
  const today = dayOf(now, preferences)
  const added = shown.filter((key) => key !== 'last').map(rowOfKey)
  const { near, named, off, choices } = await together({
    near: sessionsOfWeek(c.env.DB, user.id, { from: addDays(week.from, -7), to: week.to }),
    named: subjectNames(c.env.DB, user.id, added.flatMap(filedSubjects)),
    off: orgTime ? [] : daysOff(c.env.DB, user.id, week),
    choices: add === '1' ? sessionChoices(c.env.DB, user.id, c.var.org) : null,
  })
  const names = new Map([...near.names, ...named.map((name) => [name.subject, name] as const)])
  const split = new Set(added.filter(({ task_id }) => task_id).map(pairOf))
  const keyOf = ({ project_id, goal_id, task_id = null }: WeekSession) => {
    const row = { project_id, goal_id, task_id: task_id ?? 'none' }
    return split.has(pairOf(row)) ? rowKey(row) : pairOf(row)
  }
  const groups = Map.groupBy(
    near.sessions.filter((session) => inTime(orgTime, session)),
    keyOf,
  )
  const isShown = ({ ended_at, days: on }: WeekSession) =>
    ended_at === null ? isWithin(today, week) : shown.includes('last') || on.some(([day]) => isWithin(day, week))
  const days = datesBetween(week.from, week.to)
  const cellsOf = (those: WeekSession[]) => {
    const run = those.find(({ ended_at }) => ended_at === null)
    const tracked = those.filter(isTracked)
    return days.map((day) => {
      const isRunning = run !== undefined && day <= today && day >= dayOf(run.started_at, preferences)
      const [from, to] = [dayStart(day, preferences), dayStart(addDays(day, 1), preferences)]
      const seconds = secondsOn(day, tracked)
      const own = tracked.filter((session) => session.days.some(([on]) => on === day))
      return {
        date: day,
        seconds,
        planned: secondsOn(day, those) - seconds,
        /** From when the timer counts here (epoch ms), and its seconds until now. */
        run: isRunning ? { from, seconds: secondsBetween(run.started_at, now, from, to) } : null,
        locked: lockOf({ date: day, own, isRunning }, { zone: preferences, now }),
        last: secondsOn(addDays(day, -7), tracked),
      }
    })
  }
  const found = [...groups].flatMap(([key, those]) => (those.some(isShown) ? key : []))
  const rows = [...new Set([...added.map(rowKey), ...found])].flatMap((key) => {
    const { project_id, goal_id, task_id } = rowOfKey(key)
    const subjects = [`project:${project_id ?? 'none'}`, `goal:${goal_id ?? 'none'}`]
    if (task_id) subjects.push(`task:${task_id}`)
    const labels = subjects.flatMap((subject) => names.get(subject)?.label ?? noneLabels.get(subject) ?? [])
    // An address may name what is gone, or of another context.
    if (labels.length < subjects.length || !inTime(orgTime, { project_id })) return []
    const [name = '', ...words] = labels
    const cells = cellsOf(groups.get(key) ?? [])
    return {
      ...{ key, subjects, project: names.get(subjects[0] ?? ''), name, words: words.join(' · '), cells },
      seconds: sumOf(cells),
      /** True where last week has time for days that are still empty. */
      canFill: cells.some((cell) => cell.last > 0 && cell.seconds === 0 && !cell.locked),
    }
  })
  // Rows without a project, or a goal, come last.
  const order = ({ subjects, name, words }: (typeof rows)[number]) =>
    [subjects[0] === 'project:none', name, subjects[1] === 'goal:none', words].map(String).join('\n')
  rows.sort((a, b) => order(a).localeCompare(order(b)))
  const free = { restDays: preferences.rest_days, daysOff: new Set(off) }
  const sums = days.map((day, index) => {
    const cells = rows.flatMap((row) => row.cells[index] ?? [])
    const target = orgTime || freeDay(day, free) ? 0 : preferences.daily_target_minutes * 60
    return { date: day, seconds: sumOf(cells), planned: cells.reduce((sum, { planned }) => sum + planned, 0), target }
  })
  const total = (of: 'seconds' | 'planned' | 'target') => sums.reduce((sum, day) => sum + day[of], 0)
  const [before, after] = [-7, 7].map((by) => [addDays(date, by)].find(isDate))
  return {
    ...{ ...week, date, today, shown, add, choices, before, after, rows, sums },
    total: { seconds: total('seconds'), planned: total('planned'), target: total('target') },
    /** True where last week has rows that this one does not show. */
    canCopy: [...groups.values()].some((those) => those.some(isTracked) && !those.some(isShown)),
  }
}
export type Sheet = Awaited<ReturnType<typeof readSheet>>
export type SheetRow = Sheet['rows'][number]
export type SheetCell = SheetRow['cells'][number]
