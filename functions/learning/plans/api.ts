import { Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { once } from '../../lib/api/once'
import { body, fieldsProblem, query } from '../../lib/api/request'
import { flag, listQuery, orgInput, pageCursor, pageSchema } from '../../lib/api/values'
import { deleteVersion, versioned } from '../../lib/api/version'
import { commit } from '../../lib/db/sql'
import { type App, appContext } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { listedTagLimit } from '../../lib/tags'
import { contentLimit } from '../../lib/text/text'
import { planPartsApi } from './api-parts'
import { dueCounts, dueOfPlan, planCardsDue, reviewDay, totalDue } from './cards-due'
import {
  addRequestedPlan,
  editAtVersion,
  ifMatchSeq,
  linkErrors,
  planJsonReads,
  planOfRequest,
  readPlanJson,
  respondPlan,
} from './edit-by-version'
import { listedPlanJson, NewPlanBody, PlanJson, PlanListItemJson, PlanPatch, unsavedJson } from './json'
import { loadPlan } from './load'
import { editHead } from './markdown/edit'
import { deletePlan, type PlanSettings } from './put'
import * as q from './queries'
import { planStatus } from './schema'

const tag = 'Plans'

const linksOf = ({ goal_id, project_id, scheduler, retention }: Partial<PlanSettings>): Partial<PlanSettings> => ({
  ...(goal_id !== undefined && { goal_id }),
  ...(project_id !== undefined && { project_id }),
  ...(scheduler !== undefined && { scheduler }),
  ...(retention !== undefined && { retention }),
})

const garbledHead = 'The front matter can’t be edited. Edit the markdown'

export const PlansQuery = z.object({
  ...listQuery,
  status: planStatus.optional(),
  org: orgInput,
  tag: z
    .string()
    .max(listedTagLimit, `At most ${listedTagLimit} characters`)
    .optional()
    .meta({ maxLength: listedTagLimit, description: 'With this tag.' }),
})

export const plansApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List plans',
      tag,
      versioned: true,
      answers: { schema: pageSchema(PlanListItemJson) },
    }),
    query(PlansQuery),
    versioned,
    async (c) => {
      const { cursor: above, limit, org = allOrgs, ...filter } = c.req.valid('query')
      const { DB } = c.env
      const { user } = c.var
      const [{ rows, next = null }, counts] = await Promise.all([
        q.pageOfPlansWithChunks(DB, user.id, org, { above, ...filter }, limit),
        dueCounts(DB, user.id, reviewDay(user, Date.now())),
      ])
      const items = rows.map((row) => listedPlanJson(row, totalDue(dueOfPlan(counts, row.id))))
      return c.json({ items, next_cursor: next && pageCursor(next) })
    },
  )

  .post(
    '/',
    describeOperation({
      summary: 'Add a plan',
      description:
        'From members, or from a markdown document. One without front matter is named by its first heading. `dry_run` returns the same with 200 and the version 0, and writes nothing.',
      tag,
      body: true,
      media: { 'application/json': NewPlanBody, 'text/markdown': z.string().max(contentLimit) },
      once: true,
      answers: { schema: PlanJson, creates: true },
    }),
    query(z.object({ dry_run: flag('Write nothing.') })),
    async (c, next) => {
      if (!c.req.valid('query').dry_run) return next()
      const tried = await addRequestedPlan(appContext(c), null)
      return c.json(unsavedJson(tried, await planCardsDue(c, tried.plan.head.id)))
    },
    once({ show: (c, id) => respondPlan(c, id, 201), from: (c, id) => Promise.all(planJsonReads(c, id)) }),
    async (c) => {
      const { plan } = await addRequestedPlan(appContext(c), c.var.claim)
      return respondPlan(appContext(c), plan.head.id, 201, { warnings: plan.warnings })
    },
  )

  .get(
    '/:id',
    describeOperation({ summary: 'Read a plan', tag, versioned: true, item: true, answers: { schema: PlanJson } }),
    versioned,
    (c) => respondPlan(appContext(c), c.req.param('id'), 200),
  )

  .patch(
    '/:id',
    describeOperation({
      summary: 'Edit a plan',
      description: 'Members that are part of its markdown are written into the front matter.',
      tag,
      body: true,
      item: true,
      stale: true,
      matches: true,
      answers: { schema: PlanJson },
    }),
    loadPlan,
    body(PlanPatch),
    async (c) => {
      const { plan, user } = c.var
      const version = await ifMatchSeq(c, plan)
      const { seq = version, goal_id, project_id, scheduler, retention, ...head } = c.req.valid('json')
      const links = linksOf({ goal_id, project_id, scheduler, retention })
      const errors = await linkErrors(c.env.DB, user.id, { goal_id, project_id }, plan)
      if (errors) throw fieldsProblem(errors)
      const done = await editAtVersion(c, {
        row: plan,
        seq,
        edit: ({ read }, now) => {
          const content = editHead(read, head, now)
          if (content === 'garbled') throw fieldsProblem({ [Object.keys(head)[0] ?? '']: [garbledHead] })
          return { content, links }
        },
      })
      return done ? respondPlan(appContext(c), plan.id, 200, done) : c.notFound()
    },
  )

  .delete(
    '/:id',
    describeOperation({ summary: 'Delete a plan', tag, item: true, matches: true }),
    loadPlan,
    async (c) => {
      const { DB } = c.env
      const { user, plan } = c.var
      const isDeleted = await deleteVersion(c, {
        find: () => planOfRequest(c, plan.id),
        json: (found) => readPlanJson(c, found),
        write: (guards) => {
          return commit(DB, user.id, ['stats'], [...guards, ...deletePlan(DB, user.id, plan.id, Date.now())])
        },
      })
      return isDeleted ? c.body(null, 204) : c.notFound()
    },
  )

  .route('/', planPartsApi)
