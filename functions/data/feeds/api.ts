import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { once } from '../../lib/api/once'
import { body, fieldsProblem, query } from '../../lib/api/request'
import { afterAllIds, iso, isoOrNull, listPage, listQuery, pageSchema } from '../../lib/api/values'
import { commit, orStale } from '../../lib/db/sql'
import { type App, appContext } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { deleteFeed, FeedBody, FeedJson, type FeedRow, feedById, feedsBefore, makeFeed, tooManyFeeds } from './schema'

const tag = 'Feeds'

const json = ({ url = null, ...row }: FeedRow & { url?: string | null }) => ({
  ...row,
  busy_only: row.busy_only === 1,
  created_at: iso(row.created_at),
  last_read_at: isoOrNull(row.last_read_at),
  url,
})

/** JSON of a feed without its address, because only a hash of the address is stored. */
const show = async (c: Context<App>, id: string) => {
  const row = await feedById(c.env.DB, c.var.user.id, id)
  return row ? c.json(json(row), 201) : c.notFound()
}

/** `/api/v1/me/feeds` */
export const feedsApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List calendars that others subscribe to',
      tag,
      answers: { schema: pageSchema(FeedJson) },
    }),
    query(z.object(listQuery)),
    async (c) => {
      const { cursor = afterAllIds, limit } = c.req.valid('query')
      const rows = await feedsBefore(c.env.DB, c.var.user.id, cursor, limit + 1)
      return c.json(listPage(rows, limit, ({ id }) => id, json))
    },
  )

  .post(
    '/',
    describeOperation({
      summary: 'Create a calendar that others subscribe to',
      description:
        'Anyone with its `url` can read the calendar, from 90 days back to a year ahead. A repeat with the same `Idempotency-Key` returns the same address, for a day.',
      tag,
      body: true,
      once: true,
      answers: { status: 201, schema: FeedJson },
    }),
    body(FeedBody),
    once({ show, sealed: true }),
    async (c) => {
      const made = await makeFeed(appContext(c), c.req.valid('json'), (one) => c.var.claimSealed(one.id, json(one)))
      if (!made) throw fieldsProblem({ name: [tooManyFeeds] })
      return c.json(json(made), 201, { Location: pathTo`/api/v1/me/feeds/${made.id}` })
    },
  )

  .get(
    '/:id',
    describeOperation({ summary: 'Read a calendar', tag, item: true, answers: { schema: FeedJson } }),
    async (c) => {
      const row = await feedById(c.env.DB, c.var.user.id, c.req.param('id'))
      return row ? c.json(json(row)) : c.notFound()
    },
  )

  .delete(
    '/:id',
    describeOperation({
      summary: 'Delete a calendar',
      description: 'Its address stops working at once.',
      tag,
      item: true,
    }),
    async (c) => {
      const { DB } = c.env
      const { id } = c.var.user
      const isDeleted = await commit(DB, id, [], [deleteFeed(DB, id, c.req.param('id')), orStale(DB)])
      return isDeleted ? c.body(null, 204) : c.notFound()
    },
  )
