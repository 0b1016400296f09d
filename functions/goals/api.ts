import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { editVersion } from '../lib/api/edit'
import { afterAllIds, listPage, listQuery, pageOf } from '../lib/api/list'
import { once } from '../lib/api/once'
import { body, invalidFields, query } from '../lib/api/request'
import { versioned } from '../lib/api/version'
import type { App } from '../lib/env'
import { localNow } from '../lib/now'
import { commit } from '../lib/sql'
import { GoalFilter, GoalJson, GoalPatch, goalJson, NewGoalBody } from './json'
import { loadGoal } from './load'
import { milestonesApi } from './milestones/api'
import { measureGoals } from './progress/status'
import * as q from './queries'
import { type GoalRow, type GoalValues, isRecurring, newGoalValues } from './schema'
import { validateGoal } from './validate'
import * as w from './writes'

const tag = 'Goals'

/** Measures goals and gives their JSON, in their order. */
const toJson = async <E extends App>(c: Context<E>, goals: GoalRow[]) => {
  const ids = goals.map(({ id }) => id)
  const { measureOf } = await measureGoals(c.env.DB, c.var.user.id, ids, localNow(c.var.user))
  return goals.map((goal) => goalJson(goal, measureOf(goal.id)))
}

const answer = async <E extends App>(c: Context<E>, id: string, status: 200 | 201) => {
  const goal = await q.goal(c.env.DB, c.var.user.id, id)
  const [json] = goal ? await toJson(c, [goal]) : []
  if (!json) return c.notFound()
  if (status === 201) c.header('Location', `/api/v1/goals/${id}`)
  return c.json(json, status)
}

type Current = { percent: number; hasParts: boolean }

/**
 * The percentage to store. Measured progress cannot be set: the input leaves it out or repeats it.
 * @param input as the request has it
 */
const percentageToStore = (values: GoalValues, input: number | undefined, { percent, hasParts }: Current) => {
  const isManual = values.progress_source === 'manual' && !isRecurring(values) && !hasParts
  if (input !== undefined && (isManual || values.status === 'completed')) return input
  if (input === undefined || input === percent) return values.progress_percentage
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
      const { limit, ...query } = c.req.valid('query')
      const filter = { cursor: afterAllIds, status: '', kind: '', category: '', parent_id: '', q: '', ...query }
      const { items, next_cursor } = listPage(
        await q.goalsById(c.env.DB, c.var.user.id, filter, limit),
        limit,
        ({ id }) => id,
        (goal) => goal,
      )
      return c.json({ items: await toJson(c, items), next_cursor })
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
      const { progress_percentage, ...input } = c.req.valid('json')
      const values = { ...newGoalValues, ...input }
      values.progress_percentage = percentageToStore(values, progress_percentage, { percent: 0, hasParts: false })
      const errors = await validateGoal(DB, user.id, '', values)
      if (errors) throw invalidFields(errors)
      const id = uuid()
      const writes = [...claim(id), ...w.addGoal(DB, user.id, id, values, localNow(user))]
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
    loadGoal,
    body(GoalPatch),
    async (c) => {
      const { DB } = c.env
      const { goal, user } = c.var
      const { seq, progress_percentage, ...input } = c.req.valid('json')
      const now = localNow(user)
      const { family, measureOf } = await measureGoals(DB, user.id, [goal.id], now)
      const hasParts = (family.parts.get(goal.id) ?? []).some(({ status }) => status !== 'cancelled')
      const current = { percent: measureOf(goal.id).percent, hasParts }
      const isThere = await editVersion({
        row: goal,
        seq,
        again: () => q.goal(DB, user.id, goal.id),
        write: async (saved) => {
          const values = { ...saved, ...input }
          values.progress_percentage = percentageToStore(values, progress_percentage, current)
          const errors = await validateGoal(DB, user.id, goal.id, values, saved.parent_id)
          if (errors) throw invalidFields(errors)
          return commit(DB, user.id, ['stats'], w.updateGoal(DB, user.id, goal.id, values, now))
        },
        json: async (saved) => ({ ...(await toJson(c, [saved]))[0] }),
      })
      return isThere ? answer(c, goal.id, 200) : c.notFound()
    },
  )

  .delete('/:id', operation({ summary: 'Delete a goal', tag, item: true }), loadGoal, async (c) => {
    const { goal, user } = c.var
    const writes = w.deleteGoal(c.env.DB, user.id, goal.id, Date.now())
    return (await commit(c.env.DB, user.id, ['stats'], writes)) ? c.body(null, 204) : c.notFound()
  })

  .route('/:id/milestones', milestonesApi)
