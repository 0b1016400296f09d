import { z } from 'zod'
import type { DaySum } from '../ledger/schema'
import type { Range } from '../lib/days'
import { allRows, part, sql } from '../lib/sql'
import { openPlans } from '../plans/queries'
import { ListedPlan } from '../plans/schema'
import { inFocus } from '../tasks/focus/page-data'
import { FirstTasks, firstTasks } from '../tasks/focus/queries'
import type { AppUse } from './apps'

const GoalCounts = z.object({ open: z.int(), overdue: z.int() })

const goalCounts = (userId: string, today: string) => part`
    SELECT json_object('open', count(*), 'overdue', count(iif(target_date < ${today}, 1, NULL))) AS data
    FROM goals INDEXED BY goals_by_status
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')`

/** First steps of a new person; 1 is done. */
const FirstSteps = z.object({ goal: z.literal([0, 1]), session: z.literal([0, 1]), settings: z.literal([0, 1]) })
export type FirstSteps = z.infer<typeof FirstSteps>

const firstSteps = (userId: string) => part`
    SELECT json_object(
      'goal', EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL),
      'session', EXISTS (SELECT 1 FROM total_stats WHERE user_id = ${userId} AND subject = 'all'),
      'settings', preferences ->> 'daily_target_minutes' IS NOT NULL) AS data
    FROM users
    WHERE id = ${userId}`

/** How many goals are open, the plans to go on with, up to `planLimit`, the first tasks of today, and the first steps. */
export const countsAndPlans = async (db: D1Database, userId: string, today: string, planLimit: number) => {
  const rows = await allRows<{ kind: 'counts' | 'plan' | 'steps' | 'task'; data: string }>(sql(db)`
    SELECT 'counts' AS kind, data FROM (${goalCounts(userId, today)})
    UNION ALL
    SELECT 'plan', data FROM (${openPlans(userId, planLimit)})
    UNION ALL
    SELECT 'steps', data FROM (${firstSteps(userId)})
    UNION ALL
    SELECT 'task', data FROM (${firstTasks(userId, today, inFocus)})`)
  const of = (wanted: string) => rows.flatMap(({ kind, data }) => (kind === wanted ? [JSON.parse(data)] : []))
  return {
    counts: GoalCounts.parse(of('counts')[0] ?? { open: 0, overdue: 0 }),
    plans: z.array(ListedPlan).parse(of('plan')),
    tasks: FirstTasks.parse(of('task')),
    steps: FirstSteps.parse(of('steps')[0] ?? { goal: 0, session: 0, settings: 0 }),
  }
}

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
