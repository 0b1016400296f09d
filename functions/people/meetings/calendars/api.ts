import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../../lib/api/describe'
import { once } from '../../../lib/api/once'
import { body, fieldsProblem, query } from '../../../lib/api/request'
import { Instant, jsonOf, listPage, listQuery, pageSchema } from '../../../lib/api/values'
import { matchedVersion, rowTag } from '../../../lib/api/version'
import { type App, rowLoader } from '../../../lib/env'
import { LeftOut } from '../../../lib/files/left-out'
import { lineMember } from '../../../lib/resource/members'
import { sha256Hex } from '../../../lib/secrets'
import { calendarUrl } from './fetch'
import { calendar, calendars } from './queries'
import { refreshCalendar } from './refresh'
import { limitReadings, saveCalendar, unsubscribe } from './save'
import { type CalendarRow, calendarNameLimit } from './schema'

const CalendarJson = z
  .object({
    id: z.string(),
    name: z.string(),
    host: z.string().meta({ description: 'The host of the address; the rest is secret.' }),
    organization_id: z.string().nullable().meta({ description: 'The organization of new meetings.' }),
    events: z.int().meta({ description: 'Number of upcoming events.' }),
    left_out: z.array(LeftOut).meta({
      description: 'What the last read skipped, couldn’t read or was unsure about.',
    }),
    asked_at: Instant,
    read_at: Instant.nullable().meta({ description: 'When it was last read successfully.' }),
    error: z
      .string()
      .nullable()
      .meta({ description: 'Why the last read failed; null if it worked. It is read again in an hour.' }),
    created_at: Instant,
  })
  .meta({ id: 'Calendar' })

const Refreshed = CalendarJson.extend({ added: z.int(), changed: z.int(), removed: z.int() }).meta({
  id: 'RefreshedCalendar',
})

const fields = {
  address: calendarUrl.meta({ maxLength: 2_000, description: 'Begins with https:// or webcal://.' }),
  name: lineMember(calendarNameLimit, { none: 'Enter a name', subject: 'A name has' }).optional(),
  organization_id: z.string().max(100, 'At most 100 characters').nullable().optional(),
}
const NewCalendar = z
  .strictObject(fields)
  .meta({ id: 'NewCalendar', example: { address: 'https://calendar.example.com/work.ics', name: 'Work' } })
const CalendarPatch = z
  .strictObject({ ...fields, address: fields.address.optional() })
  .meta({ id: 'CalendarPatch', example: { name: 'Team' } })

const noChange = { added: 0, changed: 0, removed: 0 }

const tag = 'Calendars'
const answers = { schema: CalendarJson }

const json = (row: CalendarRow) =>
  jsonOf(CalendarJson, { ...row, events: row.events.filter(([, { removed_at }]) => removed_at === undefined).length })

/** A calendar's row, with a version computed from its editable columns. */
const find = async (db: D1Database, userId: string, id: string) => {
  const row = await calendar(db, userId, id)
  if (!row) return null
  const digest = await sha256Hex(JSON.stringify([row.name, row.address, row.organization_id]))
  return { ...row, seq: Number.parseInt(digest.slice(0, 12), 16) }
}

const load = rowLoader('row', find)

const findOwn = <E extends App>(c: Context<E>, id: string) => find(c.env.DB, c.var.user.id, id)

/** Returns a check that throws 412 if the calendar's version differs from `If-Match`. */
const matches =
  <E extends App>(c: Context<E>, id: string) =>
  () =>
    matchedVersion(c, () => findOwn(c, id), json)

const answer = async <E extends App>(c: Context<E>, id: string, status: 200 | 201 = 200, more = {}) => {
  const row = await findOwn(c, id)
  if (!row) return c.notFound()
  if (status === 201) c.header('Location', `${c.req.path}/${id}`)
  return c.json({ ...json(row), ...more }, status, { ETag: rowTag(row.seq) })
}

/** `/api/v1/calendars` */
export const calendarsApi = new Hono<App>()
  .get(
    '/',
    describeOperation({ summary: 'List calendars', tag, answers: { schema: pageSchema(CalendarJson) } }),
    query(z.object(listQuery)),
    async (c) => {
      const { cursor = '', limit } = c.req.valid('query')
      const rows = (await calendars(c.env.DB, c.var.user.id)).filter(({ id }) => id > cursor)
      return c.json(listPage(rows, limit, ({ id }) => id, json))
    },
  )
  .post(
    '/',
    describeOperation({
      summary: 'Subscribe to a calendar',
      description: 'Reads it at once. If it can’t be reached, it is kept with its `error` and read again in an hour.',
      tag,
      body: true,
      once: true,
      answers: { ...answers, status: 201 },
    }),
    body(NewCalendar),
    once({ show: (c, id) => answer(c, id, 201), from: findOwn, reads: true }),
    async (c) => {
      const values = c.req.valid('json')
      const saved = await saveCalendar(c, values, null, { also: c.var.claim })
      if ('errors' in saved) throw fieldsProblem(saved.errors)
      return answer(c, saved.row.id, 201)
    },
  )
  .get('/:id', describeOperation({ summary: 'Read a calendar', tag, item: true, answers }), (c) =>
    answer(c, c.req.param('id')),
  )
  .patch(
    '/:id',
    describeOperation({ summary: 'Edit a calendar', tag, body: true, item: true, matches: true, answers }),
    body(CalendarPatch),
    load,
    async (c) => {
      const { row } = c.var
      const values = { ...row, address: null, ...c.req.valid('json') }
      const saved = await saveCalendar(c, values, row, { check: matches(c, row.id) })
      if ('errors' in saved) throw fieldsProblem(saved.errors)
      return answer(c, row.id)
    },
  )
  .delete(
    '/:id',
    describeOperation({
      summary: 'Unsubscribe from a calendar',
      description: 'Removes its upcoming meetings that nobody has changed.',
      tag,
      item: true,
      matches: true,
    }),
    async (c) => {
      const id = c.req.param('id')
      return (await unsubscribe(c, id, matches(c, id))) ? c.body(null, 204) : c.notFound()
    },
  )
  .post(
    '/:id/refresh',
    describeOperation({ summary: 'Read a calendar now', tag, item: true, once: true, answers: { schema: Refreshed } }),
    once({ show: (c, id) => answer(c, id, 200, noChange), from: findOwn, status: 200, reads: true }),
    load,
    async (c) => {
      const { user, row, claim } = c.var
      await limitReadings(c)
      const done = await refreshCalendar(c.env, user, row, () => claim(row.id))
      return answer(c, row.id, 200, 'problem' in done ? noChange : done)
    },
  )
