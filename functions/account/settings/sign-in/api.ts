import { Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../../lib/api/describe'
import { param, query } from '../../../lib/api/request'
import { Instant, jsonOf, listPage, listQueryOf, pageSchema } from '../../../lib/api/values'
import { closeSockets } from '../../../lib/db/open-pages'
import { allRows, commit, part, sql, stale } from '../../../lib/db/sql'
import type { Access, App, Bindings, User } from '../../../lib/env'
import { type Cursor, cursorText, readCursor, writeCursor } from '../../../lib/http/list-view'
import { ProblemError, problems } from '../../../lib/http/problem'
import { clearBrowser } from '../../../lib/secrets'
import { clockTime, dayMonth } from '../../../lib/text/format'
import { dayOf, daysBetween } from '../../../lib/time/days'
import { hourMs } from '../../../lib/time/units'
import type { ProgramKind } from '../../auth/programs/jwt'

/** Signs a device out and returns its name; null if the device is not signed in. */
export const endDevice = async (db: D1Database, userId: string, id: string, now: number) => {
  const ended = await db.batch<{ device: string }>([
    sql(db)`
      DELETE FROM web_sessions WHERE user_id = ${userId} AND id_hash = ${id} AND expires_at > ${now} RETURNING device`,
    sql(db)`
      DELETE FROM program_sessions WHERE user_id = ${userId} AND id = ${id} AND expires_at > ${now} RETURNING device`,
  ])
  closeSockets(db, userId)
  return ended.flatMap(({ results }) => results)[0]?.device ?? null
}

/** Id of the device that sent the request; null for a personal token. */
export const ownDevice = (access: Access) => {
  if (access.by === 'browser') return access.sessionHash
  return access.by === 'token' ? null : access.sessionId
}

/**
 * Signs out every device except `own`; with `andTokens` also revokes personal tokens. False if `own` is itself signed
 * out, so that of several simultaneous requests one device stays.
 */
export const endOtherDevices = async (db: D1Database, userId: string, own: string, now: number, andTokens = false) => {
  const done = await commit(
    db,
    userId,
    [],
    [
      sql(db)`
      SELECT CASE
        WHEN EXISTS (SELECT 1 FROM web_sessions WHERE id_hash = ${own} AND user_id = ${userId} AND expires_at > ${now})
        THEN 1
        WHEN EXISTS (SELECT 1 FROM program_sessions WHERE id = ${own} AND user_id = ${userId} AND expires_at > ${now})
        THEN 1
        ELSE ${stale}
      END`,
      sql(db)`DELETE FROM web_sessions WHERE user_id = ${userId} AND id_hash <> ${own}`,
      sql(db)`DELETE FROM program_sessions WHERE user_id = ${userId} AND id <> ${own}`,
      ...(andTokens ? [sql(db)`DELETE FROM api_tokens WHERE user_id = ${userId}`] : []),
    ],
  )
  if (done) closeSockets(db, userId)
  return done
}

export type Device = {
  id: string
  kind: 'browser' | ProgramKind
  device: string
  /** epoch ms */
  created_at: number
  /** epoch ms; for a browser updated at most once an hour */
  last_seen_at: number
}

export const kindNames = { browser: 'Browser', program: 'Program', extension: 'Browser extension' } as const

const DeviceJson = z
  .object({
    id: z.string(),
    kind: z.enum(['browser', 'program', 'extension']),
    device: z.string().meta({ description: 'Description it gave when it signed in.' }),
    current: z.boolean().meta({ description: 'True for the current session.' }),
    created_at: Instant,
    last_seen_at: Instant,
  })
  .meta({ id: 'Device' })

/** Browsers and programs of a person that are signed in. */
const devicesOf = (userId: string, now: number) => part`(
  SELECT id_hash AS id, 'browser' AS kind, device, created_at, last_seen_at
  FROM web_sessions WHERE user_id = ${userId} AND expires_at > ${now}
  UNION ALL
  SELECT id, kind, device, created_at, last_seen_at
  FROM program_sessions WHERE user_id = ${userId} AND expires_at > ${now})`

const listDevices = (db: D1Database, userId: string, before: Cursor, limit: number, now: number) =>
  allRows<Device>(sql(db)`
    SELECT id, kind, device, created_at, last_seen_at
    FROM ${devicesOf(userId, now)}
    WHERE (last_seen_at, id) < (${before.at}, ${before.id})
    ORDER BY last_seen_at DESC, id DESC
    LIMIT ${limit + 1}`)

const tag = 'Devices'

const DevicesQuery = z.object(listQueryOf((position) => cursorText.parse(position) !== ''))

/** `/api/v1/me/devices` */
export const devicesApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List the devices that are signed in',
      description: 'Browsers and programs, most recently used first. Personal API tokens are not included.',
      tag,
      answers: { schema: pageSchema(DeviceJson) },
    }),
    query(DevicesQuery),
    async (c) => {
      const { cursor = '', limit } = c.req.valid('query')
      const devices = await listDevices(c.env.DB, c.var.user.id, readCursor(cursor), limit, Date.now())
      const own = ownDevice(c.var.access)
      return c.json(
        listPage(
          devices,
          limit,
          ({ last_seen_at, id }) => writeCursor({ at: last_seen_at, id }),
          (device) => jsonOf(DeviceJson, { ...device, current: device.id === own }),
        ),
      )
    },
  )

  .delete(
    '/',
    describeOperation({ summary: 'Sign out all other devices', description: 'The current one stays signed in.', tag }),
    async (c) => {
      const own = ownDevice(c.var.access)
      const done = own !== null && (await endOtherDevices(c.env.DB, c.var.user.id, own, Date.now()))
      if (!done) throw new ProblemError(problems.signedOut)
      return c.body(null, 204)
    },
  )

  .delete(
    '/:id',
    describeOperation({ summary: 'Sign out a device', tag, item: true }),
    param(z.object({ id: z.string() })),
    async (c) => {
      const { id } = c.req.valid('param')
      if ((await endDevice(c.env.DB, c.var.user.id, id, Date.now())) === null) return c.notFound()
      if (id === ownDevice(c.var.access)) clearBrowser(c)
      return c.body(null, 204)
    },
  )

const shownLimit = 50

/** Exceeds the number of devices of any person. */
const mostDevices = 10_000

/** Devices: this browser first, then by latest use. */
export type DeviceList = { devices: Device[]; own: string; count: number }

export const readDeviceList = async (
  { DB }: Bindings,
  { user, access }: App['Variables'],
  now: number,
): Promise<DeviceList> => {
  const own = access.by === 'browser' ? access.sessionHash : ''
  const all = await listDevices(DB, user.id, readCursor(''), mostDevices, now)
  const devices = all.toSorted((a, b) => Number(b.id === own) - Number(a.id === own)).slice(0, shownLimit)
  return { devices, own, count: all.length }
}

type Preferences = User['preferences']

/**
 * Formats the last use (epoch ms), no more precise than it was recorded: `in the last hour`, `yesterday`, `12 March`.
 */
export const formatLastUse = (at: number, preferences: Preferences, now: number) => {
  if (now - at < hourMs) return 'in the last hour'
  const [date, today] = [dayOf(at, preferences), dayOf(now, preferences)]
  const daysAgo = daysBetween(date, today)
  return daysAgo <= 0 ? 'today' : daysAgo === 1 ? 'yesterday' : dayMonth(date, today)
}

/** Formats an instant (epoch ms): `12 March, 14:05`. */
export const dayAndTime = (at: number, preferences: Preferences, now: number) =>
  `${dayMonth(dayOf(at, preferences), dayOf(now, preferences))}, ${clockTime(at, preferences.time_zone, preferences.clock)}`
