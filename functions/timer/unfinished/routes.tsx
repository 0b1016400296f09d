import { zValidator } from '@hono/zod-validator'
import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { unfinishedName } from '../../../views/timer/unfinished-name'
import { UnfinishedListPage, UnfinishedPage } from '../../../views/timer/unfinished-page'
import type { App } from '../../lib/env'
import { type Draft, form, submittedText } from '../../lib/form'
import { clockTime } from '../../lib/format'
import { type Loaded, loads } from '../../lib/load'
import { flash, wantsFragment } from '../../lib/page'
import { ProblemError, problems } from '../../lib/problem'
import { abandonOverdue } from './abandon'
import * as act from './actions'
import { endOptionsFor } from './end-options'
import { unfinishedList } from './page-data'
import { sessionOfAnyStatus } from './queries'
import {
  endedMessage,
  quotedName,
  type RequestOrigin,
  redirectBack,
  respondChanged,
  throwRefusal,
  undoPath,
} from './responses'
import { CheckInForm, EndForm, UndoQuery, type UnfinishedSession, VersionForm } from './schema'
import { abandonAt } from './thresholds'

type LoadedUnfinished = Loaded<'left', UnfinishedSession>

const title = 'When did it end?'
const pageSize = 20

/** Loads the session named in the path, whatever its status. What has waited too long is given up first. */
const loadUnfinished = loads('left', async (c, id) => {
  await abandonOverdue(c.env.DB, c.var.user, Date.now())
  const session = await sessionOfAnyStatus(c.env.DB, c.var.user.id, id)
  return session?.deleted_at === null ? session : null
})

const sessionPage = async <E extends App>(c: Context<E>, session: UnfinishedSession, draft?: Draft<EndForm>) => {
  const { user } = c.var
  const now = Date.now()
  const ends = (await endOptionsFor(c.env.DB, user.id, [session], now)).get(session.id) ?? []
  return <UnfinishedPage session={session} ends={ends} user={user} now={now} draft={draft} />
}

/** The same for a change of it: one that has ended meanwhile is refused. */
const requireOpen = createMiddleware<LoadedUnfinished>(async (c, next) => {
  if (c.var.left.status === 'completed') return throwRefusal(c.var.left.id, { refused: 'moved' })
  await next()
})

/** What cannot be read: the page again, with what is wrong. */
const invalidPage = (c: Context<LoadedUnfinished>, { values, errors }: Draft<{ seq: number }>) =>
  sessionPage(c, c.var.left, { values, errors })

const listPage = async (c: Context<App>) => {
  const { user } = c.var
  const now = Date.now()
  await abandonOverdue(c.env.DB, user, now)
  const left = await unfinishedList(c.env.DB, user.id, { below: c.req.query('below'), limit: pageSize }, now)
  const last = left.more ? left.sessions.at(-1)?.id : undefined
  const next = last && `/timer/forgotten?${new URLSearchParams({ below: last })}`
  return <UnfinishedListPage left={left} next={next} user={user} />
}

const requestOrigin = async (c: Context): Promise<RequestOrigin> => {
  const { where } = await submittedText(c)
  return where === 'row' || where === 'bar' ? where : ''
}

/** Ends for what was left running. */
export const unfinished = new Hono<App>()
  .get('/', async (c) => c.render(await listPage(c), { title: 'Left running' }))

  .post('/answer', form(CheckInForm, 'Left running', listPage, { heading: false }), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { id, seq } = c.req.valid('form')
    const now = Date.now()
    await abandonOverdue(DB, user, now)
    const session = await sessionOfAnyStatus(DB, user.id, id)
    if (!session) return c.notFound()
    const done = await act.confirmRunning(DB, user, id, seq, now)
    if ('refused' in done) return throwRefusal(id, done)
    const { ask_after_minutes, time_zone, clock } = user.preferences
    const next = clockTime(now + ask_after_minutes * 60_000, time_zone, clock)
    const toast = {
      message: `${quotedName(session)} runs on. It asks again at ${next}`,
      undo: undoPath(session, done.seq),
    }
    return respondChanged(c, session, { toast, page: '/timer', asked: await requestOrigin(c) })
  })

  .get('/:id', loadUnfinished, async (c) => {
    const { left } = c.var
    if (left.status === 'completed') return c.redirect(`/sessions/${left.id}`, 303)
    return c.render(await sessionPage(c, left), { title: unfinishedName(left) })
  })

  .post(
    '/:id/settle',
    loadUnfinished,
    requireOpen,
    form(EndForm, title, invalidPage, { heading: false }),
    async (c) => {
      const { DB } = c.env
      const { left, user } = c.var
      const end = c.req.valid('form')
      const now = Date.now()
      const done = await act.endSession(DB, user, left.id, end, now)
      if ('refused' in done) return throwRefusal(left.id, done)
      const asked = await requestOrigin(c)
      if ('errors' in done) {
        if (wantsFragment(c) && asked !== '') {
          const message = Object.values(done.errors).flat().join(' ')
          flash(c, { message })
          return c.body(null, 204, { 'HX-Redirect': `/timer/forgotten/${left.id}` })
        }
        c.status(422)
        return c.render(await sessionPage(c, left, { values: await submittedText(c), errors: done.errors }), { title })
      }
      const { clock } = user.preferences
      const toast = {
        message: endedMessage(left, { ended_at: done.ended_at, clock }),
        undo: undoPath(left, done.seq),
      }
      return respondChanged(c, left, { toast, page: '/sessions', asked })
    },
  )

  .post(
    '/:id/resume',
    loadUnfinished,
    requireOpen,
    form(VersionForm, title, invalidPage, { heading: false }),
    async (c) => {
      const { left, user } = c.var
      const done = await act.resume(c.env.DB, user, left.id, c.req.valid('form').seq, Date.now())
      if ('refused' in done) return throwRefusal(left.id, done)
      const toast = { message: `${quotedName(left)} runs on`, undo: undoPath(left, done.seq) }
      return redirectBack(c, { toast, page: '/timer' })
    },
  )

  .post(
    '/:id/discard',
    loadUnfinished,
    requireOpen,
    form(VersionForm, title, invalidPage, { heading: false }),
    async (c) => {
      const { left, user } = c.var
      const done = await act.discard(c.env.DB, user, left.id, c.req.valid('form').seq, Date.now())
      if ('refused' in done) return throwRefusal(left.id, done)
      const toast = { message: `Discarded ${quotedName(left)}`, undo: undoPath(left, done.seq) }
      return respondChanged(c, left, { toast, page: '/sessions', asked: await requestOrigin(c) })
    },
  )

  .post(
    '/:id/undo',
    zValidator('query', UndoQuery, (result) => {
      if (!result.success) throw new ProblemError(problems.notFound)
    }),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const session = await sessionOfAnyStatus(DB, user.id, c.req.param('id'))
      if (!session) return c.notFound()
      const asked = c.req.valid('query')
      const done = await act.undo(DB, user, session.id, asked, Date.now())
      if ('refused' in done) return throwRefusal(session.id, done)
      const isRunning =
        asked.was === 'active' && abandonAt({ ...session, last_heartbeat_at: asked.answered }) > Date.now()
      const message = isRunning
        ? `${quotedName(session)} is as before`
        : `${quotedName(session)} waits for an end again`
      return redirectBack(c, { toast: { message }, page: '/sessions' })
    },
  )
