import { allRows, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { readCursor, writeCursor } from '../../lib/http/list-view'
import { allOrgs, type Org, rowFilterOf } from '../../lib/org'
import { matchesSearch } from '../../lib/search/match'
import { addDays } from '../../lib/time/days'
import { readTimedGoalId } from '../../time/timer/queries'
import { type GoalPace, goalStatus } from './fields'
import { type Categories, dueSoonDays, removedCategories } from './labels'
import { type GoalProgress, type GoalWithProgress, progressCalculator, readBasis } from './progress/status'
import { type GoalStatus, type GoalsQuery, isHabit, isOpenGoal, type ListedGoal } from './schema'

/** A goal in a tree. `depth`: number of levels below the root. */
export type TreeItem<G = GoalWithProgress> = { goal: G; depth: number }

/**
 * Flattens goals into trees. Each goal is followed by its subgoals, in the given order. A goal whose parent is missing
 * is a root, and so is the first goal of a cycle.
 */
export const goalTree = <G extends { id: string; parent_id: string | null }>(goals: G[]): TreeItem<G>[] => {
  const ids = new Set(goals.map(({ id }) => id))
  const parts = Map.groupBy(goals, ({ parent_id }) => (parent_id !== null && ids.has(parent_id) ? parent_id : null))
  const items = new Map<string, TreeItem<G>>()
  const add = (goal: G, depth: number) => {
    if (items.has(goal.id)) return
    items.set(goal.id, { goal, depth })
    for (const part of parts.get(goal.id) ?? []) add(part, depth + 1)
  }
  for (const goal of parts.get(null) ?? []) add(goal, 0)
  for (const goal of goals) add(goal, 0)
  return [...items.values()]
}

type Sortable = Pick<GoalWithProgress, 'title' | 'target_date' | 'updated_at'> & {
  progress: Pick<GoalProgress, 'percent' | 'lateness'>
}

const byTitle = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare

/** Sort value: late goals first, then goals on track, then goals without a pace. */
const daysLate = ({ progress }: Sortable) => progress.lateness?.days ?? -1

/** Compares goals by each sort order. Goals without a target date come last. */
export const goalOrders: Record<GoalsQuery['sort'], (a: Sortable, b: Sortable) => number> = {
  target: (a, b) => (a.target_date ?? '9999').localeCompare(b.target_date ?? '9999') || byTitle(a.title, b.title),
  late: (a, b) => daysLate(b) - daysLate(a) || byTitle(a.title, b.title),
  progress: (a, b) => b.progress.percent - a.progress.percent || byTitle(a.title, b.title),
  title: (a, b) => byTitle(a.title, b.title),
  recent: (a, b) => b.updated_at - a.updated_at || byTitle(a.title, b.title),
}

/** Maximum number of open goals per status on a page. */
const openLimit = 200
/** Ended goals listed with the open ones. Few, so that the page's cost does not grow with their number. */
const endedLimits = { completed: 2, cancelled: 2 }
/** Page size of a list of one ended status. */
const pageLimit = 50

export type Group = {
  status: GoalStatus
  items: TreeItem[]
  /** Cursor of the next page; empty on the last page. */
  next: string
}

export type GoalList = {
  query: GoalsQuery
  groups: Group[]
  counts: GoalCounts
  /** Categories to filter by. `used`: categories of open goals, in their order. */
  categories: Categories
  now: LocalNow
  /** Id of the goal that the timer runs for. */
  running?: string
}

const limitOf = (status: GoalStatus, query: GoalsQuery) => {
  if (status !== 'completed' && status !== 'cancelled') return openLimit
  return query.status === status ? pageLimit : endedLimits[status]
}

const toGroup = (status: GoalStatus, goals: GoalWithProgress[], hasMore: boolean, query: GoalsQuery): Group => {
  const last = hasMore ? goals.at(-1) : undefined
  const shown = query.pace ? goals.filter(({ progress }) => progress.lateness?.state === query.pace) : goals
  const sorted = isOpenGoal(status) ? shown.toSorted(goalOrders[query.sort]) : shown
  return { status, items: goalTree(sorted), next: last ? writeCursor({ at: last.updated_at, id: last.id }) : '' }
}

/** Returns a function that is true for goals that a search finds; without a search, for all. */
const foundGoals = async (db: D1Database, userId: string, q: string): Promise<(goal: ListedGoal) => boolean> => {
  if (q === '') return () => true
  const rows = await allRows<{ id: string }>(
    sql(db)`SELECT id FROM goals WHERE user_id = ${userId} ${matchesSearch('id', q, { userId, kind: 'goal' })}`,
  )
  const ids = new Set(rows.map(({ id }) => id))
  return ({ id }) => ids.has(id)
}

/** Condition for the goals that a query lists, after its cursor. Only a list of one status has pages. */
const isListed = ({ kind, category, parent, status, before }: GoalsQuery) => {
  const from = readCursor(status ? before : '')
  return (goal: ListedGoal) =>
    (kind === '' || goal.kind === kind) &&
    (category === '' || goal.category === category) &&
    (parent === '' || goal.parent_title === null) &&
    (goal.updated_at < from.at || (goal.updated_at === from.at && goal.id < from.id))
}

const statusesOf = ({ status, pace }: GoalsQuery): GoalStatus[] => {
  const statuses = status ? [status] : goalStatus.options
  return pace ? statuses.filter(isOpenGoal) : statuses
}

/** Numbers of goals. `behind` does not include overdue goals. */
export type GoalCounts = { open: number; overdue: number; due_soon: number; behind: number }

const countGoals = (open: GoalWithProgress[], today: string): GoalCounts => {
  const due = (from: string, to: string) =>
    open.filter(({ target_date }) => target_date !== null && from <= target_date && target_date <= to).length
  return {
    open: open.length,
    overdue: due('', addDays(today, -1)),
    due_soon: due(today, addDays(today, dueSoonDays)),
    behind: open.filter(({ progress }) => progress.lateness?.state === 'behind').length,
  }
}

export const readGoalList = async (
  db: D1Database,
  userId: string,
  query: GoalsQuery,
  now: LocalNow,
  org: Org,
): Promise<GoalList> => {
  const [basis, isShown, isFound, removed, running] = await Promise.all([
    readBasis(db, userId, now, org),
    rowFilterOf(db, userId, org),
    foundGoals(db, userId, query.q),
    removedCategories(db, userId),
    readTimedGoalId(db, userId),
  ])
  const addProgress = progressCalculator(basis, now)
  const goals = [...basis.family.byId.values()].filter(isShown)
  const open = goals.filter(({ status }) => isOpenGoal(status)).map(addProgress)
  const measured = new Map(open.map((goal) => [goal.id, goal]))
  const listed = goals.filter(isListed(query)).filter(isFound)
  const statuses = statusesOf(query)
  const groups = goalStatus.options.map((status) => {
    const own = statuses.includes(status) ? listed.filter((goal) => goal.status === status) : []
    const limit = limitOf(status, query)
    const shown = own.slice(0, limit).map((goal) => measured.get(goal.id) ?? addProgress(goal))
    return toGroup(status, shown, own.length > limit, query)
  })
  const categories = { used: [...new Set(open.map(({ category }) => category))].toSorted(), removed }
  return { query, groups, counts: countGoals(open, now.today), categories, now, running }
}

/** All goals of a person in a context with their progress, latest changed first. */
export const measuredGoals = async (db: D1Database, userId: string, now: LocalNow, org: Org = allOrgs) => {
  const [basis, isShown] = await Promise.all([readBasis(db, userId, now), rowFilterOf(db, userId, org)])
  const addProgress = progressCalculator(basis, now)
  return [...basis.family.byId.values()].filter(isShown).map((goal): GoalWithProgress => addProgress<ListedGoal>(goal))
}

const columns = ['status', 'kind', 'category', 'parent_id', 'organization_id'] as const

/** Filter of the API's list. Empty members do not filter. */
type ApiFilter = { cursor: string; org?: Org; q?: string; pace?: GoalPace; habit?: '1' } & Partial<
  Record<(typeof columns)[number], string>
>

/** Goals for the API, newest first, with ids below `cursor`. Reads limit + 1 rows. */
export const goalsForApi = async (
  db: D1Database,
  userId: string,
  { cursor, org, q = '', pace, habit, ...values }: ApiFilter,
  limit: number,
  now: LocalNow,
) => {
  const [goals, isFound] = await Promise.all([measuredGoals(db, userId, now, org), foundGoals(db, userId, q)])
  return goals
    .filter(
      (goal) =>
        goal.id < cursor &&
        isFound(goal) &&
        (!habit || isHabit(goal)) &&
        (!pace || goal.progress.lateness?.state === pace) &&
        columns.every((column) => !values[column] || goal[column] === values[column]),
    )
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit + 1)
}
