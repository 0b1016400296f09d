import { writeCursor } from '../lib/cursor'
import { addDays } from '../lib/days'
import type { LocalNow } from '../lib/now'
import type { Org } from '../lib/org'
import { timedGoal } from '../timer/queries'
import { dueSoonDays } from './due'
import { type Categories, removedCategories } from './labels'
import { type GoalWithProgress, readBasis, withProgress } from './progress/status'
import { type GoalCounts, type GoalFilter, goalCounts, idsOfLists, goals as readGoals, statusList } from './queries'
import { type GoalPace, type GoalStatus, GoalsQuery, goalStatus, isOpen, type ListedGoal } from './schema'
import { goalTree, orders, type TreeItem } from './tree'

/** The most open goals of one status on a page. */
const openLimit = 200
/** Few ended goals are listed with the open ones, so that the page costs no more as they become many. */
const endedLimits = { completed: 10, cancelled: 5 }
/** The size of a page that lists one ended status alone. */
const pageLimit = 50

export type Group = {
  status: GoalStatus
  items: TreeItem[]
  /** The cursor of the next page; empty on the last. */
  next: string
}

export type GoalList = {
  query: GoalsQuery
  groups: Group[]
  counts: GoalCounts
  /** `used` are the categories of open goals, in their order. */
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
  const sorted = isOpen(status) ? shown.toSorted(orders[query.sort]) : shown
  return { status, items: goalTree(sorted), next: last ? writeCursor({ at: last.updated_at, id: last.id }) : '' }
}

const isFiltered = ({ q, kind, category, status, parent }: GoalsQuery) =>
  [q, kind, category, status, parent].some((filter) => filter !== '')

const openStatuses = goalStatus.options.filter(isOpen)

const statusesOf = ({ status, pace }: GoalsQuery): GoalStatus[] => {
  const statuses = status ? [status] : goalStatus.options
  return pace ? statuses.filter(isOpen) : statuses
}

/**
 * Reads a group for every status, empty if the query leaves it out, and all open goals, which the counts are about.
 * `counts` is null unless there are more open goals than were read.
 */
const readGroups = async (db: D1Database, userId: string, query: GoalsQuery, now: LocalNow, org: Org) => {
  const statuses = statusesOf(query)
  // Only a list of one status has pages.
  const before = query.status ? query.before : ''
  const listed = statuses.map((status) => ({ status, query: { ...query, before }, limit: limitOf(status, query), org }))
  const all = isFiltered(query)
    ? openStatuses.map((status) => ({ status, query: GoalsQuery.parse({}), limit: openLimit, org }))
    : []
  const lists = [...listed, ...all]
  // The ids of whole lists are a SELECT, so that progress is read beside them.
  const isPlain = all.length === 0 && !query.pace && before === ''
  const [results, basis] = await Promise.all([
    Promise.all(lists.map((list) => statusList(db, userId, list))),
    isPlain ? readBasis(db, userId, idsOfLists(userId, lists), now) : undefined,
  ])
  const pages = results.map((goals, index) => goals.slice(0, lists[index]?.limit))
  const unique = [...new Map(pages.flat().map((goal) => [goal.id, goal])).values()]
  const isWhole = lists.every(({ status, limit }, index) => !isOpen(status) || (results[index]?.length ?? 0) <= limit)
  const [goals, counts] = await Promise.all([
    withProgress(db, userId, unique, now, basis),
    isWhole ? null : goalCounts(db, userId, now.today, org),
  ])
  const measured = new Map(goals.map((goal) => [goal.id, goal]))
  const open = goals.filter(({ status }) => isOpen(status))
  const groups = goalStatus.options.map((status) => {
    const index = statuses.indexOf(status)
    const goals = (index < 0 ? [] : (pages[index] ?? [])).flatMap(({ id }) => measured.get(id) ?? [])
    const hasMore = (results[index]?.length ?? 0) > (lists[index]?.limit ?? 0)
    return toGroup(status, goals, hasMore, query)
  })
  return { groups, open, counts }
}

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
  const [{ groups, open, counts: exact }, removed, running] = await Promise.all([
    readGroups(db, userId, query, now, org),
    removedCategories(db, userId),
    timedGoal(db, userId),
  ])
  const counts = countGoals(open, now.today)
  const categories = { used: [...new Set(open.map(({ category }) => category))].toSorted(), removed }
  return { query, groups, counts: { ...counts, ...exact }, categories, now, running }
}

/** The size of the steps in which goals are read that may have a pace. */
const stepSize = 100

/** Open goals with a pace, the newest first. It is computed, so goals are read until limit + 1 of them have it. */
export const goalsByPace = async (
  db: D1Database,
  userId: string,
  pace: GoalPace,
  filter: GoalFilter & { cursor: string; org?: Org },
  limit: number,
  now: LocalNow,
): Promise<ListedGoal[]> => {
  const found: ListedGoal[] = []
  for (let { cursor } = filter; found.length <= limit; ) {
    const read = await readGoals(db, userId, { ...filter, cursor, isOpen: true }, stepSize)
    const goals = await withProgress(db, userId, read, now)
    found.push(...goals.filter(({ progress }) => progress.lateness?.state === pace))
    const last = read.at(-1)
    if (!last || read.length <= stepSize) break
    cursor = last.id
  }
  return found.slice(0, limit + 1)
}
