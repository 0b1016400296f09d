import { childrenOfBelow, type MembersAt } from '../../ledger/goal-tree'
import type { DaySum } from '../../ledger/schema'
import { addDays, type Range } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { allRows, part, type SqlPart, sql } from '../../lib/sql'
import type { GoalRow } from '../schema'
import type { Counted } from './measure'
import { metInARow, outcome, type Period, periodsOf, type Rule } from './periods'

/** Goals by id, or a SELECT of their ids. */
export type Ids = string[] | SqlPart

/** A SELECT of ids. */
export const idsOf = (ids: Ids) => {
  if (!Array.isArray(ids)) return ids
  const [only] = ids
  // An array costs rows to read.
  if (only !== undefined && ids.length === 1) return part`SELECT ${only}`
  return part`SELECT value FROM json_each(${JSON.stringify(ids)})`
}

/** `steps` is JSON: the number of milestones, and of those that are reached. So is `plan`, a deleted one, too. */
type StoredMember = GoalRow & Omit<Counted, 'milestones' | 'reached' | 'plan'> & { steps: string; plan: string | null }

/**
 * Goals and everything below them with what their progress is computed from; a deleted goal cuts its branch off.
 * @param ids the goals, or a SELECT of their ids
 */
export const membersOf = async (
  db: D1Database,
  userId: string,
  ids: Ids,
  present: { weekly: Range; monthly: Range },
): Promise<(GoalRow & Counted)[]> => {
  const rows = await allRows<StoredMember>(sql(db)`
    WITH RECURSIVE below (id) AS (
      ${idsOf(ids)}
      UNION
      SELECT goals.id
      ${childrenOfBelow(userId)}
    )
    SELECT goals.id, parent_id, title, description, kind, category, start_date, target_date, status, progress_source,
      plan_id, organization_id, progress_percentage, target_minutes, completed_at, created_on, completed_on, created_at, updated_at, seq,
      coalesce(tracked.seconds, 0) AS own_seconds, coalesce(tracked.week_seconds, 0) AS week_seconds,
      coalesce(tracked.month_seconds, 0) AS month_seconds,
      iif(progress_source <> 'manual', (
        SELECT json_array(count(*), count(completed_at))
        FROM goal_milestones
        WHERE user_id = ${userId} AND goal_id = goals.id AND deleted_at IS NULL), '[0,0]') AS steps,
      iif(plan_id IS NOT NULL, (
        SELECT json_object('title', plans.title, 'chunk_count', chunk_count, 'completed_count', completed_count,
          'skipped_count', skipped_count, 'deleted', plans.deleted_at IS NOT NULL)
        FROM plans
        WHERE plans.user_id = ${userId} AND plans.id = plan_id), NULL) AS plan
    FROM goals
    LEFT JOIN (
      SELECT goal_id, sum(seconds) AS seconds,
        sum(iif(date BETWEEN ${present.weekly.from} AND ${present.weekly.to}, seconds, 0)) AS week_seconds,
        sum(iif(date BETWEEN ${present.monthly.from} AND ${present.monthly.to}, seconds, 0)) AS month_seconds
      FROM session_days
      WHERE user_id = ${userId} AND goal_id IS NOT NULL
      GROUP BY goal_id) AS tracked ON tracked.goal_id = goals.id
    WHERE goals.user_id = ${userId} AND goals.id IN below AND goals.deleted_at IS NULL`)
  return rows.map(({ steps, plan, ...row }) => {
    const [milestones, reached]: [number, number] = JSON.parse(steps)
    return { ...row, milestones, reached, plan: plan === null ? null : JSON.parse(plan) }
  })
}

/** SELECT of a goal and everything below it. */
export const idsBelow = (userId: string, id: string) => part`
  SELECT id FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM goals WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL
      UNION
      SELECT goals.id
      ${childrenOfBelow(userId)}
    )
    SELECT id FROM below)`

/** The most levels that the breadcrumb of a goal shows. */
const levelLimit = 20

/** The time of a day for several goals together, and for one of them alone. */
export type GoalDay = DaySum & { own_seconds: number; own_count: number }

/** The days of a range with time on any of the goals, in order. `id` is the one whose own time is summed too. */
export const daySumsOf = (db: D1Database, userId: string, ids: Ids, id: string, { from, to }: Range) =>
  allRows<GoalDay>(sql(db)`
    SELECT date, sum(seconds) AS total_seconds, sum(starts) AS session_count,
      sum(iif(goal_id = ${id}, seconds, 0)) AS own_seconds, sum(iif(goal_id = ${id}, starts, 0)) AS own_count
    FROM session_days
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND goal_id IN (${idsOf(ids)})
    GROUP BY date
    ORDER BY date`)

/** The goals above a goal, the root first; a deleted one cuts off those above it. */
export const aboveOf = (db: D1Database, userId: string, id: string) =>
  allRows<{ id: string; title: string; organization_id: string | null }>(sql(db)`
    WITH RECURSIVE above (id, title, organization_id, parent_id, level) AS (
      SELECT id, title, organization_id, parent_id, 0 FROM goals WHERE user_id = ${userId} AND id = ${id}
      UNION ALL
      SELECT goals.id, goals.title, goals.organization_id, goals.parent_id, level + 1
      FROM above JOIN goals ON goals.user_id = ${userId} AND goals.id = above.parent_id
      WHERE goals.deleted_at IS NULL AND level < ${levelLimit}
    )
    SELECT id, title, organization_id FROM above WHERE level > 0 ORDER BY level DESC`)

export type GoalRange = Range & { ids: string[] }

/** The seconds of each range, in their order. */
export const secondsIn = async (db: D1Database, userId: string, ranges: GoalRange[]): Promise<number[]> => {
  if (ranges.length === 0) return []
  const rows = await allRows<{ seconds: number }>(sql(db)`
    SELECT (
      SELECT coalesce(sum(seconds), 0)
      FROM session_days
      WHERE user_id = ${userId} AND date BETWEEN asked.value ->> 'from' AND asked.value ->> 'to'
        AND goal_id IN (SELECT value FROM json_each(asked.value -> 'ids'))) AS seconds
    FROM json_each(${JSON.stringify(ranges)}) AS asked
    ORDER BY asked.key`)
  return rows.map(({ seconds }) => seconds)
}

/** All rules that a goal ever had. */
export const rulesOf = (db: D1Database, userId: string, id: string) =>
  allRows<Rule>(sql(db)`
    SELECT from_date, kind, target_minutes, week_start
    FROM goal_targets
    WHERE user_id = ${userId} AND goal_id = ${id}
    ORDER BY from_date`)

/** How many past periods the record of a goal's page lists. */
export const recordPeriods = 12

/** Days since `from` with the time of the goals `ids`. */
type History = { from: string; ids: string[]; days: DaySum[] }

export const sumSeconds = (days: DaySum[], { from, to }: Range) =>
  days.reduce((sum, day) => (day.date >= from && day.date <= to ? sum + day.total_seconds : sum), 0)

/** The last periods of which none begins before a date. */
const beginningSince = (periods: Period[], since: string) =>
  periods.slice(periods.findLastIndex(({ from }) => from < since) + 1)

/**
 * The outcome of a goal's periods, and how many were met in a row. Reads further back, in ever longer steps, while no
 * period is missed. @param start the goal's first day
 */
export const readRecord = async (
  db: D1Database,
  userId: string,
  { id, rules, start, membersAt }: { id: string; rules: Rule[]; start: string; membersAt: MembersAt },
  history: History,
  { latestDay }: LocalNow,
) => {
  const present = new Set(history.ids)
  const isKnown = (period: Period, ids: string[]) =>
    period.from >= history.from && ids.length === present.size && ids.every((member) => present.has(member))
  const judge = async (periods: Period[]) => {
    const ranges = periods.map((period) => {
      const ids = membersAt(id, period.to)
      return { from: period.from, to: period.to, ids: isKnown(period, ids) ? [] : ids }
    })
    const read = await secondsIn(db, userId, ranges)
    return periods.map((period, index) => {
      const seconds = ranges[index]?.ids.length ? (read[index] ?? 0) : sumSeconds(history.days, period)
      return outcome(period, seconds, latestDay)
    })
  }
  const periodsSince = (since: string) => beginningSince(periodsOf(rules, { start, today: latestDay, since }), since)

  let since = history.from
  let outcomes = await judge(periodsSince(since))
  const isUnbroken = () => !outcomes.some(({ state }) => state === 'missed')
  for (let weeks = 53; since > start && since > '1971' && isUnbroken(); weeks *= 2) {
    const first = outcomes[0]?.to ?? '9999'
    since = addDays(since, -7 * weeks)
    const earlier = periodsSince(since).filter(({ to }) => to < first)
    outcomes = [...(await judge(earlier)), ...outcomes]
  }
  const past = outcomes.filter(({ to }) => to < latestDay)
  return {
    periods: [...past.slice(-recordPeriods), ...outcomes.slice(past.length)],
    inARow: metInARow(outcomes),
    /** States of weeks by their first day. */
    states: new Map(outcomes.filter(({ kind }) => kind === 'weekly').map(({ from, state }) => [from, state])),
  }
}
