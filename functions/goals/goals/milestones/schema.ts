import { z } from 'zod'
import { Instant } from '../../../lib/api/values'
import { allRows, sql } from '../../../lib/db/sql'
import { dayField, titleField } from '../../../lib/resource/fields'
import { defineKind } from '../../../lib/resource/kind'
import { requiredLine } from '../../../lib/resource/members'

/** Maximum length in characters. */
export const descriptionLimit = 500
export const milestoneLimit = 100
export const goalFullMessage = `A goal can have at most ${milestoneLimit} milestones. Delete one to make room.`

export const milestoneKind = defineKind(
  'milestone',
  {
    description: {
      ...titleField(descriptionLimit),
      label: 'Milestone',
      member: requiredLine(descriptionLimit, { none: 'Enter a milestone', subject: 'A description has' }),
    },
    target_date: dayField('Target date', 'Enter a target date such as 2026-11-27'),
  },
  {
    goal_id: z.string(),
    /** epoch ms; null until it is reached */
    completed_at: z.int().nullable(),
    /** local date of completion */
    completed_on: z.string().nullable(),
    /** Sort key within its goal; may have gaps. */
    position: z.int(),
  },
  {
    position: z.int().min(1).meta({ description: 'Position within the goal, starting at 1.' }),
    completed: z.boolean(),
    completed_at: Instant.nullable(),
    completed_on: null,
  },
)

export const MilestoneRow = milestoneKind.Row
export type MilestoneRow = z.infer<typeof MilestoneRow>
export type MilestoneForm = z.output<typeof milestoneKind.EditForm>

const columns = milestoneKind.columnsWith()

/** Input for a new milestone, from a form or a JSON body. */
export type NewMilestone = z.output<typeof milestoneKind.NewForm> & { completed?: boolean }

/** A milestone for the API, with members that are not columns. Ranks count from 1. */
export type EditedMilestone = MilestoneRow & {
  completed?: boolean
  /** Its rank in the goal's order. */
  rank?: number
  /** New rank in an edit. */
  place?: number
}

export type MilestoneValues = Pick<MilestoneRow, 'description' | 'target_date' | 'completed_at' | 'completed_on'>

/** A goal's milestones in order, at most `milestoneLimit`. */
export const milestonesOf = (db: D1Database, userId: string, goalId: string) =>
  allRows<MilestoneRow>(sql(db)`
    SELECT ${columns}
    FROM goal_milestones
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND deleted_at IS NULL
    ORDER BY position, id`)

export const milestone = (db: D1Database, userId: string, goalId: string, id: string) =>
  sql(db)`
    SELECT ${columns}
    FROM goal_milestones
    WHERE user_id = ${userId} AND id = ${id} AND goal_id = ${goalId} AND deleted_at IS NULL`.first<MilestoneRow>()

/** True if the milestone was deleted after `since` (epoch ms). */
export const isRecoverable = async (db: D1Database, userId: string, goalId: string, id: string, since: number) =>
  (await sql(db)`
    SELECT 1 FROM goal_milestones
    WHERE user_id = ${userId} AND id = ${id} AND goal_id = ${goalId} AND deleted_at > ${since}`.first()) !== null
