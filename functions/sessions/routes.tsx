import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { NewSession, type SessionDraft } from '../../views/sessions/form'
import { NextPage } from '../../views/sessions/list'
import { SessionsPage } from '../../views/sessions/page'
import { SessionPage } from '../../views/sessions/session'
import { nameOf, titleOf } from '../../views/sessions/words'
import type { App } from '../lib/env'
import { form, typed } from '../lib/form'
import { duration } from '../lib/format'
import { cameFrom, flash, wantsPart } from '../lib/page'
import { commit } from '../lib/sql'
import { todayOf } from '../lib/today'
import { changeParts, editForm, rowPart, stale, weekNow } from './answers'
import { choicesFor, subjectOptions, wrongChoices } from './choices'
import { sessionEntry } from './entry/routes'
import { type Found, found, foundDeleted } from './found'
import { listPage, namesOf } from './list/page'
import { ViewQuery, wholeList } from './list/view'
import * as q from './queries'
import { SessionEdit, SessionForm, type SessionRow } from './schema'
import { resolveTyped } from './times/resolve'
import { editDifferences, editedSession } from './values'
import * as w from './writes'

const newForm = async (c: Context<App>, draft?: SessionDraft) => {
  const { preferences, id } = c.var.user
  const empty = {
    title: '',
    project_id: '',
    goal_id: '',
    started_at: '',
    ended_at: '',
    duration: '',
    notes: '',
    tags: '',
  }
  const date = c.req.query('date') ?? todayOf(c)
  return (
    <NewSession
      values={{ ...empty, date, time_zone: preferences.time_zone }}
      draft={draft}
      choices={await choicesFor(c.env.DB, id)}
      back={wantsPart(c) ? cameFrom(c, '/sessions') : '/sessions'}
      inPlace={wantsPart(c)}
    />
  )
}

const newTitle = 'Log a session'
const editTitle = 'Edit session'

const named = (session: Pick<SessionRow, 'title' | 'duration_seconds'>) =>
  `“${titleOf(session)}”, ${duration(session.duration_seconds)}`

/** The list of what the address asks for; what cannot be had is said next to its field. */
const list = async (c: Context<App>) => {
  const { DB } = c.env
  const { user } = c.var
  const context = { reader: user.preferences, today: todayOf(c) }
  const { data: view, error } = ViewQuery.safeParse(c.req.query())
  if (!view) {
    const draft = { values: c.req.query(), errors: z.flattenError(error).fieldErrors }
    const subjects = await subjectOptions(DB, user.id)
    const shown = { view: wholeList, names: new Map(), page: null, week: await weekNow(c) }
    c.status(422)
    return c.render(<SessionsPage subjects={subjects} draft={draft} {...shown} {...context} />, { title: 'Sessions' })
  }
  const page = await listPage(DB, user.id, view)
  const label = nameOf(page.names, view.subject)
  if (/^(project|goal):/.test(view.subject) && label === undefined) return c.notFound()
  const shown = { view, page, names: page.names, ...context }
  if (view.after && wantsPart(c)) return c.render(<NextPage {...shown} />)
  const subjects = await subjectOptions(DB, user.id, label === undefined ? undefined : { value: view.subject, label })
  return c.render(<SessionsPage subjects={subjects} week={await weekNow(c)} {...shown} />, { title: 'Sessions' })
}

export const sessions = new Hono<App>()
  .get('/', list)

  .route('/entry', sessionEntry)

  .get('/new', async (c) => c.render(await newForm(c), { title: newTitle, heading: true }))

  .post('/', form(SessionForm, newTitle, newForm), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { date, started_at, ended_at, duration, ...given } = c.req.valid('form')
    const { day_start_minute } = user.preferences
    const zone = { time_zone: given.time_zone || user.preferences.time_zone, day_start_minute }
    const now = Date.now()
    const times = resolveTyped({ date, started_at, ended_at, duration }, { now, zone })
    const refuse = async (errors: SessionDraft['errors']) => {
      c.status(422)
      return c.render(await newForm(c, { values: await typed(c), errors }), { title: newTitle, heading: true })
    }
    const errors = { ...('errors' in times && times.errors), ...(await wrongChoices(DB, user.id, given)) }
    if ('errors' in times || Object.keys(errors).length > 0) return refuse(errors)
    const id = uuid()
    const added = { ...given, ...times, ...zone, id, source: 'manual' as const, import_id: null, import_key: null }
    const isDone = await commit(DB, user.id, ['stats'], q.addSessions(DB, user.id, [added], now))
    if (!isDone) return refuse((await wrongChoices(DB, user.id, given)) ?? {})
    const toast = { message: `Logged ${named(added)}`, undo: `/sessions/${id}/delete` }
    const after = await q.session(DB, user.id, id)
    if (wantsPart(c)) return changeParts(c, { before: null, after, toast })
    flash(c, toast)
    return c.redirect('/sessions', 303)
  })

  .get('/:id', found, async (c) => {
    const { session, user } = c.var
    if (wantsPart(c)) return rowPart(c, session)
    const names = await namesOf(c.env.DB, user.id, [session])
    return c.render(<SessionPage session={session} names={names} reader={user.preferences} today={todayOf(c)} />, {
      title: titleOf(session),
    })
  })

  .get('/:id/edit', found, async (c) =>
    c.render(await editForm(c, c.var.session), { title: `Edit ${titleOf(c.var.session)}`, heading: true }),
  )

  .post(
    '/:id',
    found,
    form(SessionEdit, editTitle, (c: Context<Found>, draft) => editForm(c, c.var.session, draft)),
    async (c) => {
      const { DB } = c.env
      const { session, user } = c.var
      const { clock } = user.preferences
      const edit = c.req.valid('form')
      const now = Date.now()
      const edited = editedSession(session, edit, clock, now)
      const refuse = async (errors: SessionDraft['errors']) => {
        c.status(422)
        return c.render(await editForm(c, session, { values: await typed(c), errors }), {
          title: editTitle,
          heading: true,
        })
      }
      if ('errors' in edited) return refuse(edited.errors)
      const wrong = await wrongChoices(DB, user.id, edited, session)
      if (wrong) return refuse(wrong)
      if (!(await commit(DB, user.id, ['stats'], w.updateSession(DB, user.id, edited, edit.seq, now)))) {
        const saved = await q.session(DB, user.id, session.id)
        if (!saved) return c.notFound()
        const gone = saved.seq === edit.seq && (await wrongChoices(DB, user.id, edited, saved))
        if (gone) return refuse(gone)
        const names = await namesOf(DB, user.id, [edited, saved])
        const fields = editDifferences(edited, saved, clock, (subject) => nameOf(names, subject))
        if (fields.length > 0) return stale(c, saved, fields)
      }
      if (wantsPart(c)) return changeParts(c, { before: session, after: await q.session(DB, user.id, session.id) })
      flash(c, { message: `Saved ${named(edited)}` })
      return c.redirect(`/sessions/${session.id}`, 303)
    },
  )

  .post('/:id/delete', found, async (c) => {
    const { DB } = c.env
    const { session, user } = c.var
    const isDone = await commit(DB, user.id, ['stats'], w.deleteSession(DB, user.id, session.id, Date.now()))
    if (!isDone) return c.notFound()
    const toast = { message: `Deleted ${named(session)}`, undo: `/sessions/${session.id}/restore` }
    if (wantsPart(c)) return changeParts(c, { before: session, after: null, toast })
    flash(c, toast)
    return c.redirect('/sessions', 303)
  })

  .post('/:id/restore', foundDeleted, async (c) => {
    const { DB } = c.env
    const { session, user } = c.var
    const isDone = await commit(DB, user.id, ['stats'], w.restoreSession(DB, user.id, session.id, Date.now()))
    if (!isDone) return c.notFound()
    const toast = { message: `Restored ${named(session)}` }
    if (wantsPart(c)) return changeParts(c, { before: null, after: session, toast })
    flash(c, toast)
    return c.redirect(cameFrom(c, '/sessions'), 303)
  })
