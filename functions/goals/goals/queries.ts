import { allRows, constant, part, type SqlPart, sql } from '../../lib/db/sql'
import { type Loaded, rowLoader } from '../../lib/env'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, inOrg, type Org } from '../../lib/org'
import { readsOf } from '../../lib/resource/row-reads'
import { goalKind } from './fields'
import { withPeriod } from './measure-columns'
import { type EditedGoal, isHabit, ListedGoal, type ParentChoice, type PlanChoice } from './schema'

/** Subquery: number of open goals whose target date has passed. */
export const overdueGoals = (userId: string, today: string, org: Org) => part`(
    SELECT count(*) FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      AND target_date < ${today} ${andInOrg(userId, org, 'goal')})`

export const overdueGoalCount = async (db: D1Database, userId: string, today: string, org: Org) =>
  (await sql(db)`SELECT ${overdueGoals(userId, today, org)} AS overdue`.first<number>('overdue')) ?? 0

/** True for a habit, deleted or not. */
export const isHabitRow = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`
    SELECT kind, period, progress_source, times_of, target, target_minutes, direction
    FROM goals WHERE user_id = ${userId} AND id = ${id}`.first<Parameters<typeof isHabit>[0]>()
  return row !== null && isHabit(row)
}

/** Maximum number of goals that a form offers. */
const choiceLimit = 500

/**
 * SQL of a goal's status. A goal that is not started counts as in progress once it has time or a reached milestone that
 * is measured. A goal with periods is in progress at once.
 */
export const effectiveStatus = (userId: string, hasTime: SqlPart) => part`
      iif(goals.status = 'not_started' AND (goals.kind IN ('weekly', 'monthly') OR goals.period IN ('day', 'quarter', 'year') OR ${hasTime}
          OR goals.progress_source <> 'manual' AND EXISTS (
            SELECT 1 FROM goal_milestones AS step
            WHERE step.user_id = ${userId} AND step.goal_id = goals.id AND step.deleted_at IS NULL
              AND step.completed_at IS NOT NULL)),
        'in_progress', goals.status)`

export const goalStatus = (userId: string) =>
  effectiveStatus(
    userId,
    part`EXISTS (
        SELECT 1 FROM session_days AS own
        WHERE own.user_id = ${userId} AND own.goal_id = goals.id AND own.seconds > 0)`,
  )

/** Columns of a goal, with the names of its parent and organization that `withNames` joins. */
export const goalColumns = (status: SqlPart) => part`${goalKind.columnsWith({ status })}, parent.title AS parent_title`

/** Joins the names of parents in the context, and of organizations. */
export const goalNameJoins = (userId: string, org: Org) => part`
    LEFT JOIN goals AS parent
      ON parent.user_id = goals.user_id AND parent.id = goals.parent_id AND parent.deleted_at IS NULL
        AND ${inOrg(userId, org, { own: constant('parent.organization_id') })}
    ${goalKind.reads.joins}`

/**
 * Possible parents of a goal, sorted by title: open goals except itself and its subgoals, and its current parent, even
 * if deleted. `id` is empty for a new goal.
 */
export const parentChoices = (db: D1Database, userId: string, id: string, org: Org) =>
  allRows<ParentChoice>(sql(db)`
    WITH RECURSIVE below (id) AS (
      SELECT ${id}
      UNION
      SELECT goals.id FROM below JOIN goals ON goals.user_id = ${userId} AND goals.parent_id = below.id
    )
    SELECT id, title, 0 AS deleted
    FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      AND id NOT IN (SELECT id FROM below) ${andInOrg(userId, org, 'goal')}
    UNION
    SELECT parent.id, parent.title, parent.deleted_at IS NOT NULL
    FROM goals JOIN goals AS parent ON parent.user_id = goals.user_id AND parent.id = goals.parent_id
    WHERE goals.user_id = ${userId} AND goals.id = ${id}
    ORDER BY title COLLATE NOCASE, id
    LIMIT ${choiceLimit}`)

/** Plans that can measure a goal, sorted by title: all that are not archived, and its current one, even if deleted. */
export const planChoices = (db: D1Database, userId: string, id: string, org: Org) =>
  allRows<PlanChoice>(sql(db)`
    SELECT id, title, deleted_at IS NOT NULL AS deleted
    FROM plans
    WHERE user_id = ${userId} AND (deleted_at IS NULL AND status <> 'archived' ${andInOrg(userId, org, 'plan')}
      OR id = (SELECT plan_id FROM goals WHERE user_id = ${userId} AND id = ${id}))
    ORDER BY title COLLATE NOCASE, id
    LIMIT ${choiceLimit}`)

/** True if the user has this plan and it is not deleted. */
export const hasPlan = async (db: D1Database, userId: string, planId: string) =>
  (await sql(db)`
    SELECT 1 FROM plans WHERE user_id = ${userId} AND id = ${planId} AND deleted_at IS NULL`.first()) !== null

/** True if `parentId` is a goal of the user, not deleted, and neither the goal itself nor one of its subgoals. */
export const canBePartOf = async (db: D1Database, userId: string, id: string, parentId: string) =>
  (await sql(db)`
    WITH RECURSIVE above (id) AS (
      SELECT id FROM goals WHERE user_id = ${userId} AND id = ${parentId} AND deleted_at IS NULL
      UNION
      SELECT parent_id FROM above JOIN goals ON goals.user_id = ${userId} AND goals.id = above.id
      WHERE parent_id IS NOT NULL
    )
    SELECT 1 WHERE EXISTS (SELECT 1 FROM above) AND NOT EXISTS (SELECT 1 FROM above WHERE id = ${id})`.first()) !== null

export const { find: goal } = readsOf({
  kind: 'goal',
  schema: { parse: (row) => withPeriod(ListedGoal.parse(row)) },
  columns: (userId) => goalColumns(goalStatus(userId)),
  joins: goalNameJoins('', allOrgs),
  where: () => constant(''),
})

export type GoalEnv = Loaded<'goal', EditedGoal>

export const loadGoal = rowLoader('goal', goal)
