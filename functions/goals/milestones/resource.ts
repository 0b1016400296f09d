import { recoverableSince } from '../../lib/recoverable'
import type { Resource } from '../../lib/resource/resource'
import { deleteRow } from '../../lib/resource/stored'
import type { GoalEnv } from '../actions'
import { movedTo, newPositions } from './order'
import * as q from './schema'
import { type EditedMilestone, goalIsFull, type NewMilestone } from './schema'
import * as w from './writes'

/** Moves the milestone to its new `place` along with an edit, unless the order changes before it is written. */
const withMove = async (
  db: D1Database,
  userId: string,
  { id, goal_id, place }: EditedMilestone,
  edit: D1PreparedStatement[],
  now: number,
) => {
  if (place === undefined) return edit
  const current = await q.milestonesOf(db, userId, goal_id)
  const own = current.find((milestone) => milestone.id === id)
  const positions = own ? newPositions(movedTo(current, own, place)) : []
  if (positions.length === 0) return edit
  return [w.ifUnchanged(db, userId, goal_id, current), ...edit, ...w.setPositions(db, userId, positions, now)]
}

export const milestone: Resource<EditedMilestone, NewMilestone, GoalEnv> = {
  name: 'milestone',
  parameter: 'milestone',
  find: (db, userId, id, c) => q.milestone(db, userId, c.var.goal.id, id),
  insert: (db, userId, id, { description, target_date = null, completed = false }, now, c) => {
    const values = { description, target_date, ...w.completion(completed, c.var.user, now) }
    return {
      statements: w.addMilestone(db, userId, c.var.goal.id, id, values, now),
      outdates: w.outdates(c.var.goal),
    }
  },
  update: async (db, userId, values, now, { completed_at, completed_on }, c) => {
    const { completed = completed_at !== null } = values
    const isToggled = completed !== (completed_at !== null)
    const state = isToggled ? w.completion(completed, c.var.user, now) : { completed_at, completed_on }
    const edit = w.updateMilestone(db, userId, { ...values, ...state }, now)
    return {
      statements: await withMove(db, userId, values, edit, now),
      outdates: isToggled ? w.outdates(c.var.goal) : [],
    }
  },
  remove: (db, userId, id, now, c) => deleteRow('goal_milestones', w.outdates(c.var.goal))(db, userId, id, now),
  restore: (db, userId, id, now, c) => ({
    statements: w.restoreMilestone(db, userId, c.var.goal.id, id, now),
    outdates: w.outdates(c.var.goal),
  }),
  isRecoverable: (id, c) => q.isRecoverable(c.env.DB, c.var.user.id, c.var.goal.id, id, recoverableSince(Date.now())),
  refused: { errors: { description: [goalIsFull] } },
}
