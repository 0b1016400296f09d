import { z } from 'zod'
import { pageOfItems } from '../action-items/queries'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, rowAs, type SqlPart, sql } from '../lib/sql'
import { meetingsOn } from '../meetings/of-day'
import { openPlans } from '../plans/queries'
import { countOpenConflicts } from '../sync/conflicts/queries'
import { firstTasks, inFocus } from '../tasks/focus/queries'

const GoalCounts = z.object({ open: z.int(), overdue: z.int() })

const goalCounts = (db: D1Database, userId: string, today: string, org: Org) =>
  rowAs(
    GoalCounts,
    sql(db)`
      SELECT count(*) AS open, count(iif(target_date < ${today}, 1, NULL)) AS overdue
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
        ${andInOrg(userId, org, 'goal')}`,
  )

/** First steps of a new person; 1 is done. */
const FirstSteps = z.object({ goal: z.literal([0, 1]), session: z.literal([0, 1]), settings: z.literal([0, 1]) })
export type FirstSteps = z.infer<typeof FirstSteps>

const firstSteps = (db: D1Database, userId: string) =>
  rowAs(
    FirstSteps,
    sql(db)`
      SELECT EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL) AS goal,
        EXISTS (SELECT 1 FROM session_days WHERE user_id = ${userId}) AS session,
        preferences ->> 'daily_target_minutes' IS NOT NULL AS settings
      FROM users
      WHERE id = ${userId}`,
  )

/** The most action items that are due, and the most meetings of today. */
const actionLimit = 4
const meetingLimit = 4

/**
 * How many goals are open, the plans to go on with, up to `planLimit`, the first tasks of today, the action items that are
 * due, the meetings of today, whether devices left conflicts, and the first steps.
 */
export const countsAndPlans = async (
  db: D1Database,
  userId: string,
  today: string,
  planLimit: number,
  org = allOrgs,
) => {
  const [counts, plans, tasks, actions, meetings, conflicts, steps] = await Promise.all([
    goalCounts(db, userId, today, org),
    openPlans(db, userId, planLimit, org),
    firstTasks(db, userId, today, inFocus, org),
    pageOfItems(db, userId, org, { isDone: false, due_until: today }, actionLimit),
    meetingsOn(db, userId, today, org, meetingLimit),
    countOpenConflicts(db, userId),
    firstSteps(db, userId),
  ])
  return {
    counts: counts ?? { open: 0, overdue: 0 },
    plans,
    tasks,
    actions: actions.rows,
    meetings,
    hasConflicts: conflicts > 0,
    steps: steps ?? { goal: 0, session: 0, settings: 0 },
  }
}

/** @param ids SELECT of ids */
export const idsOf = async (db: D1Database, ids: SqlPart) =>
  new Set((await allRows<{ id: string }>(sql(db)`${ids}`)).map(({ id }) => id))
