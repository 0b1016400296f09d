import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { edited } from '../lib/api/edit'
import { afterAllIds, listPage, listQuery, pageOf } from '../lib/api/list'
import { once } from '../lib/api/once'
import { body, invalidFields, query } from '../lib/api/request'
import { versioned } from '../lib/api/version'
import type { App } from '../lib/env'
import { commit } from '../lib/sql'
import { found } from './found'
import { GoalFilter, GoalJson, GoalPatch, goalJson, NewGoalBody } from './json'
import { nowOf } from './list'
import { milestonesApi } from './milestones/api'
import { measured } from './progress/standing'
import * as q from './queries'
import { type GoalRow, type GoalValues, isRecurring, newGoalValues } from './schema'
import * as w from './writes'
import { wrongWith } from './wrong'

const tag = 'Goals'

/** The goals as they are measured now, in the order given. */
const shown = async <E extends App>(c: Context<E>, goals: GoalRow[]) => {
  const ids = goals.map(({ id }) => id)
  const { of } = await measured(c.env.DB, c.var.user.id, ids, nowOf(c.var.user))
  return goals.map((goal) => goalJson(goal, of(goal.id)))
}

const answer = async <E extends App>(c: Context<E>, id: string, status: 200 | 201) => {
  const goal = await q.goal(c.env.DB, c.var.user.id, id)
  const [json] = goal ? await shown(c, [goal]) : []
  if (!json) return c.notFound()
  if (status === 201) c.header('Location', `/api/v1/goals/${id}`)
  return c.json(json, status)
}

type Present = { progress: number; hasParts: boolean }

/**
 * The progress to keep of what is given for a goal of these values. What is measured cannot be set: it can be named as
 * it is, or left out.
 */
const progressToKeep = (values: GoalValues, given: number | undefined, { progress, hasParts }: Present) => {
  const byHand = values.progress_source === 'manual' && !isRecurring(values) && !hasParts
  if (given !== undefined && (byHand || values.status === 'completed')) return given
  if (given === undefined || given === progress) return values.progress_percentage
  throw invalidFields({ progress_percentage: ['The progress of this goal is measured. Leave it out'] })
}

/** `/api/v1/goals` */
export const goalsApi = new Hono<App>()
  .get(
    '/',
    operation({ summary: 'List goals', tag, versioned: true, answers: { schema: pageOf(GoalJson) } }),
    query(z.object({ ...listQuery, ...GoalFilter })),
    versioned,
    async (c) => {
      const { limit, ...asked } = c.req.valid('query')
      const filter = { cursor: afterAllIds, status: '', kind: '', category: '', parent_id: '', q: '', ...asked }
      const { items, next_cursor } = listPage(
        await q.goalsBefore(c.env.DB, c.var.user.id, filter, limit),
        limit,
        ({ id }) => id,
        (goal) => goal,
      )
      return c.json({ items: await shown(c, items), next_cursor })
    },
  )

  .post(
    '/',
    operation({ summary: 'Add a goal', tag, body: true, once: true, answers: { status: 201, schema: GoalJson } }),
    body(NewGoalBody),
    once((c, id) => answer(c, id, 201)),
    async (c) => {
      const { DB } = c.env
      const { user, claim } = c.var
      const { progress_percentage, ...given } = c.req.valid('json')
      const values = { ...newGoalValues, ...given }
      values.progress_percentage = progressToKeep(values, progress_percentage, { progress: 0, hasParts: false })
      const errors = await wrongWith(DB, user.id, '', values)
      if (errors) throw invalidFields(errors)
      const id = uuid()
      const writes = [...claim(id), ...w.addGoal(DB, user.id, id, values, nowOf(user))]
      if (!(await commit(DB, user.id, ['stats'], writes))) {
        throw invalidFields({ parent_id: ['Choose a goal from the list'] })
      }
      return answer(c, id, 201)
    },
  )

  .get(
    '/:id',
    operation({ summary: 'Read a goal', tag, versioned: true, item: true, answers: { schema: GoalJson } }),
    versioned,
    (c) => answer(c, c.req.param('id'), 200),
  )

  .patch(
    '/:id',
    operation({ summary: 'Edit a goal', tag, body: true, item: true, stale: true, answers: { schema: GoalJson } }),
    found,
    body(GoalPatch),
    async (c) => {
      const { DB } = c.env
      const { goal, user } = c.var
      const { seq, progress_percentage, ...given } = c.req.valid('json')
      const now = nowOf(user)
      const { family, of } = await measured(DB, user.id, [goal.id], now)
      const hasParts = (family.parts.get(goal.id) ?? []).some(({ status }) => status !== 'cancelled')
      const present = { progress: of(goal.id).progress, hasParts }
      const isThere = await edited({
        row: goal,
        seq,
        again: () => q.goal(DB, user.id, goal.id),
        write: async (saved) => {
          const values = { ...saved, ...given }
          values.progress_percentage = progressToKeep(values, progress_percentage, present)
          const errors = await wrongWith(DB, user.id, goal.id, values, saved.parent_id)
          if (errors) throw invalidFields(errors)
          return commit(DB, user.id, ['stats'], w.updateGoal(DB, user.id, goal.id, values, now))
        },
        json: async (saved) => ({ ...(await shown(c, [saved]))[0] }),
      })
      return isThere ? answer(c, goal.id, 200) : c.notFound()
    },
  )

  .delete('/:id', operation({ summary: 'Delete a goal', tag, item: true }), found, async (c) => {
    const { goal, user } = c.var
    const writes = w.deleteGoal(c.env.DB, user.id, goal.id, Date.now())
    return (await commit(c.env.DB, user.id, ['stats'], writes)) ? c.body(null, 204) : c.notFound()
  })

  .route('/:id/milestones', milestonesApi)
