import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { operation } from '../../lib/api/describe'
import { editVersion } from '../../lib/api/edit'
import { badCursor, listPage, listQuery, pageOf } from '../../lib/api/list'
import { once } from '../../lib/api/once'
import { body, invalidFields, query } from '../../lib/api/request'
import { versioned } from '../../lib/api/version'
import type { App } from '../../lib/env'
import { commit } from '../../lib/sql'
import { loadGoal } from '../load'
import { MilestoneJson, MilestonePatch, milestoneJson, NewMilestoneBody, type PlacedMilestone } from './json'
import { loadMilestone } from './load'
import { movedTo, newPositions } from './order'
import * as q from './queries'
import { goalIsFull, type MilestoneRow } from './schema'
import * as w from './writes'

const tag = 'Milestones'

/** The milestones of the path's goal, each with its place. */
const readAll = async <E extends App>(c: Context<E>): Promise<PlacedMilestone[]> => {
  const all = await q.milestonesOf(c.env.DB, c.var.user.id, c.req.param('id') ?? '')
  return all.map((milestone, index) => ({ ...milestone, place: index + 1, all }))
}

const milestoneOf = async <E extends App>(c: Context<E>, id: string) =>
  (await readAll(c)).find((milestone) => milestone.id === id) ?? null

const answer = async <E extends App>(c: Context<E>, id: string, status: 200 | 201) => {
  const milestone = await milestoneOf(c, id)
  if (!milestone) return c.notFound()
  if (status === 201) c.header('Location', `/api/v1/goals/${milestone.goal_id}/milestones/${id}`)
  return c.json(milestoneJson(milestone), status)
}

const cursorOf = ({ position, id }: MilestoneRow) => `${position}_${id}`

/** Tells whether a milestone comes after a cursor; the cursor of the first page is empty. */
const isAfter = (cursor: string) => {
  const [, position, last = ''] = /^(-?\d{1,15})_([\w-]{1,100})$/.exec(cursor) ?? []
  if (cursor === '') return () => true
  if (position === undefined) throw invalidFields({ cursor: [badCursor] })
  const at = Number(position)
  return (milestone: MilestoneRow) => milestone.position > at || (milestone.position === at && milestone.id > last)
}

/** `/api/v1/goals/:id/milestones` */
export const milestonesApi = new Hono<App>()
  .get(
    '/',
    operation({
      summary: 'List the milestones of a goal, in their order',
      tag,
      versioned: true,
      item: true,
      answers: { schema: pageOf(MilestoneJson) },
    }),
    query(z.object(listQuery)),
    versioned,
    loadGoal,
    async (c) => {
      const { cursor = '', limit } = c.req.valid('query')
      const rest = (await readAll(c)).filter(isAfter(cursor))
      return c.json(listPage(rest, limit, cursorOf, milestoneJson))
    },
  )

  .post(
    '/',
    operation({
      summary: 'Add a milestone at the end',
      tag,
      body: true,
      item: true,
      once: true,
      answers: { status: 201, schema: MilestoneJson },
    }),
    loadGoal,
    body(NewMilestoneBody),
    once((c, id) => answer(c, id, 201)),
    async (c) => {
      const { DB } = c.env
      const { claim, goal, user } = c.var
      const { description, target_date = null, completed = false } = c.req.valid('json')
      const now = Date.now()
      const id = uuid()
      const values = { description, target_date, completed_at: completed ? now : null }
      const writes = [...claim(id), ...w.addMilestone(DB, user.id, goal.id, id, values, now)]
      if (!(await commit(DB, user.id, w.outdates(goal), writes))) throw invalidFields({ description: [goalIsFull] })
      return answer(c, id, 201)
    },
  )

  .get(
    '/:milestone',
    operation({ summary: 'Read a milestone', tag, versioned: true, item: true, answers: { schema: MilestoneJson } }),
    versioned,
    loadGoal,
    (c) => answer(c, c.req.param('milestone'), 200),
  )

  .patch(
    '/:milestone',
    operation({
      summary: 'Edit, reach or move a milestone',
      tag,
      body: true,
      item: true,
      stale: true,
      answers: { schema: MilestoneJson },
    }),
    loadGoal,
    body(MilestonePatch),
    async (c) => {
      const { DB } = c.env
      const { goal, user } = c.var
      const id = c.req.param('milestone')
      const { seq, completed, position, ...input } = c.req.valid('json')
      const milestone = await milestoneOf(c, id)
      if (!milestone) return c.notFound()
      const isThere = await editVersion({
        row: milestone,
        seq,
        again: () => milestoneOf(c, id),
        write: (saved) => {
          const now = Date.now()
          const { all, place } = saved
          const own = all[place - 1]
          const moved = own && position !== undefined ? newPositions(movedTo(all, own, position)) : []
          const isChanged = completed !== undefined && completed !== (saved.completed_at !== null)
          return commit(DB, user.id, w.outdates(goal), [
            ...(moved.length > 0 ? [w.ifUnchanged(DB, user.id, goal.id, all)] : []),
            ...w.updateMilestone(DB, user.id, id, { ...saved, ...input }, now),
            ...(isChanged ? w.setReached(DB, user.id, id, completed ? now : null, now) : []),
            ...(moved.length > 0 ? [w.setPositions(DB, user.id, moved, now)] : []),
          ])
        },
        json: milestoneJson,
      })
      return isThere ? answer(c, id, 200) : c.notFound()
    },
  )

  .delete(
    '/:milestone',
    operation({ summary: 'Delete a milestone', tag, item: true }),
    loadGoal,
    loadMilestone,
    async (c) => {
      const { goal, milestone, user } = c.var
      const writes = w.deleteMilestone(c.env.DB, user.id, milestone.id, Date.now())
      return (await commit(c.env.DB, user.id, w.outdates(goal), writes)) ? c.body(null, 204) : c.notFound()
    },
  )
