import { afterAllIds, badCursor } from '../../lib/api/list'
import { invalidFields } from '../../lib/api/request'
import { resourceApi } from '../../lib/resource/api'
import { loadGoal } from '../load'
import { MilestoneJson, MilestonePatch, milestoneJson, NewMilestoneBody } from './json'
import * as q from './queries'
import { milestone } from './resource'
import type { MilestoneRow } from './schema'

const comesBefore = (a: MilestoneRow, b: MilestoneRow) =>
  a.position < b.position || (a.position === b.position && a.id < b.id)

/** Tells whether a milestone comes after a cursor. */
const isAfter = (cursor: string) => {
  if (cursor === afterAllIds) return () => true
  const [, position, last = ''] = /^(-?\d{1,15})_([\w-]{1,100})$/.exec(cursor) ?? []
  if (position === undefined) throw invalidFields({ cursor: [badCursor] })
  const at = Number(position)
  return (milestone: MilestoneRow) => milestone.position > at || (milestone.position === at && milestone.id > last)
}

/** `/api/v1/goals/:id/milestones` */
export const milestonesApi = resourceApi(milestone, {
  aName: 'a milestone',
  tag: 'Milestones',
  parent: loadGoal,
  schema: MilestoneJson,
  json: async (rows, c) => {
    const all = await q.milestonesOf(c.env.DB, c.var.user.id, c.var.goal.id)
    // Not its index: the row may have been deleted since it was read.
    return rows.map((row) => milestoneJson(row, all.filter((other) => comesBefore(other, row)).length + 1))
  },
  create: NewMilestoneBody,
  patch: MilestonePatch,
  list: async (db, userId, { cursor }, _, c) =>
    (await q.milestonesOf(db, userId, c.var.goal.id)).filter(isAfter(cursor)),
  cursorOf: ({ position, id }) => `${position}_${id}`,
  // `position` of the API is the place among the milestones, not the column.
  prepare: (_, values, before) =>
    before && 'position' in values ? { ...values, position: before.position, place: values.position } : values,
})
