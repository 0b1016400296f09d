import { zValidator } from '@hono/zod-validator'
import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { leftName } from '../../../views/timer/left-name'
import { LeftListPage, LeftPage } from '../../../views/timer/left-page'
import type { App } from '../../lib/env'
import { type Draft, form, submittedText } from '../../lib/form'
import { clockTime } from '../../lib/format'
import { type Loaded, loads } from '../../lib/load'
import { flash, wantsFragment } from '../../lib/page'
import { ProblemError, problems } from '../../lib/problem'
import * as act from './actions'
import { type Asked, endedMessage, leads, named, refuse, settled, undoPath } from './answers'
import { evidenceFor } from './evidence'
import { leftList } from './list'
import { leftSession } from './queries'
import { AnswerForm, type LeftSession, Seen, SettleForm, UndoQuery } from './schema'
import { settleForgotten } from './settle'
import { givenUpAt } from './standing'

type Left = Loaded<'left', LeftSession>

const title = 'When did it end?'
const pageSize = 20

/** Loads the session named in the path, whatever its status. What has waited too long is given up first. */
const found = loads('left', async (c, id) => {
  await settleForgotten(c.env.DB, c.var.user, Date.now())
  const session = await leftSession(c.env.DB, c.var.user.id, id)
  return session?.deleted_at === null ? session : null
})

const page = async <E extends App>(c: Context<E>, session: LeftSession, draft?: Draft<SettleForm>) => {
  const { user } = c.var
  const now = Date.now()
  const ends = (await evidenceFor(c.env.DB, user.id, [session], now)).get(session.id) ?? []
  return <LeftPage session={session} ends={ends} user={user} now={now} draft={draft} />
}

/** The same for a change of it: one that has ended meanwhile is refused. */
const foundOpen = createMiddleware<Left>(async (c, next) => {
  if (c.var.left.status === 'completed') return refuse(c.var.left.id, { refused: 'moved' })
  await next()
})

/** What cannot be read: the page again, with what is wrong. */
const again = (c: Context<Left>, { values, errors }: Draft<{ seq: number }>) => page(c, c.var.left, { values, errors })

const listPage = async (c: Context<App>) => {
  const { user } = c.var
  const now = Date.now()
  await settleForgotten(c.env.DB, user, now)
  const left = await leftList(c.env.DB, user.id, { below: c.req.query('below'), limit: pageSize }, now)
  const last = left.more ? left.sessions.at(-1)?.id : undefined
  const next = last && `/timer/forgotten?${new URLSearchParams({ below: last })}`
  return <LeftListPage left={left} next={next} user={user} />
}

const askedFrom = async (c: Context): Promise<Asked> => {
  const { where } = await submittedText(c)
  return where === 'row' || where === 'bar' ? where : ''
}

/** Ends for what was left running. */
export const forgotten = new Hono<App>()
  .get('/', async (c) => c.render(await listPage(c), { title: 'Left running' }))

  .post('/answer', form(AnswerForm, 'Left running', listPage, { heading: false }), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { id, seq } = c.req.valid('form')
    const now = Date.now()
    await settleForgotten(DB, user, now)
    const session = await leftSession(DB, user.id, id)
    if (!session) return c.notFound()
    const done = await act.answer(DB, user, id, seq, now)
    if ('refused' in done) return refuse(id, done)
    const { ask_after_minutes, time_zone, clock } = user.preferences
    const next = clockTime(now + ask_after_minutes * 60_000, time_zone, clock)
    const toast = {
      message: `${named(session)} runs on. It asks again at ${next}`,
      undo: undoPath(session, done.seq),
    }
    return settled(c, session, { toast, page: '/timer', asked: await askedFrom(c) })
  })

  .get('/:id', found, async (c) => {
    const { left } = c.var
    if (left.status === 'completed') return c.redirect(`/sessions/${left.id}`, 303)
    return c.render(await page(c, left), { title: leftName(left) })
  })

  .post('/:id/settle', found, foundOpen, form(SettleForm, title, again, { heading: false }), async (c) => {
    const { DB } = c.env
    const { left, user } = c.var
    const end = c.req.valid('form')
    const now = Date.now()
    const done = await act.settle(DB, user, left.id, end, now)
    if ('refused' in done) return refuse(left.id, done)
    const asked = await askedFrom(c)
    if ('errors' in done) {
      if (wantsFragment(c) && asked !== '') {
        const message = Object.values(done.errors).flat().join(' ')
        flash(c, { message })
        return c.body(null, 204, { 'HX-Redirect': `/timer/forgotten/${left.id}` })
      }
      c.status(422)
      return c.render(await page(c, left, { values: await submittedText(c), errors: done.errors }), { title })
    }
    const { clock } = user.preferences
    const toast = {
      message: endedMessage(left, { ended_at: done.ended_at, clock }),
      undo: undoPath(left, done.seq),
    }
    return settled(c, left, { toast, page: '/sessions', asked })
  })

  .post('/:id/resume', found, foundOpen, form(Seen, title, again, { heading: false }), async (c) => {
    const { left, user } = c.var
    const done = await act.resume(c.env.DB, user, left.id, c.req.valid('form').seq, Date.now())
    if ('refused' in done) return refuse(left.id, done)
    const toast = { message: `${named(left)} runs on`, undo: undoPath(left, done.seq) }
    return leads(c, { toast, page: '/timer' })
  })

  .post('/:id/discard', found, foundOpen, form(Seen, title, again, { heading: false }), async (c) => {
    const { left, user } = c.var
    const done = await act.discard(c.env.DB, user, left.id, c.req.valid('form').seq, Date.now())
    if ('refused' in done) return refuse(left.id, done)
    const toast = { message: `Discarded ${named(left)}`, undo: undoPath(left, done.seq) }
    return settled(c, left, { toast, page: '/sessions', asked: await askedFrom(c) })
  })

  .post(
    '/:id/undo',
    zValidator('query', UndoQuery, (result) => {
      if (!result.success) throw new ProblemError(problems.notFound)
    }),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const session = await leftSession(DB, user.id, c.req.param('id'))
      if (!session) return c.notFound()
      const asked = c.req.valid('query')
      const done = await act.undo(DB, user, session.id, asked, Date.now())
      if ('refused' in done) return refuse(session.id, done)
      const isRunning =
        asked.was === 'active' && givenUpAt({ ...session, last_heartbeat_at: asked.answered }) > Date.now()
      const message = isRunning ? `${named(session)} is as before` : `${named(session)} waits for an end again`
      return leads(c, { toast: { message }, page: '/sessions' })
    },
  )
