import { z } from 'zod'
import { type Outcome, outcome, type Period, periodsOf } from '../goals/progress/periods'
import { firstDay } from '../goals/progress/writes'
import { goalKind } from '../goals/schema'
import { membersSince } from '../ledger/goal-tree'
import { addDays, monthOf, monthStart, type Range } from '../lib/days'
import { andInOrg } from '../lib/kinds'
import type { LocalNow } from '../lib/now'
import type { Org } from '../lib/org'
import { jsonColumn, part, rowsAs, sql } from '../lib/sql'

const Rule = z.object({
  from_date: z.string(),
  kind: goalKind,
  target_minutes: z.int().nullable(),
  week_start: z.int(),
})

const RecurringGoal = z.object({
  id: z.string(),
  title: z.string(),
  start_date: z.string().nullable(),
  created_on: z.string().nullable(),
  created_at: z.int(),
  rules: jsonColumn(z.array(Rule)),
})

export type GoalOutcome = Outcome & { id: string; title: string }

/** SELECT of the ids of goals that had a target of time in a range. The bare column is that of the latest rule. */
const recurringIds = (userId: string, { from }: Range) => part`
    SELECT id FROM (
      SELECT goal_id AS id, max(from_date) AS since, target_minutes
      FROM goal_targets
      WHERE user_id = ${userId}
      GROUP BY goal_id)
    WHERE target_minutes IS NOT NULL OR since > ${from}`

const recurringGoals = (db: D1Database, userId: string, org: Org, range: Range) =>
  rowsAs(
    RecurringGoal,
    sql(db)`
      SELECT goals.id, title, start_date, created_on, created_at, (
        SELECT json_group_array(json_object('from_date', from_date, 'kind', rules.kind,
          'target_minutes', rules.target_minutes, 'week_start', week_start))
        FROM goal_targets AS rules
        WHERE rules.user_id = ${userId} AND rules.goal_id = goals.id) AS rules
      FROM goals
      WHERE goals.user_id = ${userId} AND goals.id IN (${recurringIds(userId, range)}) AND goals.deleted_at IS NULL ${andInOrg(userId, org, 'goal')}`,
  )

const GoalDay = z.object({ id: z.string(), date: z.string(), seconds: z.int() })

/** Time of every goal by day, in the months and weeks that end in a range. */
const goalDays = async (db: D1Database, userId: string, range: Range) => {
  const [from = range.from] = [monthStart(monthOf(range.from)), addDays(range.from, -6)].toSorted()
  return rowsAs(
    GoalDay,
    sql(db)`
      SELECT goal_id AS id, date, sum(seconds) AS seconds
      FROM session_days
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${range.to} AND goal_id IS NOT NULL
      GROUP BY 1, 2`,
  )
}

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
  const [goals, membersAt, days] = await Promise.all([
    recurringGoals(db, userId, org, range),
    membersSince(db, userId, recurringIds(userId, range), range.from),
    goalDays(db, userId, range),
  ])
  const ended = goals.flatMap((goal): { goal: typeof goal; period: Period }[] => {
    const rules = goal.rules.toSorted((a, b) => (a.from_date < b.from_date ? -1 : 1))
    const life = { start: firstDay(goal, now), today: now.latestDay, since: addDays(range.from, -lookBack) }
    return periodsOf(rules, life)
      .filter(({ to }) => to >= range.from && to <= range.to)
      .map((period) => ({ goal, period }))
  })
  const daysOf = Map.groupBy(days, ({ id }) => id)
  const secondsOf = (id: string, { from, to }: Period) =>
    membersAt(id, to)
      .flatMap((member) => daysOf.get(member) ?? [])
      .reduce((sum, { date, seconds }) => (date >= from && date <= to ? sum + seconds : sum), 0)
  return ended
    .map(({ goal: { id, title }, period }) => ({ id, title, ...outcome(period, secondsOf(id, period), now.latestDay) }))
    .filter(({ state }) => state !== 'uncounted')
    .sort((a, b) => a.title.localeCompare(b.title) || (a.from < b.from ? -1 : 1))
}
