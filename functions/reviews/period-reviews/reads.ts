import { z } from 'zod'
import { percentOfValue } from '../../goals/goals/progress/measure'
import { type Outcome, periodOutcome, periodsOf, readRules } from '../../goals/goals/progress/periods'
import { reachedAmount } from '../../goals/goals/progress/rule'
import { freeDaysByGoal } from '../../goals/goals/progress/status'
import { firstDay } from '../../goals/goals/progress/writes'
import { level } from '../../learning/skills/schema'
import { readAmounts } from '../../ledger/counting'
import { readCounting } from '../../ledger/goal-tree'
import { isListedTask } from '../../ledger/tasks'
import { constant, part, type RowSchema, rowsAs, type SqlPart, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { addDays, type Range } from '../../lib/time/days'

/** A person, a context and a range of local dates to read. */
export type ReviewScope = { db: D1Database; userId: string; org: Org; range: Range }

/** Maximum number of rows read of one kind. */
const readLimit = 2_000

export const readLimitSql = constant(`LIMIT ${readLimit}`)

const Dated = z.object({ id: z.string(), title: z.string(), date: z.string() })

export const Milestone = Dated.extend({ goal_id: z.string(), goal_title: z.string() })
export type Milestone = z.infer<typeof Milestone>

const EnergyDay = z.object({ date: z.string(), checkins: z.int(), energy: z.int(), engagement: z.int() })

/** A skill with its level before a range, null if it had none, and its first and last level in the range. */
const SkillMove = z.object({
  id: z.string(),
  name: z.string(),
  before: level.nullable(),
  first: level,
  after: level,
})

/** Reads several lists in one statement. SQLite allows five terms in it; each list keeps its order. */
const readLists = async <Name extends string, R extends { list: string }>(
  schema: RowSchema<R>,
  { db }: ReviewScope,
  lists: Record<Name, SqlPart>,
) => {
  const names = Object.keys(lists) as Name[]
  const selects = names.map((name) => part`SELECT ${name} AS list, id, title, date FROM (${lists[name]})`)
  const all = selects.reduce((before, select) => part`${before} UNION ALL ${select}`)
  const rows = Map.groupBy(await rowsAs(schema, sql(db)`${all}`), ({ list }) => list)
  const entries = names.map((name) => [name, (rows.get(name) ?? []).map(({ list: _, ...row }) => row)] as const)
  return Object.fromEntries(entries) as Record<Name, Omit<R, 'list'>[]>
}

const reached = ({ userId, org, range: { from, to } }: ReviewScope) => part`
      SELECT id, title, completed_on AS date
      FROM goals
      WHERE user_id = ${userId} AND completed_on BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'goal')}
      ORDER BY completed_on, id ${readLimitSql}`

/** Goals that were reached. */
export const reachedGoals = (asked: ReviewScope) => rowsAs(Dated, sql(asked.db)`${reached(asked)}`)

/** Goals not reached by their target date. @param latestDay today, which is not over */
const missed = ({ userId, org, range: { from, to } }: ReviewScope, latestDay: string) => part`
      SELECT id, title, target_date AS date
      FROM goals
      WHERE user_id = ${userId} AND target_date BETWEEN ${from} AND ${to} AND target_date < ${latestDay}
        AND deleted_at IS NULL AND status <> 'cancelled' AND coalesce(completed_on > target_date, 1)
        ${andInOrg(userId, org, 'goal')}
      ORDER BY target_date, id ${readLimitSql}`

export const reachedMilestones = ({ db, userId, org, range: { from, to } }: ReviewScope, more: SqlPart = part``) =>
  rowsAs(
    Milestone,
    sql(db)`
      SELECT goal_milestones.id, goal_milestones.description AS title, goal_milestones.completed_on AS date, goal_id,
        goals.title AS goal_title
      FROM goal_milestones
        JOIN goals ON goals.user_id = ${userId} AND goals.id = goal_milestones.goal_id
      WHERE goal_milestones.user_id = ${userId} AND goal_milestones.completed_on BETWEEN ${from} AND ${to}
        AND goal_milestones.deleted_at IS NULL AND goals.deleted_at IS NULL ${andInOrg(userId, org, 'goal')} ${more}
      ORDER BY goal_milestones.completed_on, goal_milestones.id ${readLimitSql}`,
  )

const GoalTick = Milestone.extend({ amount: z.number(), unit: z.string().nullable() })

/** Ticks of the goals that count ticks; `title` is the note. */
export const countedTicks = ({ db, userId, org, range: { from, to } }: ReviewScope, more: SqlPart) =>
  rowsAs(
    GoalTick,
    sql(db)`
      SELECT goal_ticks.id, note AS title, goal_ticks.date, goal_id, goals.title AS goal_title, amount, unit
      FROM goals JOIN goal_ticks ON goal_ticks.user_id = ${userId} AND goal_id = goals.id
      WHERE goals.user_id = ${userId} AND goals.deleted_at IS NULL AND goals.progress_source = 'times'
        AND goals.times_of = 'ticks' AND goal_ticks.date BETWEEN ${from} AND ${to} ${andInOrg(userId, org, 'goal')} ${more}
      ORDER BY goal_ticks.date, goal_ticks.id ${readLimitSql}`,
  )
export type GoalTick = z.infer<typeof GoalTick>

const FeedbackLine = z.object({
  id: z.string(),
  content: z.string(),
  date: z.string(),
  sentiment: z.enum(['positive', 'constructive', 'neutral']),
  /** Null if it has no person or the person is deleted. */
  person: z.string().nullable(),
})

export const feedbackInRange = ({ db, userId, org, range: { from, to } }: ReviewScope) =>
  rowsAs(
    FeedbackLine,
    sql(db)`
      SELECT feedback.id, content, date, sentiment, (
        SELECT name FROM people
        WHERE people.user_id = ${userId} AND people.id = from_person_id AND people.deleted_at IS NULL) AS person
      FROM feedback
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'feedback')}
      ORDER BY date, feedback.id ${readLimitSql}`,
  )

const held = ({ userId, org, range: { from, to } }: ReviewScope) => part`
      SELECT id, title, date
      FROM meetings
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'meeting')}
      ORDER BY date, coalesce(time, ''), id ${readLimitSql}`

const learned = ({ userId, org, range: { from, to } }: ReviewScope) => part`
      SELECT id, title, date
      FROM learnings
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'learning')}
      ORDER BY date, id ${readLimitSql}`

export const learningsInRange = (asked: ReviewScope) => rowsAs(Dated, sql(asked.db)`${learned(asked)}`)

/** Goals, meetings and learnings by date. @param latestDay today, which is not over */
export const datedLists = (asked: ReviewScope, latestDay: string) =>
  readLists(Dated.extend({ list: z.string() }), asked, {
    reached: reached(asked),
    missed: missed(asked, latestDay),
    meetings: held(asked),
    learnings: learned(asked),
  })

/** Levels of the skills with an entry in a range. */
export const skillChanges = ({ db, userId, org, range: { from, to } }: ReviewScope, more: SqlPart = part``) => {
  const levelOf = (when: SqlPart, order: SqlPart) => part`(
    SELECT level FROM skill_progress AS entry
    WHERE entry.user_id = ${userId} AND entry.skill_id = skills.id AND ${when}
    ORDER BY ${order} LIMIT 1)`
  const latest = part`date DESC, created_at DESC, id DESC`
  return rowsAs(
    SkillMove,
    sql(db)`
      SELECT skills.id, name, ${levelOf(part`date < ${from}`, latest)} AS "before",
        ${levelOf(part`date BETWEEN ${from} AND ${to}`, part`date, created_at, id`)} AS first,
        ${levelOf(part`date <= ${to}`, latest)} AS after
      FROM skills
      WHERE skills.user_id = ${userId} AND skills.deleted_at IS NULL AND skills.id IN (
        SELECT skill_id FROM skill_progress WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to})
        ${andInOrg(userId, org, 'skill')} ${more}
      ORDER BY name COLLATE NOCASE, skills.id ${readLimitSql}`,
  )
}

/** Sums of check-in levels by day. */
export const energyDays = ({ db, userId, org, range: { from, to } }: ReviewScope) =>
  rowsAs(
    EnergyDay,
    sql(db)`
      SELECT date, count(*) AS checkins, sum(energy_level) AS energy, sum(engagement_level) AS engagement
      FROM energy_checkins
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'checkin')}
      GROUP BY date
      ORDER BY date ${readLimitSql}`,
  )

/** `now` and `before` are the values at the end and before the start of the range. */
const ReviewedGoal = z.object({
  id: z.string(),
  title: z.string(),
  unit: z.string().nullable(),
  created_at: z.int(),
  start_date: z.string().nullable(),
  created_on: z.string().nullable(),
  at_work: z.int(),
  start: z.number(),
  target: z.number().nullable(),
  now: z.number(),
  before: z.number(),
})

export type GoalOutcome = Outcome & { id: string; title: string; unit: string | null }

/** Goals that have or had a target per period, and goals with a typed value, `at_work` if they counted then. */
const reviewedGoals = ({ db, userId, org, range: { from, to } }: ReviewScope) => {
  const valueUntil = (when: SqlPart) => part`coalesce((
        SELECT amount FROM goal_ticks WHERE user_id = ${userId} AND goal_id = goals.id AND ${when}
        ORDER BY date DESC, id DESC LIMIT 1), start_value, 0)`
  return rowsAs(
    ReviewedGoal,
    sql(db)`
      SELECT id, title, unit, created_at, start_date, created_on,
        progress_source = 'value' AND status <> 'cancelled' AND coalesce(completed_on >= ${from}, 1)
          AND coalesce(start_date, created_on, '') <= ${to} AS at_work,
        coalesce(start_value, 0) AS start, target, ${valueUntil(part`date <= ${to}`)} AS now,
        ${valueUntil(part`date < ${from}`)} AS "before"
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'goal')}
        AND (progress_source = 'value' OR id IN (SELECT goal_id FROM goal_targets WHERE user_id = ${userId}))
      ORDER BY title COLLATE NOCASE, id`,
  )
}

/** Days to read before a range, because a period that ends in it, and the one before that, began earlier. */
const lookBack = 70

/** Periods of a context's goals that end in a range, by title: met, missed or still open. */
export const goalOutcomes = async (
  db: D1Database,
  userId: string,
  org: Org,
  range: Range,
  now: LocalNow,
): Promise<GoalOutcome[]> => {
  const since = addDays(range.from, -lookBack)
  const [goals, { countedAt }, { rules, skips, off }, amounts] = await Promise.all([
    reviewedGoals({ db, userId, org, range }),
    readCounting(db, userId, range.from),
    readRules(db, userId),
    readAmounts(db, userId, { from: since, to: range.to }),
  ])
  const freeOf = freeDaysByGoal({ skips, off }, now)
  return goals
    .flatMap((goal): GoalOutcome[] => {
      const { id, title, unit } = goal
      const life = { start: firstDay(goal, now), today: now.latestDay, since }
      return periodsOf(rules.get(id) ?? [], life)
        .filter(({ to }) => to >= range.from && to <= range.to)
        .map((period) => {
          const reached = reachedAmount(period.rule, countedAt(id, period.to), amounts, period)
          return { id, title, unit, ...periodOutcome(period, reached, now.latestDay, freeOf(id)) }
        })
    })
    .filter(({ state }) => state !== 'uncounted')
    .sort((a, b) => a.title.localeCompare(b.title) || (a.from < b.from ? -1 : 1))
}

/** Goals with a typed value that counted in a range, with the value at its end: `met` in it, or `held` since before. */
export const goalValues = async (asked: ReviewScope) =>
  (await reviewedGoals(asked)).flatMap(({ id, title, unit, at_work, start, target, now, before }) => {
    if (!at_work || target === null) return []
    const isMetBy = (value: number) => percentOfValue(value, start, target) === 100
    const state = isMetBy(now) ? (isMetBy(before) ? 'held' : 'met') : 'open'
    return [{ id, title, unit, now, start, target, state } as const]
  })

export const ReviewedTask = z.object({
  id: z.string(),
  title: z.string(),
  /** When the task was completed or dropped, or the day that it is planned on; null for someday. */
  date: z.string().nullable(),
})
export type ReviewedTask = z.infer<typeof ReviewedTask>

/** Tasks that match a condition, ordered by the given date. */
const tasksWhere = (
  { userId, org }: ReviewScope,
  date: 'completed_on' | 'cancelled_on' | 'date',
  where: SqlPart,
) => part`
      SELECT id, title, ${constant(date)} AS date
      FROM tasks
      WHERE user_id = ${userId} AND deleted_at IS NULL AND ${isListedTask} ${andInOrg(userId, org, 'task')} AND ${where}
      ORDER BY coalesce(${constant(date)}, '9999'), ${constant(date === 'completed_on' ? 'completed_at, id' : 'id')}
      ${readLimitSql}`

const doneTasks = (asked: ReviewScope) =>
  tasksWhere(asked, 'completed_on', part`completed_on BETWEEN ${asked.range.from} AND ${asked.range.to}`)

const droppedTasks = (asked: ReviewScope) =>
  tasksWhere(asked, 'cancelled_on', part`cancelled_on BETWEEN ${asked.range.from} AND ${asked.range.to}`)

/** SELECT of the ids of tasks moved from a day of a range to a later day. */
const carriedIds = ({ userId, range: { from, to } }: ReviewScope) => part`
    SELECT task_id FROM task_carries WHERE user_id = ${userId} AND from_date BETWEEN ${from} AND ${to}`

/** Condition that a task was neither completed nor dropped by the end of a range. */
const stillOpen = ({ range: { to } }: ReviewScope) =>
  part`coalesce(completed_on > ${to}, 1) AND coalesce(cancelled_on > ${to}, 1)`

/** SELECT of the ids of tasks that may have been planned for a day of a range and still open at its end. */
const maybeIdleIds = (asked: ReviewScope) => {
  const { userId, range } = asked
  const present = part`SELECT id FROM tasks WHERE user_id = ${userId} AND deleted_at IS NULL`
  return part`
        ${present} AND status IN ('todo', 'in_progress') AND date BETWEEN ${range.from} AND ${range.to}
        UNION ALL ${present} AND completed_on > ${range.to}
        UNION ALL ${present} AND cancelled_on > ${range.to}
        UNION ALL ${carriedIds(asked)}`
}

/** Tasks planned in a range and moved to a day after it. */
const carriedTasks = (asked: ReviewScope) =>
  tasksWhere(
    asked,
    'date',
    part`id IN (${carriedIds(asked)}) AND coalesce(date > ${asked.range.to}, 1) AND ${stillOpen(asked)}`,
  )

/** Tasks with an estimate, planned for a past day of a range, that were not done and got no time in it. */
const idleTasks = (asked: ReviewScope, today: string) => {
  const { userId, range } = asked
  return tasksWhere(
    asked,
    'date',
    part`id IN (${maybeIdleIds(asked)}) AND (date BETWEEN ${range.from} AND ${range.to} AND date < ${today} OR id IN (${carriedIds(asked)}))
      AND estimated_minutes IS NOT NULL AND ${stillOpen(asked)}
      AND id NOT IN (
        SELECT task_id FROM session_days
        WHERE user_id = ${userId} AND date BETWEEN ${range.from} AND ${range.to} AND task_id IS NOT NULL
          AND seconds > 0)`,
  )
}

/** Tasks of a range by their outcome. */
export const taskLists = (asked: ReviewScope, today: string) =>
  readLists(ReviewedTask.extend({ list: z.string() }), asked, {
    done: doneTasks(asked),
    carried: carriedTasks(asked),
    dropped: droppedTasks(asked),
    idle: idleTasks(asked, today),
  })
