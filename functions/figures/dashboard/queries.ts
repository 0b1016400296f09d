import { z } from 'zod'
import { openPlans } from '../../learning/plans/queries'
import { allOrgs } from '../../lib/org'
import { rowAs, sql } from '../../lib/sql'
import { meetingsOn } from '../../people/meetings/list'
import { countOpenConflicts } from '../../programs/sync/conflicts/queries'
import { firstTasks, inFocus } from '../../tasks/tasks/focus/queries'
import { pageOfItems } from '../../tasks/tasks/queries'

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
 * The plans to go on with, up to `planLimit`, the first tasks of today, the action items that are
 * due, the meetings of today, whether devices left conflicts, and the first steps.
 */
export const plansAndMore = async (db: D1Database, userId: string, today: string, planLimit: number, org = allOrgs) => {
  const [plans, tasks, actions, meetings, conflicts, steps] = await Promise.all([
    openPlans(db, userId, planLimit, org),
    firstTasks(db, userId, today, inFocus, org),
    pageOfItems(db, userId, org, { isDone: false, due_until: today }, actionLimit),
    meetingsOn(db, userId, today, org, meetingLimit),
    countOpenConflicts(db, userId),
    firstSteps(db, userId),
  ])
  return {
    plans,
    tasks,
    actions: actions.rows,
    meetings,
    hasConflicts: conflicts > 0,
    steps: steps ?? { goal: 0, session: 0, settings: 0 },
  }
}
