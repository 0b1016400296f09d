import { childrenOfBelow } from '../../ledger/goal-tree'
import { addDays, addMonths, monthOf, monthStart, type Range, weekOf } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { allRows, sql } from '../../lib/sql'
import { rateFrom } from './pace'
import type { Rule } from './periods'
import { type Ids, idsOf } from './queries'

/** How many past periods a row of a list reports on. */
export const listedPeriods = 6

/** The first day of the period that lies `past` periods before the current one. */
export const periodsAgo = (kind: 'weekly' | 'monthly', past: number, { latestDay, weekStart }: LocalNow) =>
  kind === 'weekly'
    ? addDays(weekOf(latestDay, weekStart).from, -7 * past)
    : monthStart(addMonths(monthOf(latestDay), -past))

/** A week that began on another weekday can begin so many days earlier. */
const otherWeek = -6

/** First dates of the time that is read for goals whose rules stayed as they are, and for those that changed since. */
const firstDates = (now: LocalNow) => {
  const [weeks, months] = [periodsAgo('weekly', listedPeriods, now), periodsAgo('monthly', listedPeriods, now)]
  const weekly = addDays(weeks, otherWeek)
  const [changedWeekly = weekly] = [weekly, monthStart(monthOf(weeks))].toSorted()
  return { weekly, changedWeekly, monthly: months, changedMonthly: addDays(months, otherWeek) }
}

export type Rules = Map<string, (Rule & { id: string })[]>

/** Tracked seconds of goals together, each without its parts. */
type GoalSums = (ids: string[], range: Range) => number

type Row = { id: string } & (
  | { what: 'day'; date: string; value: number }
  /** As JSON. */
  | { what: 'rule'; value: string }
)

const daysIn = (rows: Row[], { from, to }: Range) =>
  rows.reduce((sum, row) => (row.what === 'day' && from <= row.date && row.date <= to ? sum + row.value : sum), 0)

const ruleOf = (row: Row): (Rule & { id: string })[] =>
  row.what === 'rule' ? [{ id: row.id, ...JSON.parse(row.value) }] : []

const gather = (rows: Row[]) => {
  const days = Map.groupBy(rows, ({ id }) => id)
  const sums: GoalSums = (ids, range) => ids.reduce((sum, id) => sum + daysIn(days.get(id) ?? [], range), 0)
  const rules: Rules = Map.groupBy(rows.flatMap(ruleOf), ({ id }) => id)
  for (const all of rules.values()) all.sort((a, b) => (a.from_date < b.from_date ? -1 : 1))
  return { sums, rules }
}

/**
 * Reads of open goals with a target the rules in force since `listedPeriods` months, and the time behind pace and record.
 * Covers everything below the goals, every goal that was moved lately, and the days that the longest of them needs.
 */
export const readPast = async (db: D1Database, userId: string, ids: Ids, now: LocalNow) => {
  const { weekly, changedWeekly, monthly, changedMonthly } = firstDates(now)
  const rows = await allRows<Row>(sql(db)`
    WITH RECURSIVE listed (id) AS (${idsOf(ids)}),
    asked (id, since, recurs) AS MATERIALIZED (
      SELECT goals.id,
        CASE
          WHEN kind NOT IN ('weekly', 'monthly') THEN ${rateFrom('', now.today)}
          WHEN (
            SELECT min(from_date) < max(from_date) AND max(from_date) > iif(kind = 'weekly', ${weekly}, ${monthly})
            FROM goal_targets
            WHERE user_id = ${userId} AND goal_id = goals.id)
            THEN iif(kind = 'weekly', ${changedWeekly}, ${changedMonthly})
          ELSE iif(kind = 'weekly', ${weekly}, ${monthly})
        END,
        kind IN ('weekly', 'monthly')
      FROM goals
      WHERE user_id = ${userId} AND id IN listed AND status IN ('not_started', 'in_progress') AND target_minutes IS NOT NULL AND deleted_at IS NULL
    ),
    below (id) AS (
      SELECT id FROM asked
      UNION
      SELECT goal_id
      FROM goal_former_parents
      WHERE user_id = ${userId} AND until_date >= ${monthly}
      UNION
      SELECT goals.id
      ${childrenOfBelow(userId)}
    )
    SELECT 'day' AS what, goal_id AS id, date, sum(seconds) AS value
    FROM session_days
    WHERE user_id = ${userId} AND date >= (SELECT min(since) FROM asked) AND goal_id IN (SELECT id FROM below)
    GROUP BY 2, 3
    UNION ALL
    SELECT 'rule', asked.id, NULL, json_object('from_date', from_date, 'kind', goal_targets.kind,
      'target_minutes', goal_targets.target_minutes, 'week_start', goal_targets.week_start)
    FROM asked JOIN goal_targets ON user_id = ${userId} AND goal_id = asked.id
      AND from_date >= coalesce((
        SELECT max(from_date)
        FROM goal_targets AS earlier
        WHERE earlier.user_id = ${userId} AND earlier.goal_id = asked.id AND earlier.from_date <= ${monthly}), '')
    WHERE recurs`)
  return gather(rows)
}
