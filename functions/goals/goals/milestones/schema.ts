import { z } from 'zod'
import { dateOrNone, requiredLine, rowColumns, seenVersion } from '../../../lib/resource/members'
import { columnsOf } from '../../../lib/resource/reads'
import { allRows, sql } from '../../../lib/sql'

/** In characters. */
export const descriptionLimit = 500
export const milestoneLimit = 100
export const goalIsFull = `A goal can have at most ${milestoneLimit} milestones. Delete one to make room.`

export const MilestoneRow = z.object({
  ...rowColumns,
  goal_id: z.string(),
  description: z.string(),
  target_date: z.string().nullable(),
  /** epoch ms; null until it is reached */
  completed_at: z.int().nullable(),
  /** the person's date then */
  completed_on: z.string().nullable(),
  /** The order within its goal; a number may be left out. */
  position: z.int(),
})
export type MilestoneRow = z.infer<typeof MilestoneRow>

const columns = columnsOf('goal_milestones', MilestoneRow)

export const milestoneFields = {
  description: requiredLine(descriptionLimit, { none: 'Enter a milestone', subject: 'A description has' }),
  target_date: dateOrNone('Enter a target date such as 2026-11-27').optional(),
}

export const NewMilestoneForm = z.object(milestoneFields)
export const MilestoneForm = z.object({ ...milestoneFields, seq: seenVersion('milestone') })
export type MilestoneForm = z.output<typeof MilestoneForm>

/** A new milestone of a form or a JSON body. */
export type NewMilestone = z.output<typeof NewMilestoneForm> & { completed?: boolean }

/** A milestone for the API, with fields that are no columns. Places count from 1. */
export type EditedMilestone = MilestoneRow & {
  completed?: boolean
  /** Its place in the goal's order. */
  rank?: number
  /** The place that an edit moves it to. */
  place?: number
}

export type MilestoneValues = Pick<MilestoneRow, 'description' | 'target_date' | 'completed_at' | 'completed_on'>

/** A goal's milestones in their order, at most `milestoneLimit`. */
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

/** True for a milestone that was deleted after `since` (epoch ms). */
export const isRecoverable = async (db: D1Database, userId: string, goalId: string, id: string, since: number) =>
  (await sql(db)`
    SELECT 1 FROM goal_milestones
    WHERE user_id = ${userId} AND id = ${id} AND goal_id = ${goalId} AND deleted_at > ${since}`.first()) !== null
