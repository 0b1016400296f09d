import { writeCursor } from '../lib/cursor'
import { addDays, dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { dueSoonDays, type Now } from './due'
import { type Entry, orders, outline } from './outline'
import { type ShownGoal, withStanding } from './progress/standing'
import { type GoalCounts, goal, goalCounts, goalsOf } from './queries'
import { type GoalStatus, type GoalView, goalStatus, isOpen, type ListedGoal } from './schema'

/** The most open goals of one status on a page. */
const openLimit = 200
/** The newest ended goals beside the open ones: few, so that the page costs no more as they become many. */
const endedLimits = { completed: 20, cancelled: 10 }
/** Ended goals on a page of their own. */
const pageLimit = 50

/** The goals of one status that a page shows. */
export type Group = {
  status: GoalStatus
  entries: Entry[]
  /** From where the rest of them goes on, for `before`; empty when there is no more. */
  next: string
}

const limitOf = (status: GoalStatus, view: GoalView) => {
  if (status !== 'completed' && status !== 'cancelled') return openLimit
  return view.status === status ? pageLimit : endedLimits[status]
}

const groupOf = (status: GoalStatus, found: ListedGoal[], shown: ShownGoal[], view: GoalView): Group => {
  const limit = limitOf(status, view)
  const last = found.length > limit ? shown.at(-1) : undefined
  const sorted = isOpen(status) ? shown.toSorted(orders[view.sort]) : shown
  return { status, entries: outline(sorted), next: last ? writeCursor({ at: last.updated_at, id: last.id }) : '' }
}

/**
 * What a view shows of a user's goals, a group for every status: the open ones in the order chosen, the ended ones with
 * the latest change first and only the newest of them. A group that the view leaves out is empty.
 */
export const goalGroups = async (db: D1Database, user: User, view: GoalView, now: Now): Promise<Group[]> => {
  const statuses = view.status ? [view.status] : goalStatus.options
  const from = view.status ? view : { ...view, before: '' }
  const found = await db.batch<ListedGoal>(
    statuses.map((status) => goalsOf(db, user.id, status, from, limitOf(status, view))),
  )
  const ofStatus = (status: GoalStatus) => found[statuses.indexOf(status)]?.results ?? []
  const listed = statuses.flatMap((status) => ofStatus(status).slice(0, limitOf(status, view)))
  const shown = Map.groupBy(await withStanding(db, user.id, listed, now), ({ status }) => status)
  return goalStatus.options.map((status) => groupOf(status, ofStatus(status), shown.get(status) ?? [], view))
}

const showsAllOpen = ({ q, kind, category, status, parent }: GoalView, groups: Group[]) =>
  [q, kind, category, status, parent].every((filter) => filter === '') &&
  groups.every(({ status, next }) => !isOpen(status) || next === '')

/** How many open goals there are, and how many of them are late or due: from a view that shows all of them, else asked. */
export const countsBeside = async (
  db: D1Database,
  userId: string,
  view: GoalView,
  groups: Group[],
  today: string,
): Promise<GoalCounts> => {
  if (!showsAllOpen(view, groups)) return goalCounts(db, userId, today)
  const open = groups.filter(({ status }) => isOpen(status)).flatMap(({ entries }) => entries)
  const due = (from: string, to: string) =>
    open.filter(({ goal: { target_date } }) => target_date !== null && target_date >= from && target_date <= to).length
  return {
    open: open.length,
    overdue: due('', addDays(today, -1)),
    due_soon: due(today, addDays(today, dueSoonDays)),
  }
}

/** The goal's entry among the groups. */
export const entryOf = (groups: Group[], id: string) =>
  groups.flatMap(({ entries }) => entries).find(({ goal }) => goal.id === id)

/** The present moment, as a person reckons it; `instant` is epoch ms. */
export const nowOf = ({ preferences }: Pick<User, 'preferences'>, instant = Date.now()): Now => ({
  instant,
  today: dayOf(instant, preferences),
  zone: preferences,
  weekStart: preferences.week_start,
  restDays: preferences.rest_days,
})

/** A goal of the user's that is not deleted, with where it stands. */
export const shownGoal = async (db: D1Database, user: User, id: string, now: Now): Promise<ShownGoal | null> => {
  const found = await goal(db, user.id, id)
  const [shown] = found ? await withStanding(db, user.id, [found], now) : []
  return shown ?? null
}
