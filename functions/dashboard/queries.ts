import { z } from 'zod'
import type { DaySum } from '../ledger/schema'
import { monthEnd, monthOf, type Range, weekOf } from '../lib/days'
import { allRows, part, sql } from '../lib/sql'
import { openPlans } from '../plans/queries'
import { ListedPlan } from '../plans/schema'
import type { AppUse } from './apps'

/** `open` and `overdue`: how many goals are in all, on every one. */
const NearGoal = z.object({ id: z.string(), open: z.int(), overdue: z.int() })

type GoalsAsked = { today: string; weekStart: number; limit: number }

/** Open goals by target date. A weekly or monthly goal without one has the end of its current period. */
const inOrder = (userId: string, { today, weekStart, limit }: GoalsAsked) => part`
    FROM goals INDEXED BY goals_by_status
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
    ORDER BY coalesce(target_date, iif(target_minutes IS NULL, NULL, iif(kind = 'weekly',
      ${weekOf(today, weekStart).to}, iif(kind = 'monthly', ${monthEnd(monthOf(today))}, NULL)))) NULLS LAST, id
    LIMIT ${limit}`

/** The goals with the nearest targets, and the plans to go on with, up to `planLimit`. */
export const nearGoalsAndPlans = async (db: D1Database, userId: string, asked: GoalsAsked, planLimit: number) => {
  const rows = await allRows<{ kind: 'goal' | 'plan'; data: string }>(sql(db)`
    SELECT 'goal' AS kind, data
    FROM (
      SELECT json_object('id', id, 'open', count(*) OVER (),
        'overdue', count(iif(target_date < ${asked.today}, 1, NULL)) OVER ()) AS data
      ${inOrder(userId, asked)})
    UNION ALL
    SELECT 'plan', data FROM (${openPlans(userId, planLimit)})`)
  const of = (wanted: string) => rows.flatMap(({ kind, data }) => (kind === wanted ? [JSON.parse(data)] : []))
  return { goals: z.array(NearGoal).parse(of('goal')), plans: z.array(ListedPlan).parse(of('plan')) }
}

/** SELECT of the ids that `nearGoalsAndPlans` reads. */
export const nearGoalIds = (userId: string, asked: GoalsAsked) =>
  part`SELECT id FROM (SELECT id ${inOrder(userId, asked)})`

/** The days with sessions of a range, in order, and the use of apps on a date. */
export const daySumsAndUse = async (db: D1Database, userId: string, { from, to }: Range, date: string) => {
  const { results } = await sql(db)`
    SELECT date, total_seconds, session_count, NULL AS package_name
    FROM daily_stats
    WHERE user_id = ${userId} AND subject = 'all' AND date BETWEEN ${from} AND ${to}
    UNION ALL
    SELECT date, total_seconds, 0, package_name
    FROM daily_usage INDEXED BY daily_usage_by_date
    WHERE user_id = ${userId} AND date = ${date}`.all<DaySum & { package_name: string | null }>()
  return {
    days: results.flatMap(({ package_name, ...day }): DaySum[] => (package_name === null ? [day] : [])),
    used: results.flatMap(({ package_name, total_seconds }): AppUse[] =>
      package_name === null ? [] : [{ package_name, total_seconds }],
    ),
  }
}

/** First steps of a new person; 1 is done. */
export type FirstSteps = { goal: 0 | 1; session: 0 | 1; settings: 0 | 1 }

export const allStepsDone: FirstSteps = { goal: 1, session: 1, settings: 1 }

export const firstSteps = async (db: D1Database, userId: string): Promise<FirstSteps> =>
  (await sql(db)`
    SELECT EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL) AS goal,
      EXISTS (SELECT 1 FROM total_stats WHERE user_id = ${userId} AND subject = 'all') AS session,
      preferences ->> 'daily_target_minutes' IS NOT NULL AS settings
    FROM users
    WHERE id = ${userId}`.first<FirstSteps>()) ?? { goal: 0, session: 0, settings: 0 }
