import { type Context, Hono } from 'hono'
import { createFactory } from 'hono/factory'
import { describeRoute } from 'hono-openapi'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { type Once, once } from '../../lib/api/once'
import { body, fieldsProblem, query } from '../../lib/api/request'
import { part, rowsAs, type SqlPart, sql } from '../../lib/db/sql'
import { digester } from '../../lib/secrets'
import { type DataOf, type Digests, digestLine, type EntityType, entityTypes } from './core/protocol'
import { storedData, syncSources } from './entities/rows'
import type { SyncInput } from './pull/answer'
import { SyncBody } from './push/request'
import { sync } from './service'

const deltas = <Data extends z.ZodType>(data: Data) =>
  z.array(
    z.object({
      action: z.enum(['create', 'update', 'delete']),
      id: z.string(),
      data: data.optional().meta({ description: 'All members; none for a deletion.' }),
      updated_at: z.number().meta({ description: 'Epoch milliseconds.' }),
    }),
  )

/** `SyncAnswer` */
const SyncJson = z
  .object({
    plans: deltas(storedData.plan),
    sessions: deltas(storedData.session),
    cards: deltas(storedData.card),
    deleted_ids: z.array(z.string()).meta({ description: 'Ids of the deletions among the deltas.' }),
    state: z.object({
      device_id: z.string(),
      last_sync: z.number().meta({ description: 'Epoch milliseconds by the clock of the server.' }),
      local_version: z.int(),
      remote_version: z.number().meta({ description: 'Send it back unchanged; it may have a fraction.' }),
    }),
    has_more: z.boolean().meta({ description: 'True if you should sync again at once.' }),
    results: z
      .array(
        z.object({
          type: z.enum([...entityTypes, 'review']),
          id: z.string(),
          status: z.enum(['applied', 'unchanged', 'superseded', 'rejected']),
          reason: z.string().optional(),
        }),
      )
      .meta({ description: 'The result of each delta of the request.' }),
  })
  .meta({ id: 'SyncAnswer' })

const Digest = z.object({
  count: z.int(),
  sha256: z.string().meta({ description: 'SHA-256 of one line per row, in hex.' }),
})

/** `Digests` */
const DigestsJson = z.object({ plan: Digest, session: Digest, card: Digest }).meta({ id: 'SyncDigests' })

const schemas: { [Type in EntityType]: z.ZodType<DataOf[Type]> } = storedData

/** Number of rows read at once. Fewer for plans, because each is a whole document. */
const pageRows = { plan: 20, session: 1_000, card: 1_000 }

const pageOf = (userId: string, type: EntityType, after: string): SqlPart => {
  const { table, from, deletedAt, data } = syncSources[type]
  return part`
      SELECT ${table}.id, ${table}.updated_at, ${data} AS data FROM ${from}
      WHERE ${table}.user_id = ${userId} AND ${table}.id > ${after} AND ${deletedAt} IS NULL
      ORDER BY ${table}.id LIMIT ${pageRows[type]}`
}

const DigestRow = z.object({ id: z.string(), updated_at: z.number(), data: z.string() })

const digestOf = async <Type extends EntityType>(db: D1Database, userId: string, type: Type) => {
  const digest = digester()
  const text = new TextEncoder()
  let [count, after, isMore] = [0, '', true]
  while (isMore) {
    const rows = await rowsAs(DigestRow, sql(db)`${pageOf(userId, type, after)}`)
    const lines = rows.map(({ id, updated_at, data }) => {
      const line = digestLine(type, { id, updated_at, data: schemas[type].parse(JSON.parse(data)) })
      return `${line}\n`
    })
    await digest.add(text.encode(lines.join('')))
    count += rows.length
    after = rows.at(-1)?.id ?? after
    isMore = rows.length === pageRows[type]
  }
  return { count, sha256: (await digest.end()).sha256 }
}

/** Count and SHA-256 of all stored rows of each type, so that a device can check its copy. Reads every row. */
const digests = async (db: D1Database, userId: string): Promise<Digests> => {
  const [plan, session, card] = await Promise.all(entityTypes.map((type) => digestOf(db, userId, type)))
  const none = { count: 0, sha256: '' }
  return { plan: plan ?? none, session: session ?? none, card: card ?? none }
}

const tag = 'Sync'

const deviceHeader = 'X-Device-ID'

/** Valid device ids. Devices choose them; each is one segment of a path. */
const idPattern = /^(?!\.{1,2}$)[\x21-\x7e]{1,100}$/

/** Device id of a request: from its header, else `otherwise` (from its body). @throws ProblemError 422 */
export const deviceIdOf = (c: Context<Once>, otherwise: string) => {
  const header = c.req.header(deviceHeader)
  const id = header ?? otherwise
  if (idPattern.test(id)) return id
  const member = header === undefined ? 'state.device_id' : deviceHeader
  throw fieldsProblem({ [member]: ['Enter a device id of 1 to 100 visible ASCII characters'] })
}

const SyncQuery = z.object({
  full: z
    .enum(['true', 'false'], 'Choose true or false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Returns everything, for a device that has nothing or got `resync_required`.' }),
})

const described = describeOperation({
  summary: 'Sync a device',
  description:
    'Accepts what a device changed in plans, sessions and cards, and returns what it doesn’t have. Each delta is ' +
    'accepted or refused on its own: see `results`. All accepted ones are written at once. The later `updated_at` wins, unless the device ' +
    'had seen the stored version; what lost is kept under Conflicts. The same request again changes nothing more. ' +
    'docs/sync.md describes the protocol. Also at `/sync`. Needs a token with the scopes `read` and `write`.',
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

/** Runs `sync` and logs how many deltas were received and sent, and the time in ms. */
const logged = async (c: Context<Once>, asked: SyncInput) => {
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

/** `/sync`, the path that learning trackers use. */
export const trackerSync = new Hono<Once>().post('/', describeRoute({ hide: true }), ...handlers)

/** `/api/v1/sync` */
export const syncApi = new Hono<Once>().post('/', described, ...handlers).get(
  '/digest',
  describeOperation({
    summary: 'Check a device',
    description:
      'Count and SHA-256 of the rows of each type. docs/sync.md describes how a device computes the same. Reads every ' +
      'row, so ask rarely.',
    tag,
    answers: { schema: DigestsJson },
  }),
  async (c) => c.json(await digests(c.env.DB, c.var.user.id)),
)
