import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { runUndoable } from '../../changes/run'
import { goal as findGoal } from '../../goals/goals/queries'
import { isListedTask, isOpenTask, isUnfinishedOf } from '../../ledger/tasks'
import { constant, part, rowsAs, sql } from '../../lib/db/sql'
import { type App, type LocalNow, localNow, todayOf } from '../../lib/env'
import { pathTo, undoPath } from '../../lib/http/path-to'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { addChecked } from '../../lib/resource/resource'
import { setRows } from '../../lib/resource/row-writes'
import { dateText, plural } from '../../lib/text/format'
import { firstCharacters } from '../../lib/text/text'
import { addDays, isDate, type Range } from '../../lib/time/days'
import { laterOf } from '../../lib/time/repeat'
import { taskTitleLimit } from '../../line/task'
import { moveTasks } from '../../tasks/tasks/focus/arrange'
import { tasksWhere, titleInToast } from '../../tasks/tasks/queries'
import { lineDefaults } from '../../tasks/tasks/quick-add/task-line'
import { taskResource } from '../../tasks/tasks/resource'
import { invalidDateMessage, periodOf, type ReviewPeriod } from './schema'

/** Maximum numbers of rows offered for planning. */
const offered = { tasks: 12, goals: 8, planned: 60 }

const PlannedGoal = z.object({ id: z.string(), title: z.string(), date: z.string().nullable() })

/** Days to plan after a reviewed period: the remaining days of the next one; null if it is over. */
export const daysToPlan = (period: ReviewPeriod, range: Range, now: LocalNow): Range | null => {
  const first = addDays(range.to, 1)
  if (!isDate(first) || range.from > now.today) return null
  const next = periodOf(period, first, now.weekStart)
  return next.to < now.today ? null : { from: laterOf(next.from, now.today), to: next.to }
}

/** Goals to plan. For a week, open goals whose end is in it; for a month, goals that could be reached in it. */
const goalsToPlan = (db: D1Database, userId: string, org: Org, period: ReviewPeriod, { from, to }: Range) =>
  rowsAs(
    PlannedGoal,
    sql(db)`
      SELECT id, title, target_date AS date
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
        AND kind NOT IN ('weekly', 'monthly') AND direction = 'at_least'
        ${period === 'month' ? part`AND coalesce(target_date < ${from}, 1) AND coalesce(start_date <= ${to}, 1)` : part``}
        ${andInOrg(userId, org, 'goal')}
      ORDER BY coalesce(target_date, '9999'), id LIMIT ${constant(String(offered.goals))}`,
  )

/** Rows that can be planned for the coming days, and those already planned. */
const readPlan = async (db: D1Database, userId: string, org: Org, period: ReviewPeriod, days: Range) => {
  const { from, to } = days
  const isWeek = period === 'week'
  const [tasks, planned, goals, due] = await Promise.all([
    isWeek
      ? tasksWhere(
          db,
          userId,
          org,
          part`AND ${isUnfinishedOf(userId)} AND ${isListedTask} AND coalesce(tasks.date < ${from}, 1)
            ORDER BY tasks.date IS NULL, tasks.date DESC, tasks.id`,
          offered.tasks,
        )
      : [],
    isWeek
      ? tasksWhere(
          db,
          userId,
          org,
          part`AND ${isOpenTask} AND tasks.date BETWEEN ${from} AND ${to} ORDER BY tasks.date, tasks.position, tasks.id`,
          offered.planned,
        )
      : [],
    goalsToPlan(db, userId, org, period, days),
    isWeek
      ? []
      : rowsAs(
          PlannedGoal,
          sql(db)`
            SELECT id, title, target_date AS date
            FROM goals
            WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
              AND target_date BETWEEN ${from} AND ${to} ${andInOrg(userId, org, 'goal')}
            ORDER BY target_date, id LIMIT ${constant(String(offered.planned))}`,
        ),
  ])
  return { days, tasks, planned: isWeek ? planned : due, goals }
}
export type ReviewPlan = Awaited<ReturnType<typeof readPlan>>

/** Chosen days by row: `task-<id>`, `goal-<id>`. For a month, `goal-<id>` is a button. */
export const PlanForm = z.looseObject({ date: z.string(invalidDateMessage).refine(isDate, invalidDateMessage) })

/** Chosen days by id, for rows of a kind. A row has a list and buttons, so a name may occur twice. */
const chosen = (values: Record<string, unknown>, kind: 'task' | 'goal') =>
  Object.entries(values).flatMap(([name, value]) => {
    const day = [value].flat().findLast((one) => typeof one === 'string' && one !== '')
    return name.startsWith(`${kind}-`) && day ? [[name.slice(kind.length + 1), String(day)] as const] : []
  })

/** True if a chosen day is outside the days to plan. */
export const hasDayOutside = (values: Record<string, unknown>, period: ReviewPeriod, days: Range) =>
  [...chosen(values, 'task'), ...(period === 'week' ? chosen(values, 'goal') : [])].some(
    ([, day]) => !isDate(day) || day < days.from || day > days.to,
  )

/** Moves tasks to days as one change. @returns the tasks, and the path that undoes the change */
const planTasks = async (c: Context<App>, days: Map<string, string>) => {
  const { DB } = c.env
  const { user, org } = c.var
  let titles: string[] = []
  const ids = JSON.stringify([...days.keys()])
  const change = await runUndoable<{ refused: true }>(DB, user.id, async (now) => {
    const tasks = await tasksWhere(
      DB,
      user.id,
      org,
      part`AND ${isOpenTask} AND tasks.id IN (SELECT value FROM json_each(${ids})) ORDER BY tasks.id`,
      days.size,
    )
    titles = tasks.map(({ title }) => title)
    if (tasks.length === 0) return { refused: true }
    const byDay = Map.groupBy(tasks, ({ id }) => days.get(id) ?? null)
    return {
      kind: 'edit',
      summary: plannedText(titles, 'task', [...days.values()][0], todayOf(c)),
      touched: { planned_tasks: tasks.map(({ id }) => id) },
      writes: [...byDay].flatMap(([day, rows]) => moveTasks(DB, user.id, rows, day, now)),
    }
  })
  return { titles, undo: 'id' in change ? undoPath(change.id) : undefined }
}

/** Adds tasks for goals. @returns the tasks, and the path that deletes the last one */
const addForGoals = async (c: Context<App>, days: (readonly [string, string])[]) => {
  const titles: string[] = []
  let undo = ''
  for (const [goal_id, date] of days.slice(0, offered.goals)) {
    const goal = await findGoal(c.env.DB, c.var.user.id, goal_id)
    if (!goal || goal.status === 'completed' || goal.status === 'cancelled') continue
    const id = uuid()
    const title = firstCharacters(goal.title, taskTitleLimit)
    if (!(await addChecked(c, taskResource, id, { ...lineDefaults, title, goal_id, date }))) continue
    titles.push(title)
    undo = pathTo`/tasks/${id}/delete`
  }
  return { titles, undo }
}

/** Message such as `“Call the clinic” planned for tomorrow` or `2 tasks planned`. */
const plannedText = (titles: string[], name: string, day: string | undefined, today: string) => {
  const [title] = titles
  if (title === undefined) return 'Select something to plan first'
  if (titles.length > 1 || !day) return `${plural(titles.length, name)} planned`
  return `${titleInToast({ title })} planned for ${dateText(day, today)}`
}

/** Plans tasks, and tasks for goals, on days of a week. @returns the message with its Undo */
export const planWeek = async (c: Context<App>, values: Record<string, unknown>) => {
  const [tasks, goals] = [chosen(values, 'task'), chosen(values, 'goal')]
  const [planned, added] = [await planTasks(c, new Map(tasks)), await addForGoals(c, goals)]
  const titles = [...planned.titles, ...added.titles]
  const undo = added.titles.length === 0 ? planned.undo : titles.length === 1 ? added.undo : undefined
  const [, day] = [...tasks, ...goals][0] ?? []
  return { message: plannedText(titles, 'task', day, todayOf(c)), undo: titles.length > 0 ? undo : undefined }
}

/** Sets the end of a month as the date of goals, as one change. @returns the message with its Undo */
export const planMonth = async (c: Context<App>, values: Record<string, unknown>, days: Range) => {
  const { user, org } = c.var
  const selected = new Set(chosen(values, 'goal').map(([id]) => id))
  const change = await runUndoable<{ refused: string }>(c.env.DB, user.id, async (now) => {
    const goals = (await goalsToPlan(c.env.DB, user.id, org, 'month', days)).filter(({ id }) => selected.has(id))
    const ids = goals.map(({ id }) => id)
    const message = plannedText(
      goals.map(({ title }) => title),
      'goal',
      days.to,
      todayOf(c),
    )
    if (ids.length === 0) return { refused: message }
    const writes = [setRows(c.env.DB, 'goals', user.id, ids, { target_date: days.to }, now)]
    return { kind: 'edit', summary: message, touched: { goals: ids }, writes }
  })
  return 'refused' in change ? { message: change.refused } : { message: change.summary, undo: undoPath(change.id) }
}

export const readReviewPlan = async (c: Context<App>, period: ReviewPeriod, range: Range) => {
  const days = daysToPlan(period, range, localNow(c.var.user))
  return days && readPlan(c.env.DB, c.var.user.id, c.var.org, period, days)
}
