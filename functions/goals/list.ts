import { writeCursor } from '../lib/cursor'
import { addDays } from '../lib/days'
import type { LocalNow } from '../lib/now'
import { dueSoonDays } from './due'
import { type GoalWithProgress, withProgress } from './progress/status'
import { type GoalCounts, goalCounts, goalsByStatus } from './queries'
import { type GoalStatus, type GoalsQuery, goalStatus, isOpen, type ListedGoal } from './schema'
import { goalTree, orders, type TreeItem } from './tree'

/** The most open goals of one status on a page. */
const openLimit = 200
/** Few ended goals are listed with the open ones, so that the page costs no more as they become many. */
const endedLimits = { completed: 20, cancelled: 10 }
/** The size of a page that lists one ended status alone. */
const pageLimit = 50

export type Group = {
  status: GoalStatus
  items: TreeItem[]
  /** The cursor of the next page; empty on the last. */
  next: string
}

export type GoalList = { query: GoalsQuery; groups: Group[]; counts: GoalCounts; now: LocalNow }

const limitOf = (status: GoalStatus, query: GoalsQuery) => {
  if (status !== 'completed' && status !== 'cancelled') return openLimit
  return query.status === status ? pageLimit : endedLimits[status]
}

const toGroup = (status: GoalStatus, goals: GoalWithProgress[], hasMore: boolean, query: GoalsQuery): Group => {
  const last = hasMore ? goals.at(-1) : undefined
  const sorted = isOpen(status) ? goals.toSorted(orders[query.sort]) : goals
  return { status, items: goalTree(sorted), next: last ? writeCursor({ at: last.updated_at, id: last.id }) : '' }
}

/** Reads a group for every status. A status that the query leaves out has an empty group. */
const readGroups = async (db: D1Database, userId: string, query: GoalsQuery, now: LocalNow): Promise<Group[]> => {
  const statuses = query.status ? [query.status] : goalStatus.options
  // Only a list of one status has pages.
  const before = query.status ? query.before : ''
  const pages = await db.batch<ListedGoal>(
    statuses.map((status) => goalsByStatus(db, userId, status, { ...query, before }, limitOf(status, query))),
  )
  const listed = statuses.flatMap((status, index) => pages[index]?.results.slice(0, limitOf(status, query)) ?? [])
  const byStatus = Map.groupBy(await withProgress(db, userId, listed, now), ({ status }) => status)
  return goalStatus.options.map((status) => {
    const rowCount = pages[statuses.indexOf(status)]?.results.length ?? 0
    return toGroup(status, byStatus.get(status) ?? [], rowCount > limitOf(status, query), query)
  })
}

const showsAllOpen = ({ q, kind, category, status, parent }: GoalsQuery, groups: Group[]) =>
  [q, kind, category, status, parent].every((filter) => filter === '') &&
  groups.every(({ status, next }) => !isOpen(status) || next === '')

/** Counts the goals of groups that show all open ones, which saves a statement. */
const countGoals = (groups: Group[], today: string): GoalCounts => {
  const open = groups.filter(({ status }) => isOpen(status)).flatMap(({ items }) => items)
  const due = (from: string, to: string) =>
    open.filter(({ goal: { target_date } }) => target_date !== null && from <= target_date && target_date <= to).length
  return {
    open: open.length,
    overdue: due('', addDays(today, -1)),
    due_soon: due(today, addDays(today, dueSoonDays)),
  }
}

export const readGoalList = async (
  db: D1Database,
  userId: string,
  query: GoalsQuery,
  now: LocalNow,
): Promise<GoalList> => {
  const groups = await readGroups(db, userId, query, now)
  const counts = showsAllOpen(query, groups) ? countGoals(groups, now.today) : await goalCounts(db, userId, now.today)
  return { query, groups, counts, now }
}
