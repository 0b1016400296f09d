import { Hono } from 'hono'
import { createFactory } from 'hono/factory'
import { describeRoute } from 'hono-openapi'
import { z } from 'zod'
import type { Once } from '../lib/api/once'
import { invalidFields } from '../lib/api/request'
import type { Access } from '../lib/env'
import { deviceIdOf } from '../sync/api'
import { exchange } from './exchange'
import { TrackerBody } from './rows'

/** A device without an id of its own is its token. */
const idOfAccess = (access: Access) => {
  if (access.by === 'token') return `token-${access.tokenId}`
  return access.by === 'browser' ? '' : `program-${access.sessionId}`
}

/** True for a body with a list of rows, or null for one, and no state: one of the protocol names it. */
const isDialect = (body: unknown) =>
  typeof body === 'object' &&
  body !== null &&
  !('state' in body) &&
  Object.keys(TrackerBody.shape).some((list) => list in body)

const handlers = createFactory<Once>().createHandlers(async (c, next) => {
  const sent: unknown = await c.req.json().catch(() => null)
  if (!isDialect(sent)) return next()
  const body = TrackerBody.safeParse(sent)
  if (!body.success) throw invalidFields(z.flattenError(body.error).fieldErrors)
  const started = performance.now()
  c.set('claim', () => [])
  const answer = await exchange(c, deviceIdOf(c, idOfAccess(c.var.access)), body.data, Date.now())
  const { plans, sessions, cards } = answer
  const ms = Math.round(performance.now() - started)
  const went = plans.length + sessions.length + cards.length
  console.log(JSON.stringify({ tracker: { came: answer.results.length, went, ms }, request_id: c.var.requestId }))
  return c.json(answer)
})

/** `/sync` for requests of a learning tracker's own client; others go on to the protocol. */
export const trackerDialect = new Hono<Once>().post('/', describeRoute({ hide: true }), ...handlers)
