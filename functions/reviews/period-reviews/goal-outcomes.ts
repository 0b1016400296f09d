import { z } from 'zod'
import { type Outcome, outcome, periodsOf, readPast } from '../../goals/goals/progress/periods'
import { firstDay } from '../../goals/goals/progress/writes'
import { membersSince } from '../../ledger/goal-tree'
import { addDays, type Range } from '../../lib/days'
import type { LocalNow } from '../../lib/env'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { rowsAs, sql } from '../../lib/sql'

const RecurringGoal = z.object({
  id: z.string(),
  title: z.string(),
  start_date: z.string().nullable(),
  created_on: z.string().nullable(),
  created_at: z.int(),
})

export type GoalOutcome = Outcome & { id: string; title: string }

/** Goals that have or had a target for each of their periods. */
const recurringGoals = (db: D1Database, userId: string, org: Org) =>
  rowsAs(
    RecurringGoal,
    sql(db)`
      SELECT id, title, start_date, created_on, created_at
      FROM goals
      WHERE user_id = ${userId} AND id IN (SELECT goal_id FROM goal_targets WHERE user_id = ${userId})
        AND deleted_at IS NULL ${andInOrg(userId, org, 'goal')}`,
  )

/** Days before a range in which a period that ends in it can begin, and the one before that. */
const lookBack = 70

/** Periods of the goals of a context that end in a range, by title: met, missed or still open. */
export const goalOutcomes = async (
  db: D1Database,
  userId: string,
  org: Org,
  range: Range,
  now: LocalNow,
): Promise<GoalOutcome[]> => {
  const since = addDays(range.from, -lookBack)
  const [goals, membersAt, { rules, sums }] = await Promise.all([
    recurringGoals(db, userId, org),
    membersSince(db, userId, range.from),
    readPast(db, userId, { from: since, to: range.to }),
  ])
  return goals
    .flatMap((goal): GoalOutcome[] => {
      const { id, title } = goal
      const life = { start: firstDay(goal, now), today: now.latestDay, since }
      return periodsOf(rules.get(id) ?? [], life)
        .filter(({ to }) => to >= range.from && to <= range.to)
        .map((period) => ({ id, title, ...outcome(period, sums(membersAt(id, period.to), period), now.latestDay) }))
    })
    .filter(({ state }) => state !== 'uncounted')
    .sort((a, b) => a.title.localeCompare(b.title) || (a.from < b.from ? -1 : 1))
}
