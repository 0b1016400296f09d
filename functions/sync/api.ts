import { type Context, Hono } from 'hono'
import { createFactory } from 'hono/factory'
import { describeRoute } from 'hono-openapi'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { type Once, once } from '../lib/api/once'
import { body, invalidFields, query } from '../lib/api/request'
import type { Asked } from './answer'
import { digests } from './digest'
import { DigestsJson, SyncJson } from './json'
import { SyncBody } from './request'
import { sync } from './service'

const tag = 'Sync'

const deviceHeader = 'X-Device-ID'

const idPattern = /^[\x21-\x7e]{1,100}$/

/** The device of a request, from its header, else from what it sends. @throws ProblemError 422 */
export const deviceIdOf = (c: Context<Once>, otherwise: string) => {
  const header = c.req.header(deviceHeader)
  const id = header ?? otherwise
  if (idPattern.test(id)) return id
  const member = header === undefined ? 'state.device_id' : deviceHeader
  throw invalidFields({ [member]: ['Name the device with 1 to 100 visible ASCII characters'] })
}

const SyncQuery = z.object({
  full: z
    .enum(['true', 'false'], 'Choose true or false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Sends everything, for a device that has nothing or was told `resync_required`.' }),
})

const described = operation({
  summary: 'Sync a device',
  description:
    'Takes what a device changed in plans, sessions and cards, and answers what it does not have. Each delta stands or ' +
    'falls alone: `results` tells. All that stand are written at once. The later `updated_at` wins, unless the device ' +
    'had seen the stored version; what lost is kept under Conflicts. The same request again changes nothing more. ' +
    'docs/sync.md tells the protocol. Also at `/sync`. Needs a token with the scopes `read` and `write`.',
  tag,
  body: true,
  once: true,
  stale: true,
  answers: { schema: SyncJson },
  parameters: [
    {
      name: deviceHeader,
      in: 'header',
      description: 'The device; `state.device_id` without it.',
      schema: { type: 'string', minLength: 1, maxLength: 100, pattern: '^[\\x21-\\x7e]+$' },
    },
  ],
  errors: {
    403: 'The device was revoked, or there are too many devices; or as elsewhere.',
    409: '`resync_required`: read everything again with `?full=true`. `busy`: send it again. Nothing was changed.',
  },
})

const countOf = ({ plans, sessions, cards }: { plans: unknown[]; sessions: unknown[]; cards: unknown[] }) =>
  plans.length + sessions.length + cards.length

/** `sync`, with a line of log: how many deltas came and went, and the milliseconds that it took. */
const logged = async (c: Context<Once>, asked: Asked) => {
  const started = performance.now()
  const answer = await sync(c, asked)
  const { reviews, deleted_ids } = asked.body
  const came = countOf(asked.body) + reviews.length + deleted_ids.length
  const ms = Math.round(performance.now() - started)
  console.log(JSON.stringify({ sync: { came, went: countOf(answer), ms }, request_id: c.var.requestId }))
  return answer
}

const handlers = createFactory<Once>().createHandlers(
  query(SyncQuery),
  body(SyncBody),
  once({ reads: true }),
  async (c) => {
    const sent = c.req.valid('json')
    const asked = {
      deviceId: deviceIdOf(c, sent.state.device_id),
      body: sent,
      isFull: c.req.valid('query').full,
      now: Date.now(),
    }
    return c.json(await logged(c, asked))
  },
)

/** `/sync`, the path of learning trackers. */
export const trackerSync = new Hono<Once>().post('/', describeRoute({ hide: true }), ...handlers)

/** `/api/v1/sync` */
export const syncApi = new Hono<Once>().post('/', described, ...handlers).get(
  '/digest',
  operation({
    summary: 'Check a device',
    description:
      'Count and SHA-256 of what is there of each type. docs/sync.md tells how a device computes the same. Reads every ' +
      'row, so ask rarely.',
    tag,
    answers: { schema: DigestsJson },
  }),
  async (c) => c.json(await digests(c.env.DB, c.var.user.id)),
)
