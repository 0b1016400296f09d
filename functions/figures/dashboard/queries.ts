import { openPlans } from '../../learning/plans/queries'
import { allOrgs } from '../../lib/org'
import { meetingsOn } from '../../people/meetings/list'
import { countOpenConflicts } from '../../programs/sync/conflicts/queries'
import { firstTasks, inFocus } from '../../tasks/tasks/focus/queries'
import { pageOfItems } from '../../tasks/tasks/queries'

/** The most action items that are due, and the most meetings of today. */
const actionLimit = 4
const meetingLimit = 4

/**
 * The plans to go on with, up to `planLimit`, the first tasks of today, the action items that are
 * due, the meetings of today, and whether devices left conflicts.
 */
export const plansAndMore = async (db: D1Database, userId: string, today: string, planLimit: number, org = allOrgs) => {
  const [plans, tasks, actions, meetings, conflicts] = await Promise.all([
    openPlans(db, userId, planLimit, org),
    firstTasks(db, userId, today, inFocus, org),
    pageOfItems(db, userId, org, { isDone: false, due_until: today }, actionLimit),
    meetingsOn(db, userId, today, org, meetingLimit),
    countOpenConflicts(db, userId),
  ])
  return {
    plans,
    tasks,
    actions: actions.rows,
    meetings,
    hasConflicts: conflicts > 0,
  }
}
