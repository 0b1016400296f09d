import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { writePlace } from '../lib/place'
import type { Now } from './due'
import { type Entry, orders, outline } from './outline'
import { goalsOf } from './queries'
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

const groupOf = (status: GoalStatus, found: ListedGoal[], view: GoalView): Group => {
  const limit = limitOf(status, view)
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const sorted = isOpen(status) ? shown.toSorted(orders[view.sort]) : shown
  return { status, entries: outline(sorted), next: last ? writePlace({ at: last.updated_at, id: last.id }) : '' }
}

/**
 * What a view shows of a user's goals, a group for every status: the open ones in the order chosen, the ended ones with
 * the latest change first and only the newest of them. A group that the view leaves out is empty.
 */
export const goalGroups = async (db: D1Database, userId: string, view: GoalView): Promise<Group[]> => {
  const shown = view.status ? [view.status] : goalStatus.options
  const from = view.status ? view : { ...view, before: '' }
  const found = await db.batch<ListedGoal>(
    shown.map((status) => goalsOf(db, userId, status, from, limitOf(status, view))),
  )
  return goalStatus.options.map((status) => groupOf(status, found[shown.indexOf(status)]?.results ?? [], view))
}

/** The goal's entry among the groups. */
export const entryOf = (groups: Group[], id: string) =>
  groups.flatMap(({ entries }) => entries).find(({ goal }) => goal.id === id)

export const nowOf = ({ preferences }: User): Now => ({ today: dayOf(Date.now(), preferences), zone: preferences })
