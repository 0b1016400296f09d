import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { withImages } from '../../data/changes/images'
import { carriedTasks } from '../../data/changes/tables'
import { goal as findGoal } from '../../goals/goals/queries'
import { goal as goalResource } from '../../goals/goals/resource'
import { addDays, isDate, type Range } from '../../lib/days'
import { type App, type LocalNow, localNow } from '../../lib/env'
import { plural } from '../../lib/format'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { addChecked, setLatest } from '../../lib/resource/resource'
import { conflict, retry } from '../../lib/retry'
import { commit, constant, part, rowsAs, sql } from '../../lib/sql'
import { firstCharacters } from '../../lib/text'
import { moveTasks } from '../../tasks/tasks/focus/arrange'
import { lineDefaults } from '../../tasks/tasks/line'
import { isOpenTask, tasksWhere } from '../../tasks/tasks/queries'
import { taskResource } from '../../tasks/tasks/resource'
import { titleLimit } from '../../tasks/tasks/schema'
import { periodOf, type ReviewPeriod } from './schema'

/** The most rows that are offered to be planned. */
const offered = { tasks: 12, goals: 8, planned: 60 }

const PlannedGoal = z.object({ id: z.string(), title: z.string(), date: z.string().nullable() })

const laterOf = (one: string, other: string) => (one > other ? one : other)

/** Days to plan after a reviewed period: those of the next one that are not over; null where there is nothing to plan any more. */
export const daysToPlan = (period: ReviewPeriod, range: Range, now: LocalNow): Range | null => {
  const first = addDays(range.to, 1)
  if (!isDate(first) || range.from > now.today) return null
  const next = periodOf(period, first, now.weekStart)
  return next.to < now.today ? null : { from: laterOf(next.from, now.today), to: next.to }
}

/** Open goals that end; for a month, those that it could reach. */
const goalsToPlan = (db: D1Database, userId: string, org: Org, period: ReviewPeriod, { from }: Range) =>
  rowsAs(
    PlannedGoal,
    sql(db)`
      SELECT id, title, target_date AS date
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
        AND kind NOT IN ('weekly', 'monthly')
        ${period === 'month' ? part`AND coalesce(target_date < ${from}, 1)` : part``} ${andInOrg(userId, org, 'goal')}
      ORDER BY coalesce(target_date, '9999'), id LIMIT ${constant(String(offered.goals))}`,
  )

/** Rows to plan for the next days, and those that are planned for them. */
const readPlan = async (db: D1Database, userId: string, org: Org, period: ReviewPeriod, days: Range) => {
  const { from, to } = days
  const isWeek = period === 'week'
  const [tasks, planned, goals, due] = await Promise.all([
    isWeek
      ? tasksWhere(
          db,
          userId,
          org,
          part`AND ${isOpenTask} AND coalesce(tasks.date < ${from}, 1) ORDER BY tasks.date IS NULL, tasks.date DESC, tasks.id`,
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
export type Plan = Awaited<ReturnType<typeof readPlan>>

const noDate = 'Enter a date that exists, such as 2026-03-08'

/** Days by the rows that they are chosen for: `task-<id>`, `goal-<id>`. Of a month, `goal-<id>` is a box. */
export const PlanForm = z.looseObject({ date: z.string(noDate).refine(isDate, noDate) })

/** Chosen days by id, of rows of a kind. */
const chosen = (values: Record<string, unknown>, kind: 'task' | 'goal') =>
  Object.entries(values).flatMap(([name, value]) =>
    name.startsWith(`${kind}-`) && typeof value === 'string' && value !== ''
      ? [[name.slice(kind.length + 1), value] as const]
      : [],
  )

/** Messages by field for days that are not to be planned. */
export const planErrors = (values: Record<string, unknown>, period: ReviewPeriod, days: Range) => {
  const kinds = period === 'week' ? (['task', 'goal'] as const) : (['task'] as const)
  const rows = kinds.flatMap((kind) => chosen(values, kind).map(([id, day]) => [`${kind}-${id}`, day] as const))
  const wrong = rows.filter(([, day]) => !isDate(day) || day < days.from || day > days.to)
  return Object.fromEntries(wrong.map(([name]) => [name, ['Choose a day from the list']]))
}

/** Moves tasks to days, all in one change. @returns how many, and the path that undoes it */
const planTasks = async (c: Context<App>, days: Map<string, string>) => {
  const { DB } = c.env
  const { user, org } = c.var
  const changeId = uuid()
  let count = 0
  const ids = JSON.stringify([...days.keys()])
  await retry(async () => {
    const tasks = await tasksWhere(
      DB,
      user.id,
      org,
      part`AND ${isOpenTask} AND tasks.id IN (SELECT value FROM json_each(${ids})) ORDER BY tasks.id`,
      days.size,
    )
    count = tasks.length
    if (count === 0) return true
    const now = Date.now()
    const byDay = Map.groupBy(tasks, ({ id }) => days.get(id) ?? null)
    const writes = [...byDay].flatMap(([day, rows]) => moveTasks(DB, user.id, rows, day, now))
    const touched = [{ table: carriedTasks, keys: tasks.map(({ id }) => id) }]
    const images = withImages(DB, { userId: user.id, changeId }, touched, writes, now)
    return (await commit(DB, user.id, ['stats'], images)) || conflict
  })
  return { count, undo: `/tasks/carry-over/${changeId}/undo` }
}

/** Plans what a form chose. @returns the message, with the Undo of tasks that were moved */
export const planPeriod = async (
  c: Context<App>,
  values: Record<string, unknown>,
  period: ReviewPeriod,
  { to }: Range,
) => {
  const { id: userId } = c.var.user
  const { count, undo } = await planTasks(c, new Map(chosen(values, 'task')))
  let goals = 0
  for (const [id, day] of chosen(values, 'goal').slice(0, offered.goals)) {
    const goal = await findGoal(c.env.DB, userId, id)
    if (!goal || goal.status === 'completed' || goal.status === 'cancelled') continue
    const title = firstCharacters(goal.title, titleLimit)
    const isDone =
      period === 'month'
        ? await setLatest(c, goalResource, goal, { target_date: to })
        : (await addChecked(c, taskResource, uuid(), { ...lineDefaults, title, goal_id: id, date: day })) !== false
    if (isDone) goals += 1
  }
  const said = [
    count > 0 && `${plural(count, 'task')} planned`,
    goals > 0 && (period === 'month' ? `${plural(goals, 'goal')} planned` : `${plural(goals, 'task')} added for goals`),
  ].filter(Boolean)
  return {
    message: said.length > 0 ? said.join(', ') : 'Nothing was chosen to plan',
    undo: count > 0 && goals === 0 ? undo : undefined,
  }
}

export const planOf = async (c: Context<App>, period: ReviewPeriod, range: Range) => {
  const days = daysToPlan(period, range, localNow(c.var.user))
  return days && readPlan(c.env.DB, c.var.user.id, c.var.org, period, days)
}
