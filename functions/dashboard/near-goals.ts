import { monthEnd, monthOf, weekOf } from '../lib/days'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { part } from '../lib/sql'

/** A page's goals: so many open ones with the nearest targets. */
export type NearGoals = { today: string; weekStart: number; limit: number; org?: Org }

const currentEnds = ({ today, weekStart }: NearGoals) => ({
  weekly: weekOf(today, weekStart).to,
  monthly: monthEnd(monthOf(today)),
})

/** Open goals by target date. A weekly or monthly goal without one has the end of its current period. */
const inOrder = (userId: string, near: NearGoals) => {
  const { weekly, monthly } = currentEnds(near)
  return part`
    FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ${andInOrg(userId, near.org ?? allOrgs, 'goal')}
    ORDER BY coalesce(target_date, iif(target_minutes IS NULL, NULL, iif(kind = 'weekly', ${weekly},
      iif(kind = 'monthly', ${monthly}, NULL)))) NULLS LAST, id
    LIMIT ${near.limit}`
}

export const nearGoalIds = (userId: string, near: NearGoals) =>
  part`SELECT id FROM (SELECT id ${inOrder(userId, near)})`

/** SELECT of those of them whose time of late tells a pace. */
export const nearTimedGoalIds = (userId: string, near: NearGoals) => part`
  SELECT id
  FROM (SELECT id, kind, target_minutes ${inOrder(userId, near)})
  WHERE target_minutes IS NOT NULL AND kind NOT IN ('weekly', 'monthly')`

type Goal = { id: string; kind: string; target_date: string | null; target_minutes: number | null }

/** Finds the near goals among open goals that include them: in the order of `nearGoalIds`. */
export const nearest = <G extends Goal>(goals: G[], near: NearGoals): G[] => {
  const ends = new Map(Object.entries(currentEnds(near)))
  const until = ({ kind, target_date, target_minutes }: Goal) =>
    target_date ?? (target_minutes === null ? undefined : ends.get(kind)) ?? '~'
  const key = (goal: Goal) => `${until(goal)} ${goal.id}`
  return goals.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, near.limit)
}
