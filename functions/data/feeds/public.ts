import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { versionedBy } from '../../lib/api/version'
import { rowAs, sql } from '../../lib/db/sql'
import { type App, appContext } from '../../lib/env'
import { calendarFile } from '../../lib/files/calendar-file'
import { publicOrigin } from '../../lib/http/origin'
import { problemJson, wrongMethod } from '../../lib/http/problem'
import { networkKey, rateLimitProgram } from '../../lib/http/rate-limit'
import { waitUntil } from '../../lib/http/wait-until'
import { readPreferences } from '../../lib/preferences'
import { sha256Hex } from '../../lib/secrets'
import { dayOf } from '../../lib/time/days'
import { hourMs } from '../../lib/time/units'
import { feedEvents } from './events'
import { FeedRow } from './schema'

const methods = ['GET', 'HEAD', 'OPTIONS']

/** Increase this when the same rows produce different events than before. */
const format = 7

const OpenFeed = FeedRow.pick({ id: true, name: true, contains: true, busy_only: true, last_read_at: true }).extend({
  user_id: z.string(),
  preferences: z.string().transform(readPreferences),
  seq: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
  epoch: z.int(),
})
type OpenFeed = z.output<typeof OpenFeed>

/** The feed of a secret; null if the secret is wrong or was replaced. */
export const openFeed = async (db: D1Database, secret: string) =>
  rowAs(
    OpenFeed,
    sql(db)`
      SELECT feeds.id, feeds.name, contains, busy_only, last_read_at, feeds.user_id, preferences, seq, epoch,
        users.created_at, users.updated_at
      FROM feeds
        JOIN users ON users.id = feeds.user_id AND suspended_at IS NULL AND shadow_of IS NULL
        JOIN change_heads ON change_heads.user_id = feeds.user_id
      WHERE secret_hash = ${await sha256Hex(secret)}`,
  )

const noteReading = (db: D1Database, { user_id, id }: OpenFeed, now: number) =>
  sql(db)`
    UPDATE feeds SET last_read_at = ${now}
    WHERE user_id = ${user_id} AND id = ${id} AND coalesce(last_read_at, 0) <= ${now - hourMs}`.run()

type Found = App & { Variables: { feed: OpenFeed } }

const loadFeed = createMiddleware<Found>(async (c, next) => {
  const limit = { key: await networkKey(appContext(c), 'feeds'), limit: 120, seconds: 60 }
  await rateLimitProgram(appContext(c), 'public', limit, 'Too many calendars from your network.')
  const [, secret] = /^(.+)\.ics$/.exec(c.req.param('secret') ?? '') ?? []
  const feed = secret ? await openFeed(c.env.DB, secret) : null
  if (!feed) return c.notFound()
  c.set('feed', feed)
  const now = Date.now()
  if ((feed.last_read_at ?? 0) <= now - hourMs) waitUntil(c, noteReading(c.env.DB, feed, now))
  await next()
  c.header('Cache-Control', 'private, max-age=300')
  c.header('X-Robots-Tag', 'noindex, nofollow')
})

/** `/feeds/:secret.ics`: a calendar with a secret address. */
export const feeds = new Hono<Found>()
  .get(
    '/:secret',
    loadFeed,
    versionedBy<Found>(({ var: { feed } }) =>
      [format, feed.epoch, feed.seq, dayOf(Date.now(), feed.preferences)].join('.'),
    ),
    async (c) => {
      const { user_id: id, preferences, seq, created_at, updated_at, name, contains, busy_only } = c.var.feed
      const shown = { contains, isBusyOnly: busy_only === 1, origin: publicOrigin(appContext(c)) }
      const reader = { db: c.env.DB, user: { id, preferences }, seq, account: { created_at, updated_at } }
      const events = await feedEvents(reader, shown, Date.now())
      let text = ''
      for await (const part of calendarFile({ name, refresh: 'PT1H' }, [events])) text += part
      return c.body(text, 200, {
        'Content-Type': 'text/calendar; charset=utf-8',
      })
    },
  )
  // Refuses other methods without a sign-in. Calendars that can write ask with OPTIONS first.
  .all('/:secret', (c) => {
    c.header('Allow', methods.join(', '))
    return c.req.method === 'OPTIONS' ? c.body(null, 204) : problemJson(c, wrongMethod(methods))
  })
