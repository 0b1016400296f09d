import { constant, sql } from '../../lib/db/sql'
import { clientOf, inOrg, type Org } from '../../lib/org'
import { parseTimer, runningTimer, type StoredTimer, timerColumns } from '../../time/timer/queries'
import type { ActiveTimer } from '../../time/timer/schema'

export type ShownTimer = ActiveTimer & {
  project: { name: string; client: string; color: string | null } | null
  /** Titles of the timer's goal and plan, or null. */
  goal_title: string | null
  plan_title: string | null
  /** True if the timer belongs to another organization than the page's. Its title is hidden. */
  isElsewhere: boolean
}

type TimerRow = StoredTimer &
  Pick<ShownTimer, 'goal_title' | 'plan_title'> & { project: string | null; is_shown: 0 | 1 }

/** The running timer with the data for its bar; null if no timer runs. */
export const readShownTimer = async (db: D1Database, userId: string, org: Org): Promise<ShownTimer | null> => {
  const row = await sql(db)`
    SELECT ${timerColumns},
      (SELECT json_object('name', name, 'client', ${constant(clientOf())}, 'color', color) FROM projects
       WHERE projects.user_id = ${userId} AND projects.id = sessions.project_id) AS project,
      (SELECT goals.title FROM goals
       WHERE goals.user_id = ${userId} AND goals.id = sessions.goal_id AND goals.deleted_at IS NULL) AS goal_title,
      (SELECT plans.title FROM plans
       WHERE plans.user_id = ${userId} AND plans.id = sessions.plan_id AND plans.deleted_at IS NULL) AS plan_title,
      (sessions.project_id IS NULL OR ${inOrg(userId, org, { project: constant('sessions.project_id') })}) AS is_shown
    FROM ${runningTimer(userId)}`.first<TimerRow>()
  if (!row) return null
  const { is_shown, project, ...timer } = row
  return { ...parseTimer(timer), project: project === null ? null : JSON.parse(project), isElsewhere: is_shown === 0 }
}
