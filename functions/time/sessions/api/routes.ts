import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { withPeriod } from '../../../ledger/range'
import { busyError, describeOperation } from '../../../lib/api/describe'
import { once } from '../../../lib/api/once'
import { body, fieldsProblem, query } from '../../../lib/api/request'
import { pageSchema } from '../../../lib/api/values'
import { deleteVersion, editVersion, matchedVersion, rowTag, versioned } from '../../../lib/api/version'
import { commitGuarded } from '../../../lib/db/retry'
import { commit } from '../../../lib/db/sql'
import { type App, todayOf } from '../../../lib/env'
import { pathTo } from '../../../lib/http/path-to'
import { discardTimer } from '../../timer/actions'
import { isRunning, patchTimer } from '../../timer/api'
import { abandonOverdueFirst } from '../../timer/unfinished/actions'
import { billingOfBody } from '../billing'
import { planEdit, planSession } from '../plan-session'
import { deleteSession } from '../writes'
import { NewSessionBody, SessionJson, SessionPatch, SessionsQuery, type StoredSession, sessionJson } from './json'
import { applyPatch, isFinished, loadSession } from './notes'
import { sessionOfId, sessionsPage } from './queries'
import { newTimes, withInstants } from './times'

const tag = 'Sessions'

const respondSession = async <E extends App>(c: Context<E>, id: string, status: 200 | 201) => {
  const session = await sessionOfId(c.env.DB, c.var.user.id, id)
  if (!session) return c.notFound()
  if (status === 201) c.header('Location', pathTo`/api/v1/sessions/${id}`)
  c.header('ETag', rowTag(session.seq))
  return c.json(sessionJson(session), status)
}

const listDescription = `
Without a day or a subject the list is sorted by id, newest first, so paging never misses or repeats a session. With \`from\`, \`to\` or a \`subject\` it lists finished sessions with time on those days, each once, by its first day in the range, latest first. A session moved to another day or subject while you page may appear twice or not at all. A session across midnight is found under both days. With a subject such as a client, a weekday or an hour, a page may have fewer sessions than requested, even none; use \`next_cursor\` to see if there are more.
`
const timesDescription = `
Without \`ended_at\` it ends \`duration_seconds\` after its start; without \`duration_seconds\` all the time from start to end counts. Its days follow \`time_zone\`, by default the account’s. Time on a chunk that is not started makes it and its plan \`in_progress\`.
`
const editDescription = `
Members you leave out stay unchanged, including the zone and day start. A local date-time to the stored minute keeps the exact instant. New instants without \`duration_seconds\` keep the idle time; \`started_at\` and \`duration_seconds\` without \`ended_at\` move the end. Without \`seq\` the last write wins. A running timer can be edited except for its end, duration and zone; other unfinished sessions can’t be edited here.
`

export const sessionsApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List sessions',
      description: listDescription.trim(),
      tag,
      versioned: true,
      answers: { schema: pageSchema(SessionJson) },
    }),
    query(SessionsQuery),
    abandonOverdueFirst,
    versioned,
    async (c) => {
      const { id, preferences } = c.var.user
      const asked = withPeriod(c.req.valid('query'), todayOf(c), preferences.week_start)
      return c.json(await sessionsPage(c.env.DB, id, asked, c.var.orgTime))
    },
  )

  .post(
    '/',
    describeOperation({
      summary: 'Add a session',
      description: timesDescription.trim(),
      tag,
      body: true,
      once: true,
      stale: true,
      errors: { 409: busyError },
      answers: { status: 201, schema: SessionJson },
    }),
    body(NewSessionBody),
    once({
      show: (c, id) => respondSession(c, id, 201),
      from: (c, id) => sessionOfId(c.env.DB, c.var.user.id, id),
    }),
    async (c) => {
      const { DB } = c.env
      const { user, claim } = c.var
      const { day_start_minute, ...preferences } = user.preferences
      const { source = 'manual', title = '', notes = '', tags = [], ...given } = c.req.valid('json')
      const { project_id = null, goal_id = null, plan_id = null, chunk_id = null, task_id = null } = given
      const { time_zone = preferences.time_zone } = given
      const times = newTimes(given, time_zone)
      const links = { project_id, goal_id, plan_id, chunk_id, task_id, import_id: null, import_key: null }
      const zone = { time_zone, day_start_minute }
      const { artifacts } = given
      const id = uuid()
      const billing = 'errors' in times ? {} : await billingOfBody(c, given, { ...links, ...times })
      const added = { id, source, title, notes, tags, artifacts, ...links, ...billing, ...times, ...zone }
      await commitGuarded(DB, user.id, ['stats'], async () => {
        const { errors, writes } = await planSession(DB, user.id, added, Date.now())
        if (errors) throw fieldsProblem(errors)
        return { result: undefined, writes: [...claim(id), ...writes] }
      })
      return respondSession(c, id, 201)
    },
  )

  .get(
    '/:id',
    describeOperation({
      summary: 'Read a session',
      tag,
      versioned: true,
      item: true,
      answers: { schema: SessionJson },
    }),
    abandonOverdueFirst,
    versioned,
    loadSession,
    (c) => c.json(sessionJson(c.var.session), 200, { ETag: rowTag(c.var.session.seq) }),
  )

  .patch(
    '/:id',
    describeOperation({
      summary: 'Edit a session',
      description: editDescription.trim(),
      tag,
      body: true,
      item: true,
      stale: true,
      matches: true,
      answers: { schema: SessionJson },
    }),
    loadSession,
    body(SessionPatch),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const { id } = c.var.session
      const version = await matchedVersion(c, () => c.var.session, sessionJson)
      const { seq = version, billable, hourly_rate, currency, ...typed } = c.req.valid('json')
      const write = async (session: StoredSession) => {
        const billing = await billingOfBody(c, { billable, hourly_rate, currency }, session)
        const patch = { ...withInstants(session, typed), ...billing }
        if (isRunning(session)) return patchTimer(DB, user, id, { seq, ...patch }, Date.now())
        if (!isFinished(session)) throw fieldsProblem({ '': ['Only finished sessions can be edited'] })
        const edited = applyPatch(session, patch)
        const { errors, outdates, writes } = await planEdit(DB, user.id, session, edited, session.seq, Date.now())
        if (errors) throw fieldsProblem(errors)
        return commit(DB, user.id, outdates, writes)
      }
      const again = () => sessionOfId(DB, user.id, id)
      const isThere = await editVersion(c, { row: c.var.session, seq, again, write, json: sessionJson })
      return isThere ? respondSession(c, id, 200) : c.notFound()
    },
  )

  .delete(
    '/:id',
    describeOperation({ summary: 'Delete a session', tag, item: true, matches: true }),
    loadSession,
    async (c) => {
      const { session, user } = c.var
      await matchedVersion(c, () => session, sessionJson)
      if (isRunning(session) && (await discardTimer(c.env.DB, user, session, Date.now()))) return c.body(null, 204)
      const isDeleted = await deleteVersion(c, {
        find: () => sessionOfId(c.env.DB, user.id, session.id),
        json: sessionJson,
        write: (guards) =>
          commit(
            c.env.DB,
            user.id,
            ['stats'],
            [...guards, ...deleteSession(c.env.DB, user.id, session.id, Date.now())],
          ),
      })
      return isDeleted ? c.body(null, 204) : c.notFound()
    },
  )
