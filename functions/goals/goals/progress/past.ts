import { addDays, addMonths, monthOf, monthStart, type Range, weekOf } from '../../../lib/days'
import type { LocalNow } from '../../../lib/env'
import { allRows, constant, part, sql } from '../../../lib/sql'
import type { Rule } from './periods'

/** How many past periods a row of a list reports on. */
export const listedPeriods = 6

/** The first day of the period that lies `past` periods before the current one. */
export const periodsAgo = (kind: 'weekly' | 'monthly', past: number, { latestDay, weekStart }: LocalNow) =>
  kind === 'weekly'
    ? addDays(weekOf(latestDay, weekStart).from, -7 * past)
    : monthStart(addMonths(monthOf(latestDay), -past))

/** The first date of the time that lists report on. A period that was changed since can begin in the month before. */
export const listedSince = (now: LocalNow) => periodsAgo('monthly', listedPeriods + 1, now)

export type Rules = Map<string, Rule[]>

/** Tracked seconds of goals together, each without its parts. */
type GoalSums = (ids: string[], range: Range) => number

/** The time of a goal, without its parts, on a day. */
export type GoalDay = { id: string; date: string; seconds: number; starts: number }

/** Reads the rules of all goals, and the days of a range with time on goals. @param ids of these goals, by default of all */
export const readPast = async (db: D1Database, userId: string, { from, to }: Range, ids?: string[]) => {
  const [days, rules] = await Promise.all([
    allRows<GoalDay>(sql(db)`
      SELECT goal_id AS id, date, sum(seconds) AS seconds, sum(starts) AS starts
      FROM session_days
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND goal_id IS NOT NULL
        ${ids ? part`AND goal_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))` : constant('')}
      GROUP BY 1, 2
      ORDER BY 1, 2`),
    allRows<Rule & { id: string }>(sql(db)`
      SELECT goal_id AS id, from_date, kind, target_minutes, week_start
      FROM goal_targets
      WHERE user_id = ${userId}
      ORDER BY from_date`),
  ])
  const daysOf = Map.groupBy(days, ({ id }) => id)
  const sums: GoalSums = (ids, { from, to }) => {
    let sum = 0
    for (const id of ids)
      for (const day of daysOf.get(id) ?? []) if (day.date >= from && day.date <= to) sum += day.seconds
    return sum
  }
  const rulesOf: Rules = Map.groupBy(rules, ({ id }) => id)
  return { days, sums, rules: rulesOf }
}
