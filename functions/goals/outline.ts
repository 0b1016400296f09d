import type { ShownGoal } from './progress/standing'
import type { GoalView } from './schema'

/** A goal as it stands in a list: under its parent by `depth` levels. */
export type Entry<G = ShownGoal> = { goal: G; depth: number }

type Node = { id: string; parent_id: string | null }

/** Goals in the order given, each followed by its parts that are among them. */
export const outline = <G extends Node>(goals: G[]): Entry<G>[] => {
  const ids = new Set(goals.map(({ id }) => id))
  const parts = Map.groupBy(goals, ({ parent_id }) => (parent_id !== null && ids.has(parent_id) ? parent_id : null))
  const placed = new Map<string, Entry<G>>()
  const place = (goal: G, depth: number) => {
    if (placed.has(goal.id)) return
    placed.set(goal.id, { goal, depth })
    for (const part of parts.get(goal.id) ?? []) place(part, depth + 1)
  }
  for (const goal of parts.get(null) ?? []) place(goal, 0)
  for (const goal of goals) place(goal, 0)
  return [...placed.values()]
}

/** The goal's own entry and those of everything under it; nothing when it is not in the outline. */
export const branch = <G extends Node>(entries: Entry<G>[], id: string) => {
  const start = entries.findIndex(({ goal }) => goal.id === id)
  const own = entries[start]
  if (!own) return []
  const end = entries.findIndex(({ depth }, index) => index > start && depth <= own.depth)
  return entries.slice(start, end < 0 ? undefined : end)
}

type Sortable = Pick<ShownGoal, 'title' | 'target_date' | 'updated_at'> & { standing: { progress: number } }

const byTitle = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare

/** How goals are compared; those without a target date come after those with one. */
export const orders: Record<GoalView['sort'], (a: Sortable, b: Sortable) => number> = {
  target: (a, b) => (a.target_date ?? '9999').localeCompare(b.target_date ?? '9999') || byTitle(a.title, b.title),
  progress: (a, b) => b.standing.progress - a.standing.progress || byTitle(a.title, b.title),
  title: (a, b) => byTitle(a.title, b.title),
  recent: (a, b) => b.updated_at - a.updated_at || byTitle(a.title, b.title),
}
