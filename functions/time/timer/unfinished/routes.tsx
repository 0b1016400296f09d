import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { UnfinishedList } from '../../../../views/time/timer/unfinished'
import { UnfinishedListPage, UnfinishedPage } from '../../../../views/time/timer/unfinished-page'
import { prefetchReads } from '../../../lib/db/reads'
import { type App, appContext, type Loaded, rowLoader, type User } from '../../../lib/env'
import { type Draft, form, submittedText } from '../../../lib/http/form'
import { pathTo } from '../../../lib/http/path-to'
import { flash, wantsFragment } from '../../../lib/http/respond'
import type { Org } from '../../../lib/org'
import { clockTime } from '../../../lib/text/format'
import { readMissingNames } from '../../sessions/list/page'
import { activeTimer } from '../queries'
import { readAfterAbandon } from './abandon'
import * as act from './actions'
import {
  abandonOverdueFirst,
  endedMessage,
  quotedName,
  type RequestOrigin,
  redirectBack,
  respondUnfinishedChange,
  throwRefusal,
  unfinishedUndoPath,
} from './actions'
import { endOptionsBySession } from './check-in'
import { hasOtherOpenSession, nextTimerStart, sessionOfAnyStatus, unfinishedSessions } from './queries'
import { CheckInForm, EndForm, type UnfinishedSession, unfinishedName, VersionForm } from './schema'
import { abandonAt } from './thresholds'

/** Unfinished sessions with ids less than `below`, latest first, with suggested ends. `now` in epoch ms. */
export const unfinishedList = async (
  db: D1Database,
  user: Pick<User, 'id'>,
  { below = '~', org, limit }: { below?: string; org: Org; limit: number },
  now: number,
): Promise<UnfinishedList> => {
  const rows = await readAfterAbandon(db, user, now, () =>
    unfinishedSessions(db, user.id, { below, org, limit: limit + 1 }),
  )
  const sessions = rows.slice(0, limit)
  const [ends, names] = await Promise.all([
    endOptionsBySession(db, user.id, sessions, now),
    readMissingNames(db, user.id, sessions),
  ])
  return { sessions, ends, names, hasMore: rows.length > limit, now }
}

type LoadedUnfinished = Loaded<'unfinished', UnfinishedSession>

const listTitle = 'Left running'
const title = 'When did it end?'
const pageSize = 20

const loadUnfinished = rowLoader('unfinished', async (db, userId, id) => {
  const session = await sessionOfAnyStatus(db, userId, id)
  return session?.deleted_at === null ? session : null
})

const withTimers = createMiddleware<App>(async (c, next) => {
  const { DB } = c.env
  // In one batch with the overdue sessions: one round trip instead of two.
  prefetchReads(activeTimer(DB, c.var.user.id), nextTimerStart(DB, c.var.user.id, c.req.param('id') ?? ''))
  await next()
})

const requireOpen = createMiddleware<LoadedUnfinished>(async (c, next) => {
  const { id, status } = c.var.unfinished
  if (status === 'completed') return throwRefusal(id, { refused: 'moved' })
  await next()
})

const sessionPage = async <E extends App>(c: Context<E>, session: UnfinishedSession, draft?: Draft<EndForm>) => {
  const { user } = c.var
  const now = Date.now()
  const ends = (await endOptionsBySession(c.env.DB, user.id, [session], now)).get(session.id) ?? []
  return <UnfinishedPage session={session} ends={ends} user={user} now={now} draft={draft} />
}

const invalidPage = (c: Context<LoadedUnfinished>, { values, errors }: Draft<{ seq: number }>) =>
  sessionPage(c, c.var.unfinished, { values, errors })

const versionForm = form(VersionForm, title, invalidPage, { heading: false })

const listPage = async (c: Context<App>) => {
  const { user } = c.var
  const unfinished = await unfinishedList(
    c.env.DB,
    user,
    { below: c.req.query('below'), org: c.var.org, limit: pageSize },
    Date.now(),
  )
  const last = unfinished.hasMore ? unfinished.sessions.at(-1)?.id : undefined
  const next = last && `/timer/forgotten?${new URLSearchParams({ below: last })}`
  return <UnfinishedListPage unfinished={unfinished} next={next} user={user} />
}

const requestOrigin = (c: Context): RequestOrigin => {
  const { where } = submittedText(c)
  return where === 'row' || where === 'bar' ? where : ''
}

type Acted = { result: { seq: number } | act.EndRefusal; message: string; page?: '/sessions' | '/timer' }

/** Responds to an action on a session with its message and Undo. @throws ProblemError 409 if it was refused */
const answer = (c: Context<App>, session: UnfinishedSession, { result, message, page = '/sessions' }: Acted) => {
  if ('refused' in result) return throwRefusal(session.id, result)
  const toast = { message, undo: unfinishedUndoPath(session, result.seq) }
  return respondUnfinishedChange(c, session, { toast, page, origin: requestOrigin(c) })
}

/** `/timer/forgotten`: sets ends of sessions that were left running. */
export const unfinished = new Hono<App>()
  .get('/', async (c) => c.render(await listPage(c), { title: listTitle }))

  .post('/answer', form(CheckInForm, listTitle, listPage, { heading: false }), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { id, seq } = c.req.valid('form')
    const now = Date.now()
    const session = await readAfterAbandon(DB, user, now, () => sessionOfAnyStatus(DB, user.id, id))
    if (!session) return c.notFound()
    const { ask_after_minutes, time_zone, clock } = user.preferences
    const next = clockTime(now + ask_after_minutes * 60_000, time_zone, clock)
    const message = `${quotedName(session)} is still running. Next check-in at ${next}`
    return answer(c, session, { result: await act.confirmRunning(DB, user, id, seq, now), message, page: '/timer' })
  })

  .use('/:id/resume', withTimers)
  .use('/:id/*', abandonOverdueFirst)

  .get('/:id', loadUnfinished, async (c) => {
    const { unfinished: session } = c.var
    if (session.status === 'completed') return c.redirect(pathTo`/sessions/${session.id}`, 303)
    return c.render(await sessionPage(c, session), { title: unfinishedName(session) })
  })

  .post(
    '/:id/settle',
    loadUnfinished,
    requireOpen,
    form(EndForm, title, invalidPage, { heading: false }),
    async (c) => {
      const { DB } = c.env
      const { unfinished: session, user } = c.var
      const input = c.req.valid('form')
      const result = await act.endSession(DB, user, session.id, input, Date.now())
      if ('refused' in result) return throwRefusal(session.id, result)
      if (!('errors' in result)) {
        const { clock } = user.preferences
        return answer(appContext(c), session, {
          result,
          message: endedMessage(session, { ended_at: result.ended_at, clock }),
        })
      }
      if (wantsFragment(c) && requestOrigin(c) !== '') {
        flash(c, { message: Object.values(result.errors).flat().join(' ') })
        return c.body(null, 204, { 'HX-Redirect': pathTo`/timer/forgotten/${session.id}` })
      }
      c.status(422)
      return c.render(await sessionPage(c, session, { values: submittedText(c), errors: result.errors }), { title })
    },
  )

  .post('/:id/resume', loadUnfinished, requireOpen, versionForm, async (c) => {
    const { unfinished: session, user } = c.var
    const result = await act.resume(c.env.DB, user, session.id, c.req.valid('form').seq, Date.now())
    if ('refused' in result) return throwRefusal(session.id, result)
    const toast = { message: `${quotedName(session)} is running again`, undo: unfinishedUndoPath(session, result.seq) }
    return redirectBack(c, { toast, page: '/timer' })
  })

  .post('/:id/discard', loadUnfinished, requireOpen, versionForm, async (c) => {
    const { unfinished: session, user } = c.var
    const result = await act.discardUnfinished(c.env.DB, user, session.id, c.req.valid('form').seq, Date.now())
    return answer(appContext(c), session, { result, message: `Discarded ${quotedName(session)}` })
  })

export const undoUnfinished = async (c: Context<App>, id: string, seq: string, was: string, answered: string) => {
  const { DB } = c.env
  const { user } = c.var
  if (was !== 'active' && was !== 'abandoned') return c.notFound()
  const [session] = await Promise.all([sessionOfAnyStatus(DB, user.id, id), hasOtherOpenSession(DB, user.id, id)])
  if (!session) return c.notFound()
  const last = /^\d{1,15}$/.test(answered) ? Number(answered) || null : null
  const result = await act.undoUnfinishedAction(
    DB,
    user,
    id,
    { seq: Number(seq), wasActive: was === 'active', answered: last },
    Date.now(),
  )
  if ('refused' in result) return throwRefusal(id, result)
  const isRunning = was === 'active' && abandonAt({ ...session, last_heartbeat_at: last }) > Date.now()
  const message = isRunning ? `${quotedName(session)} restored` : `${quotedName(session)} needs an end again`
  return redirectBack(c, { toast: { message }, page: '/sessions' })
}
