import { v7 as uuid } from 'uuid'
import { recoverableSince } from '../../../lib/db/recoverable'
import { constant, newSeq, type Outdates, part, type SqlPart, sql, stale } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import { evenPositions, guardOrder, newPositions } from '../../../lib/resource/order'
import type { Resource } from '../../../lib/resource/resource'
import { deleteRow, insertRow, insertRows, restoreRow, updateRow, updateRows } from '../../../lib/resource/row-writes'
import { dayOf } from '../../../lib/time/days'
import type { GoalEnv } from '../queries'
import type { GoalRow } from '../schema'
import * as q from './schema'
import {
  type EditedMilestone,
  goalFullMessage,
  type MilestoneRow,
  type MilestoneValues,
  milestoneLimit,
  type NewMilestone,
} from './schema'

type Positioned = Pick<MilestoneRow, 'id' | 'position'>

/** True if `one` comes after `other` in the goal's order, which is by position, then by id. */
export const comesAfter = (one: Positioned, other: Positioned) =>
  one.position > other.position || (one.position === other.position && one.id > other.id)

/** Moves an item to a position, counted from 1. A position beyond the end means the last. */
const movedTo = <T>(items: T[], item: T, place: number): T[] => {
  const from = items.indexOf(item)
  return from < 0 ? items : items.toSpliced(from, 1).toSpliced(place - 1, 0, item)
}

/** Cached figures that a write outdates. Milestones do not affect a goal whose progress is set by hand. */
const outdates = ({ progress_source }: Pick<GoalRow, 'progress_source'>): Outdates[] =>
  progress_source === 'manual' ? [] : ['stats']

/** Time and date of completion; both null to reopen the milestone. */
type Completion = Pick<MilestoneRow, 'completed_at' | 'completed_on'>

/** @param now epoch ms */
const completion = (isCompleted: boolean, { preferences }: Pick<User, 'preferences'>, now: number): Completion =>
  isCompleted
    ? { completed_at: now, completed_on: dayOf(now, preferences) }
    : { completed_at: null, completed_on: null }

/** SELECT of the goal's milestones, without deleted ones. */
const present = (userId: string, goalId: string, columns: SqlPart) => part`(
        SELECT ${columns} FROM goal_milestones
        WHERE user_id = ${userId} AND goal_id = ${goalId} AND deleted_at IS NULL)`

const hasRoom = (userId: string, goalId: string) =>
  part`AND ${milestoneLimit} > ${present(userId, goalId, constant('count(*)'))}`

/** Adds a milestone at the end. Guard: rolls the batch back if the goal is gone or full. */
const addMilestone = (
  db: D1Database,
  userId: string,
  goal_id: string,
  id: string,
  values: MilestoneValues,
  now: number,
) => {
  const position = part`1 + ${present(userId, goal_id, constant('coalesce(max(position), 0)'))}`
  const isThere = part`EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND id = ${goal_id} AND deleted_at IS NULL)`
  const where = part`${hasRoom(userId, goal_id)} AND ${isThere}`
  return insertRow(db, 'goal_milestones', userId, id, { goal_id, ...values, position }, now, where)
}

/** Adds milestones at the end, in order. Guard: rolls the batch back if the goal has no room for all of them. */
export const addMilestones = (db: D1Database, userId: string, goal_id: string, descriptions: string[], now: number) => {
  if (descriptions.length === 0) return []
  const rows = descriptions.map((description, index) => ({ id: uuid(), goal_id, description, position: index + 1 }))
  const last = present(userId, goal_id, constant('coalesce(max(position), 0)'))
  const position = part`${last} + (value ->> 'position')`
  return [
    ...insertRows(db, 'goal_milestones', userId, rows, {
      position,
      created_at: now,
      updated_at: now,
      seq: newSeq(userId),
    }),
    sql(db)`
      SELECT CASE WHEN ${present(userId, goal_id, constant('count(*)'))} <= ${milestoneLimit}
        THEN 1 ELSE ${stale} END`,
  ]
}

/** Guard: rolls the batch back if the milestone has changed since `seq`. */
const updateMilestone = (db: D1Database, userId: string, row: MilestoneRow, now: number) => {
  const { description, target_date, completed_at, completed_on } = row
  const columns = { description, target_date, completed_at, completed_on }
  return updateRow(db, 'goal_milestones', userId, row, columns, now)
}

/** Restores a milestone to its old position. Guard: rolls the batch back if the goal is full. @param now epoch ms */
const restoreMilestone = (db: D1Database, userId: string, goalId: string, id: string, now: number) => {
  const where = part`AND goal_id = ${goalId} ${hasRoom(userId, goalId)}`
  return restoreRow('goal_milestones', [], where)(db, userId, id, now).statements
}

/** Reorders the goal's milestones. Guard: rolls the batch back if their order has changed since they were read. */
export const arrangeMilestones = (
  db: D1Database,
  userId: string,
  goalId: string,
  read: MilestoneRow[],
  order: MilestoneRow[],
) => [
  guardOrder(
    db,
    part`SELECT id, position FROM ${present(userId, goalId, constant('id, position'))} ORDER BY position, id`,
    read,
  ),
  ...updateRows(db, 'goal_milestones', userId, newPositions(read, order) ?? evenPositions(order)),
]

/** Adds the move to `place` to an edit. Guard: rolls the batch back if the order changes before the write. */
const withMove = async (
  db: D1Database,
  userId: string,
  { id, goal_id, place }: EditedMilestone,
  edit: D1PreparedStatement[],
) => {
  if (place === undefined) return edit
  const current = await q.milestonesOf(db, userId, goal_id)
  const own = current.find((milestone) => milestone.id === id)
  return own ? [...edit, ...arrangeMilestones(db, userId, goal_id, current, movedTo(current, own, place))] : edit
}

export const milestone: Resource<EditedMilestone, NewMilestone, GoalEnv> = {
  name: 'milestone',
  parameter: 'milestone',
  find: (db, userId, id, c) => q.milestone(db, userId, c.req.param('id') ?? '', id),
  insert: (db, userId, id, { description, target_date = null, completed = false }, now, c) => {
    const values = { description, target_date, ...completion(completed, c.var.user, now) }
    return {
      statements: addMilestone(db, userId, c.var.goal.id, id, values, now),
      outdates: outdates(c.var.goal),
    }
  },
  update: async (db, userId, values, now, { completed_at, completed_on }, c) => {
    const { completed = completed_at !== null } = values
    const isToggled = completed !== (completed_at !== null)
    const state = isToggled ? completion(completed, c.var.user, now) : { completed_at, completed_on }
    const edit = updateMilestone(db, userId, { ...values, ...state }, now)
    return {
      statements: await withMove(db, userId, values, edit),
      outdates: isToggled ? outdates(c.var.goal) : [],
    }
  },
  remove: (db, userId, id, now, c) => deleteRow('goal_milestones', outdates(c.var.goal))(db, userId, id, now),
  restore: (db, userId, id, now, c) => ({
    statements: restoreMilestone(db, userId, c.var.goal.id, id, now),
    outdates: outdates(c.var.goal),
  }),
  isRecoverable: (id, c) => q.isRecoverable(c.env.DB, c.var.user.id, c.var.goal.id, id, recoverableSince(Date.now())),
  refused: { errors: { description: [goalFullMessage] } },
}
