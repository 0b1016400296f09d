import { z } from 'zod'
import { DueItems, dueItems } from '../action-items/due'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, part, type SqlPart, sql } from '../lib/sql'
import { parseAll } from '../lib/stored'
import { BriefMeetings, meetingsOfDate } from '../meetings/of-day'
import { openPlans } from '../plans/queries'
import { ListedPlan } from '../plans/schema'
import { hasOpenConflicts } from '../sync/conflicts/queries'
import { inFocus } from '../tasks/focus/page-data'
import { FirstTasks, firstTasks } from '../tasks/focus/queries'

const GoalCounts = z.object({ open: z.int(), overdue: z.int() })

const goalCounts = (userId: string, today: string, org: Org) => part`
    SELECT json_object('open', count(*), 'overdue', count(iif(target_date < ${today}, 1, NULL))) AS data
    FROM goals INDEXED BY goals_by_status
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ${andInOrg(userId, org, 'goal')}`

/** First steps of a new person; 1 is done. */
const FirstSteps = z.object({ goal: z.literal([0, 1]), session: z.literal([0, 1]), settings: z.literal([0, 1]) })
export type FirstSteps = z.infer<typeof FirstSteps>

const firstSteps = (userId: string) => part`
    SELECT json_object(
      'goal', EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL),
      'session', EXISTS (SELECT 1 FROM session_days WHERE user_id = ${userId}),
      'settings', preferences ->> 'daily_target_minutes' IS NOT NULL) AS data
    FROM users
    WHERE id = ${userId}`

const Conflicts = z.object({ open: z.literal([0, 1]) })

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
  const rows = await allRows<{
    kind: 'counts' | 'plan' | 'steps' | 'task' | 'action' | 'meeting' | 'conflicts'
    data: string
  }>(sql(db)`
    SELECT 'counts' AS kind, data FROM (${goalCounts(userId, today, org)})
    UNION ALL
    SELECT 'plan', data FROM (${openPlans(userId, planLimit, org)})
    UNION ALL
    SELECT 'steps', data FROM (${firstSteps(userId)})
    UNION ALL
    SELECT 'task', data FROM (${firstTasks(userId, today, inFocus, org)})
    UNION ALL
    SELECT * FROM (
      SELECT 'action', data FROM (${dueItems(userId, today, actionLimit, org)})
      UNION ALL
      SELECT 'meeting', data FROM (${meetingsOfDate(userId, today, meetingLimit, org)})
      UNION ALL
      SELECT 'conflicts', json_object('open', (${hasOpenConflicts(userId)})))`)
  const of = (wanted: string) => rows.flatMap(({ kind, data }) => (kind === wanted ? [JSON.parse(data)] : []))
  return {
    counts: GoalCounts.parse(of('counts')[0] ?? { open: 0, overdue: 0 }),
    plans: parseAll(ListedPlan, of('plan')),
    tasks: FirstTasks.parse(of('task')),
    actions: DueItems.parse(of('action')),
    meetings: BriefMeetings.parse(of('meeting')),
    hasConflicts: Conflicts.parse(of('conflicts')[0]).open === 1,
    steps: FirstSteps.parse(of('steps')[0] ?? { goal: 0, session: 0, settings: 0 }),
  }
}

/** @param ids SELECT of ids */
export const idsOf = async (db: D1Database, ids: SqlPart) =>
  new Set((await allRows<{ id: string }>(sql(db)`${ids}`)).map(({ id }) => id))
