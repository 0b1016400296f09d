import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { recoverableSince } from '../../lib/recoverable'
import { type Outdates, orStale, sql } from '../../lib/sql'
import type { GoalRow } from '../schema'
import { positionGap } from './order'
import { type MilestoneRow, type MilestoneValues, milestoneLimit } from './schema'

/** Milestones change no figure of a goal whose progress is set by hand. */
export const outdates = ({ progress_source }: Pick<GoalRow, 'progress_source'>): Outdates[] =>
  progress_source === 'manual' ? [] : ['stats']

/** When a milestone is completed, or null for both to reopen it. */
export type Completion = Pick<MilestoneRow, 'completed_at' | 'completed_on'>

/** @param now epoch ms */
export const completion = (
  isCompleted: boolean,
  { preferences }: Pick<User, 'preferences'>,
  now: number,
): Completion =>
  isCompleted
    ? { completed_at: now, completed_on: dayOf(now, preferences) }
    : { completed_at: null, completed_on: null }

/** Adds a milestone at the end. Guard: rolls the batch back when the goal is gone or full. */
export const addMilestone = (
  db: D1Database,
  userId: string,
  goalId: string,
  id: string,
  { description, target_date, completed_at, completed_on }: MilestoneValues,
  now: number,
) => [
  sql(db)`
    INSERT INTO goal_milestones (user_id, id, goal_id, description, target_date, completed_at, completed_on, position,
      seq, created_at, updated_at)
    SELECT ${userId}, ${id}, ${goalId}, ${description}, ${target_date}, ${completed_at}, ${completed_on},
      last + ${positionGap}, seq, ${now}, ${now}
    FROM change_heads, (
      SELECT count(*) AS present, coalesce(max(position), 0) AS last FROM goal_milestones
      WHERE user_id = ${userId} AND goal_id = ${goalId} AND deleted_at IS NULL)
    WHERE user_id = ${userId} AND present < ${milestoneLimit}
      AND EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND id = ${goalId} AND deleted_at IS NULL)`,
  orStale(db),
]

/** Guard: rolls the batch back when the milestone changed after `seq`. */
export const updateMilestone = (db: D1Database, userId: string, values: MilestoneRow, now: number) => [
  sql(db)`
    UPDATE goal_milestones
    SET description = ${values.description}, target_date = ${values.target_date},
        completed_at = ${values.completed_at}, completed_on = ${values.completed_on}, updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${values.id} AND deleted_at IS NULL AND seq = ${values.seq}`,
  orStale(db),
]

/** Guard: rolls the batch back when the milestone is already completed, or already open. */
export const setReached = (
  db: D1Database,
  userId: string,
  id: string,
  { completed_at, completed_on }: Completion,
  now: number,
) => [
  sql(db)`
    UPDATE goal_milestones
    SET completed_at = ${completed_at}, completed_on = ${completed_on}, updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL
      AND (completed_at IS NULL) <> (${completed_at} IS NULL)`,
  orStale(db),
]

/** Restores a milestone in its old place. Guard: rolls the batch back when the goal is full. @param now epoch ms */
export const restoreMilestone = (db: D1Database, userId: string, goalId: string, id: string, now: number) => [
  sql(db)`
    UPDATE goal_milestones
    SET deleted_at = NULL, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND goal_id = ${goalId} AND deleted_at > ${recoverableSince(now)}
      AND ${milestoneLimit} > (
        SELECT count(*) FROM goal_milestones
        WHERE user_id = ${userId} AND goal_id = ${goalId} AND deleted_at IS NULL)`,
  orStale(db),
]

/**
 * Guard: rolls the batch back when the goal's milestones changed after they were read. Every change raises the highest
 * `seq` among them, or leaves fewer.
 */
export const ifUnchanged = (db: D1Database, userId: string, goalId: string, read: MilestoneRow[]) =>
  sql(db)`
    SELECT CASE WHEN count(*) = ${read.length} AND max(seq) = ${Math.max(...read.map(({ seq }) => seq))}
      THEN 1 ELSE json('stale') END
    FROM goal_milestones
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND deleted_at IS NULL`

export const setPositions = (
  db: D1Database,
  userId: string,
  positions: Pick<MilestoneRow, 'id' | 'position'>[],
  now: number,
) => {
  const moved = JSON.stringify(positions)
  return sql(db)`
    UPDATE goal_milestones
    SET position = (SELECT value ->> 'position' FROM json_each(${moved}) WHERE value ->> 'id' = goal_milestones.id),
        updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id IN (SELECT value ->> 'id' FROM json_each(${moved})) AND deleted_at IS NULL`
}
