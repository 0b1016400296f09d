import type { LocalNow } from '../../lib/now'
import { type Org, shownIn } from '../../lib/org'
import { timedGoal } from '../../timer/queries'
import type { GoalRow, ListedGoal } from '../schema'
import { goalTree, type TreeItem } from '../tree'
import { subtreeIds } from './measure'
import { idsBelow } from './queries'
import { type MeasuredGoals, progressFrom, readBasis } from './status'

/** The most parts, at any depth, that a goal's page lists. */
const partLimit = 200

export type Parts = {
  parts: TreeItem[]
  partsLeft: number
  /** Id of the goal that the timer runs for. */
  running?: string
}

/** A goal's parts at any depth as a tree, nearest target first. Names of parents and organizations are left out. */
export const partTree = ({ family }: MeasuredGoals, goalId: string, isShown: (goal: GoalRow) => boolean) => {
  const parts = subtreeIds(family, goalId)
    .flatMap((id) => family.byId.get(id) ?? [])
    .filter((part) => part.id !== goalId && isShown(part))
    .map((part): ListedGoal => ({ ...part, parent_title: null, organization_name: null }))
    .toSorted((a, b) => (a.target_date ?? '9999').localeCompare(b.target_date ?? '9999') || (a.id < b.id ? -1 : 1))
  const tree = goalTree(parts)
  return { tree: tree.slice(0, partLimit), partsLeft: Math.max(0, tree.length - partLimit) }
}

export const goalParts = async (
  db: D1Database,
  userId: string,
  goalId: string,
  now: LocalNow,
  org: Org,
): Promise<Parts> => {
  const [basis, isShown, running] = await Promise.all([
    readBasis(db, userId, idsBelow(userId, goalId), now),
    shownIn(db, userId, org),
    timedGoal(db, userId),
  ])
  const { tree, partsLeft } = partTree(basis, goalId, isShown)
  const addProgress = progressFrom(basis, now)
  return { parts: tree.map(({ goal, depth }) => ({ goal: addProgress(goal), depth })), partsLeft, running }
}
