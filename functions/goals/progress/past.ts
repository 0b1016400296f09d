import { monthsWithin } from '../../ledger/month-sums'
import { addDays, addMonths, monthOf, monthStart, type Range, weekOf, wholeMonths } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { allRows, part, sql } from '../../lib/sql'
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
export type GoalSums = (ids: string[], range: Range) => number

type Row = { id: string } & (
  | { what: 'day'; date: string; value: number }
  /** Seconds by month, as JSON. */
  | { what: 'months'; value: string }
  /** As JSON. */
  | { what: 'rule'; value: string }
)

const daysIn = (rows: Row[], { from, to }: Range) =>
  rows.reduce((sum, row) => (row.what === 'day' && from <= row.date && row.date <= to ? sum + row.value : sum), 0)

const ruleOf = (row: Row): (Rule & { id: string })[] =>
  row.what === 'rule' ? [{ id: row.id, ...JSON.parse(row.value) }] : []

const gather = (rows: Row[]) => {
  const days = Map.groupBy(rows, ({ id }) => id)
  const months = new Map<string, Record<string, number | null>>(
    rows.flatMap((row) => (row.what === 'months' ? [[row.id, JSON.parse(row.value)]] : [])),
  )
  const sums: GoalSums = (ids, range) => {
    const whole = wholeMonths(range.from, range.to)
    const all = whole.months && whole.edges.length === 0 ? monthsWithin(whole.months) : []
    const secondsOf = (id: string) => {
      const byMonth = all.length > 0 ? months.get(id) : undefined
      if (!byMonth) return daysIn(days.get(id) ?? [], range)
      return all.reduce((sum, month) => sum + (byMonth[month] ?? 0), 0)
    }
    return ids.reduce((sum, id) => sum + secondsOf(id), 0)
  }
  const rules: Rules = Map.groupBy(rows.flatMap(ruleOf), ({ id }) => id)
  for (const all of rules.values()) all.sort((a, b) => (a.from_date < b.from_date ? -1 : 1))
  return { sums, rules }
}

/**
 * Reads of open goals with a target the rules in force since `listedPeriods` months, and the time behind pace and record,
 * beside the rules that tell which of it counts: days for all but monthly goals, whose months are read unless their
 * rules changed. Covers everything below the goals and every goal that was moved lately, so a few days more than are
 * needed.
 */
export const readPast = async (db: D1Database, userId: string, ids: Ids, now: LocalNow) => {
  const { weekly, changedWeekly, monthly, changedMonthly } = firstDates(now)
  const monthSeconds = monthsWithin({ from: monthOf(monthly), to: monthOf(now.latestDay) })
    .map((month) => part`${month}, months ->> ${`$."${month}"[0]`}`)
    .reduce((all, one) => part`${all}, ${one}`)
  const rows = await allRows<Row>(sql(db)`
    WITH RECURSIVE listed (id) AS (${idsOf(ids)}),
    asked (id, since, monthly, recurs) AS MATERIALIZED (
      SELECT goals.id,
        CASE
          WHEN kind NOT IN ('weekly', 'monthly') THEN ${rateFrom('', now.today)}
          WHEN (
            SELECT min(from_date) < max(from_date) AND max(from_date) > iif(kind = 'weekly', ${weekly}, ${monthly})
            FROM goal_targets
            WHERE user_id = ${userId} AND goal_id = goals.id)
            THEN iif(kind = 'weekly', ${changedWeekly}, ${changedMonthly})
          ELSE iif(kind = 'weekly', ${weekly}, '9999')
        END,
        kind = 'monthly', kind IN ('weekly', 'monthly')
      FROM listed CROSS JOIN goals ON goals.user_id = ${userId} AND goals.id = listed.id
      WHERE status IN ('not_started', 'in_progress') AND target_minutes IS NOT NULL AND deleted_at IS NULL
    ),
    below (id, since, monthly) AS (
      SELECT id, since, monthly FROM asked
      UNION
      SELECT goal_id, (SELECT min(since) FROM asked), (SELECT max(monthly) FROM asked)
      FROM goal_former_parents
      WHERE user_id = ${userId} AND until_date >= ${monthly}
      UNION
      SELECT goals.id, since, monthly
      FROM below CROSS JOIN goals INDEXED BY goals_by_parent
        ON goals.user_id = ${userId} AND goals.parent_id = below.id
      WHERE goals.deleted_at IS NULL
    ),
    members (id, since, monthly) AS (SELECT id, min(since), max(monthly) FROM below GROUP BY id)
    SELECT 'day' AS what, members.id, date, total_seconds AS value
    FROM members CROSS JOIN daily_stats ON user_id = ${userId} AND subject = 'goal:' || members.id AND date >= since
    UNION ALL
    SELECT 'months', members.id, NULL, json_object(${monthSeconds})
    FROM members CROSS JOIN total_stats ON user_id = ${userId} AND subject = 'goal:' || members.id
    WHERE monthly
    UNION ALL
    SELECT 'rule', asked.id, NULL, json_object('from_date', from_date, 'kind', goal_targets.kind,
      'target_minutes', goal_targets.target_minutes, 'week_start', goal_targets.week_start)
    FROM asked CROSS JOIN goal_targets ON user_id = ${userId} AND goal_id = asked.id
      AND from_date >= coalesce((
        SELECT max(from_date)
        FROM goal_targets AS earlier
        WHERE earlier.user_id = ${userId} AND earlier.goal_id = asked.id AND earlier.from_date <= ${monthly}), '')
    WHERE recurs`)
  return gather(rows)
}
