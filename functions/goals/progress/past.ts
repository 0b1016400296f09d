import { childrenOfBelow } from '../../ledger/goal-tree'
import { addDays, addMonths, monthOf, monthStart, type Range, weekOf } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { allRows, sql } from '../../lib/sql'
import type { Rule } from './periods'
import { type Ids, idsOf } from './queries'

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

/** Gives the sum of the days of a range, which are in order, without going through all of them. */
const rangeSums = (days: GoalDay[]) => {
  let sum = 0
  const sums = [0, ...days.map(({ seconds }) => (sum += seconds))]
  const countBefore = (isLater: (date: string) => boolean) => {
    let [from, to] = [0, days.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (isLater(days[middle]?.date ?? '')) to = middle
      else from = middle + 1
    }
    return from
  }
  return ({ from, to }: Range) =>
    (sums[countBefore((date) => date > to)] ?? 0) - (sums[countBefore((date) => date >= from)] ?? 0)
}

/**
 * Reads the rules of goals, and the days with time on everything below them and on every goal that was moved since.
 * @param since the first date that is read; by default as far back as lists report
 */
export const readPast = async (db: D1Database, userId: string, ids: Ids, now: LocalNow, since = listedSince(now)) => {
  const [days, rules] = await Promise.all([
    allRows<GoalDay>(sql(db)`
      WITH RECURSIVE listed (id) AS (${idsOf(ids)}),
      below (id) AS (
        SELECT id FROM listed
        UNION
        SELECT goal_id FROM goal_former_parents WHERE user_id = ${userId} AND until_date >= ${since}
        UNION
        SELECT goals.id
        ${childrenOfBelow(userId)}
      )
      SELECT goal_id AS id, date, sum(seconds) AS seconds, sum(starts) AS starts
      FROM session_days
      WHERE user_id = ${userId} AND date >= ${since} AND goal_id IN (SELECT id FROM below)
      GROUP BY 1, 2
      ORDER BY 1, 2`),
    allRows<Rule & { id: string }>(sql(db)`
      SELECT goal_id AS id, from_date, kind, target_minutes, week_start
      FROM goal_targets
      WHERE user_id = ${userId} AND goal_id IN (${idsOf(ids)})
      ORDER BY from_date`),
  ])
  const sumsOf = new Map([...Map.groupBy(days, ({ id }) => id)].map(([id, own]) => [id, rangeSums(own)]))
  const sums: GoalSums = (ids, range) => ids.reduce((sum, id) => sum + (sumsOf.get(id)?.(range) ?? 0), 0)
  const rulesOf: Rules = Map.groupBy(rules, ({ id }) => id)
  return { days, sums, rules: rulesOf }
}
