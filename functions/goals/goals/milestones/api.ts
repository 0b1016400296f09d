import { z } from 'zod'
import { fieldsProblem } from '../../../lib/api/request'
import { afterAllIds, badCursor } from '../../../lib/api/values'
import { resourceApi } from '../../../lib/resource/resource-api'
import { loadGoal } from '../queries'
import { comesAfter, milestone } from './resource'
import * as q from './schema'
import { type EditedMilestone, type MilestoneRow, milestoneKind, milestoneLimit } from './schema'

const noPlace = `Enter a position from 1 to ${milestoneLimit}`

const completed = z.boolean('Enter true or false').optional().meta({ description: 'Whether it is reached.' })

const milestoneBodies = milestoneKind.bodies(
  { create: { description: 'Outline' }, patch: { completed: true } },
  { completed },
  {
    completed,
    position: z
      .int(noPlace)
      .min(1, noPlace)
      .max(milestoneLimit, noPlace)
      .optional()
      .meta({ description: 'Moves it to this position; a higher number means last.' }),
  },
)

/** Returns a function that is true for milestones after a cursor. */
const isAfter = (cursor: string) => {
  if (cursor === afterAllIds) return () => true
  const [, position, id = ''] = /^(-?\d{1,15})_(.+)$/.exec(cursor) ?? []
  if (position === undefined) throw fieldsProblem({ cursor: [badCursor] })
  const last = { position: Number(position), id }
  return (milestone: MilestoneRow) => comesAfter(milestone, last)
}

/** `/api/v1/goals/:id/milestones` */
export const milestonesApi = resourceApi(milestone, {
  aName: 'a milestone',
  tag: 'Milestones',
  parent: loadGoal,
  schema: milestoneKind.Json,
  reads: (c, id) => {
    const goalId = c.req.param('id') ?? ''
    const { DB } = c.env
    const { user } = c.var
    return Promise.all([q.milestonesOf(DB, user.id, goalId), id === '' || q.milestone(DB, user.id, goalId, id)])
  },
  json: async (rows, c) => {
    const all = rows.every(({ rank }) => rank !== undefined)
      ? []
      : await q.milestonesOf(c.env.DB, c.var.user.id, c.var.goal.id)
    // If a milestone was deleted after it was read, its former position counts.
    const rankOf = (row: EditedMilestone) => all.filter((other) => comesAfter(row, other)).length + 1
    return rows.map((row) => ({
      ...row,
      completed: row.completed_at !== null,
      position: row.rank ?? rankOf(row),
    }))
  },
  ...milestoneBodies,
  list: async (db, userId, { cursor }, _, c) =>
    (await q.milestonesOf(db, userId, c.var.goal.id))
      .map((row, index) => ({ ...row, rank: index + 1 }))
      .filter(isAfter(cursor)),
  positionOf: ({ position, id }) => `${position}_${id}`,
  // `position` in the API is the rank among the milestones, not the column.
  prepare: (_, values, before) =>
    before && 'position' in values ? { ...values, position: before.position, place: values.position } : values,
})
