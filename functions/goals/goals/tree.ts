import type { GoalProgress, GoalWithProgress } from './progress/status'
import type { GoalsQuery } from './schema'

/** A goal in a tree, `depth` levels below a root. */
export type TreeItem<G = GoalWithProgress> = { goal: G; depth: number }

/**
 * Flattens goals into trees: each is followed by its parts, in the order given. A goal whose parent is not among them is
 * a root, and so is the first of a cycle.
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

/** Goals on track come after late ones, and before those without a pace. */
const daysLate = ({ progress }: Sortable) => progress.lateness?.days ?? -1

/** Goals without a target date come last. */
export const orders: Record<GoalsQuery['sort'], (a: Sortable, b: Sortable) => number> = {
  target: (a, b) => (a.target_date ?? '9999').localeCompare(b.target_date ?? '9999') || byTitle(a.title, b.title),
  late: (a, b) => daysLate(b) - daysLate(a) || byTitle(a.title, b.title),
  progress: (a, b) => b.progress.percent - a.progress.percent || byTitle(a.title, b.title),
  title: (a, b) => byTitle(a.title, b.title),
  recent: (a, b) => b.updated_at - a.updated_at || byTitle(a.title, b.title),
}
