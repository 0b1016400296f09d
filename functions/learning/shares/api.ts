import { Hono } from 'hono'
import { z } from 'zod'
import { addAct } from '../../lib/api/act'
import { describeOperation } from '../../lib/api/describe'
import { body } from '../../lib/api/request'
import { Instant, iso, jsonOf } from '../../lib/api/values'
import { type App, appContext } from '../../lib/env'
import { loadPlan } from '../plans/load'
import { makeLink, removeLink } from './link'
import { loadShare, requireOriginal } from './load'
import { inviteByMail } from './mail'
import { inboxOf, publicLinkTime, sharesOf } from './queries'
import { InboxRow, ShareBody, SharePatch, type ShareRow, ShareRow as ShareSchema } from './schema'
import {
  acceptInvitation,
  changePermission,
  convertToOwnPlan,
  declineInvitation,
  leaveSharedPlan,
  revokeShare,
} from './writes'

const tag = 'Shares'

const ShareJson = z
  .object({
    ...ShareSchema.pick({ id: true, email: true, permission: true }).shape,
    state: ShareSchema.shape.state.meta({ description: '`left` if they left the plan.' }),
    created_at: Instant,
  })
  .meta({ id: 'Share' })

const shareJson = (row: Omit<ShareRow, 'member_id' | 'copy_id'>) => jsonOf(ShareJson, row)

const InboxJson = InboxRow.extend({
  state: InboxRow.shape.state.meta({
    description: '`ended` if the owner no longer shares it: keep a copy or leave.',
  }),
  plan_id: InboxRow.shape.plan_id.meta({ description: 'Your copy of the plan; null for an invitation.' }),
}).meta({ id: 'SharedWithMe' })

const LinkJson = z
  .object({
    url: z.string().nullable().meta({ description: 'Returned only once, when the link is created.' }),
    created_at: Instant,
  })
  .meta({ id: 'PlanLink' })

/** `/api/v1/plans/:id/shares` and `/link` */
export const planSharesApi = new Hono<App>()
  .get(
    '/:id/shares',
    describeOperation({
      summary: 'List the people with whom you share a plan',
      tag,
      item: true,
      answers: { schema: z.object({ items: z.array(ShareJson) }) },
    }),
    loadPlan,
    requireOriginal,
    async (c) => c.json({ items: (await sharesOf(c.env.DB, c.var.user.id, c.var.plan.id)).map(shareJson) }),
  )

  .patch(
    '/:id/shares/:share',
    describeOperation({
      summary: 'Change someone’s permission for a plan',
      tag,
      body: true,
      item: true,
      answers: { schema: ShareJson },
    }),
    loadShare,
    body(SharePatch),
    async (c) => {
      const { permission } = c.req.valid('json')
      const changed = await changePermission(c.env.DB, c.var.user.id, c.req.param('id'), c.var.share.id, permission)
      return changed ? c.json(shareJson(changed)) : c.notFound()
    },
  )

  .delete(
    '/:id/shares/:share',
    describeOperation({
      summary: 'Stop sharing a plan with someone',
      description: 'They lose the plan at once. Their sessions and cards stay.',
      tag,
      item: true,
    }),
    loadShare,
    async (c) =>
      (await revokeShare(c.env.DB, c.var.user.id, c.req.param('id'), c.var.share.id, Date.now()))
        ? c.body(null, 204)
        : c.notFound(),
  )

  .get(
    '/:id/link',
    describeOperation({
      summary: 'Read when the public link of a plan was created',
      description: '404 without one.',
      tag,
      item: true,
      answers: { schema: LinkJson },
    }),
    loadPlan,
    requireOriginal,
    async (c) => {
      const madeAt = await publicLinkTime(c.env.DB, c.var.user.id, c.var.plan.id)
      return madeAt === null ? c.notFound() : c.json({ url: null, created_at: iso(madeAt) })
    },
  )

  .delete(
    '/:id/link',
    describeOperation({ summary: 'Remove the public link of a plan', tag, item: true }),
    loadPlan,
    requireOriginal,
    async (c) => ((await removeLink(c.env.DB, c.var.user.id, c.var.plan.id)) ? c.body(null, 204) : c.notFound()),
  )

addAct(planSharesApi, '/:id/shares', {
  summary: 'Share a plan',
  description:
    'Emails an invitation, unless the address refuses them. The response doesn’t reveal whether the address has an account. For an address that is already invited it sets the permission.',
  tag,
  item: true,
  before: [loadPlan, requireOriginal],
  input: ShareBody,
  schema: ShareJson,
  status: 201,
  json: shareJson,
  run: (c, { input, id, claim }) => inviteByMail(appContext(c), id, input, (share) => claim(share.id, share)),
})

addAct(planSharesApi, '/:id/link', {
  summary: 'Create a public link to a plan',
  description: 'Anyone with it can read the plan without an account. An earlier link stops working.',
  tag,
  item: true,
  before: [loadPlan, requireOriginal],
  schema: LinkJson,
  status: 201,
  sealed: true,
  run: (c, { id, seal }) => makeLink(appContext(c), id, seal),
})

const DeclinedJson = z.object({ id: z.string(), state: z.literal('declined') }).meta({ id: 'DeclinedInvitation' })

const KeptJson = z.object({ plan_id: z.string() }).meta({ id: 'KeptPlan' })

/** `/api/v1/shares` */
export const sharesApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List the plans that others share with you',
      description: 'Invitations first.',
      tag,
      answers: { schema: z.object({ items: z.array(InboxJson) }) },
    }),
    async (c) => c.json({ items: (await inboxOf(c.env.DB, c.var.user.id)).map((row) => jsonOf(InboxJson, row)) }),
  )

  .delete(
    '/:id',
    describeOperation({
      summary: 'Leave a shared plan',
      description: 'It leaves your plans. Your sessions and cards stay.',
      tag,
      item: true,
    }),
    async (c) =>
      (await leaveSharedPlan(c.env.DB, c.var.user.id, c.req.param('id'), Date.now()))
        ? c.body(null, 204)
        : c.notFound(),
  )

const answered = { tag, item: true }

addAct(sharesApi, '/:id/accept', {
  ...answered,
  summary: 'Accept an invitation',
  description: 'Adds the plan to yours, with your own progress.',
  schema: InboxJson,
  run: ({ env, var: { user } }, { id, now, claim }) =>
    acceptInvitation(env.DB, user.id, id, now, (row) => claim(id, row)),
})

addAct(sharesApi, '/:id/decline', {
  ...answered,
  summary: 'Decline an invitation',
  schema: DeclinedJson,
  run: ({ env, var: { user } }, { id, claim }) => declineInvitation(env.DB, user.id, id, (row) => claim(id, row)),
})

addAct(sharesApi, '/:id/keep', {
  ...answered,
  summary: 'Keep a plan that is no longer shared',
  description: 'It becomes your own plan.',
  schema: KeptJson,
  run: ({ env, var: { user } }, { id, claim }) => convertToOwnPlan(env.DB, user.id, id, (row) => claim(id, row)),
})
