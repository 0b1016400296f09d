import { Hono, type MiddlewareHandler } from 'hono'
import { v7 as uuid } from 'uuid'
import { busyError, operation } from '../../lib/api/describe'
import { once } from '../../lib/api/once'
import { body, invalidFields } from '../../lib/api/request'
import type { App } from '../../lib/env'
import { loadCard } from '../routes'
import { NewReviewBody, ReviewJson, rateCard, reviewJson, undoReview } from './json'

const taken = { id: ['This id belongs to a review of another card'] }

const busy = { 409: busyError }

/** Looks for the card of an invalid body, which is 404 where it is not the person's; of a valid one the write does. */
const cardOfInvalid: MiddlewareHandler = async (c, next) => {
  const { success } = NewReviewBody.safeParse(await c.req.json().catch(() => null))
  return success ? next() : loadCard(c, next)
}

/** `/api/v1/cards/:id/reviews` */
export const reviewsApi = new Hono<App>()
  .post(
    '/',
    operation({
      summary: 'Review a card',
      description: 'Reviews count in the order of their moments, whenever they arrive.',
      tag: 'Cards',
      body: true,
      item: true,
      stale: true,
      once: true,
      errors: busy,
      answers: { schema: ReviewJson },
    }),
    cardOfInvalid,
    body(NewReviewBody),
    once(),
    async (c) => {
      const { id = uuid(), rating, reviewed_at, duration_ms = null } = c.req.valid('json')
      const now = Date.now()
      const card_id = c.req.param('id') ?? ''
      const added = { id, card_id, rating, reviewed_at: Math.min(reviewed_at ?? now, now), duration_ms }
      const outcome = await rateCard(c.env.DB, c.var.user, added, now, ({ review, scheduler }) =>
        c.var.claim(id, reviewJson(review, scheduler)),
      )
      if (outcome.is === 'gone') return c.notFound()
      if (outcome.is === 'taken') throw invalidFields(taken)
      return c.json(reviewJson(outcome.review, outcome.scheduler))
    },
  )

  .delete(
    '/last',
    operation({
      summary: 'Take back the last review of a card',
      description: 'The card is then as it was before it.',
      tag: 'Cards',
      item: true,
      stale: true,
      errors: busy,
    }),
    async (c) => {
      const outcome = await undoReview(c.env.DB, c.var.user, c.req.param('id') ?? '')
      return outcome === 'done' ? c.body(null, 204) : c.notFound()
    },
  )
