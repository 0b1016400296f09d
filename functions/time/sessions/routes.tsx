import { Hono } from 'hono'
import { SessionPage } from '../../../views/time/sessions/session'
import { uniqueNameIndex } from '../../filing/projects/queries'
import { recoverableSince } from '../../lib/db/recoverable'
import { commitGuarded } from '../../lib/db/retry'
import { commit } from '../../lib/db/sql'
import { type App, appContext, rowLoader } from '../../lib/env'
import { form } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { prefetchFragments, previousPath, wantsFragment } from '../../lib/http/respond'
import { notesMember } from '../../lib/resource/members'
import { noteRoutes } from '../../lib/resource/notes'
import { undoLineProject } from '../../line/queries'
import { redirectUnfinished, restoreUnfinished } from '../timer/unfinished/actions'
import { addedToast } from './added-toast'
import { readSessionRate } from './billing'
import { loadSession, quotedSession, sessionEditRoutes } from './edits'
import { editForm, newForm, newTitle, respondInvalidNew, returnPath } from './forms'
import { readSessionPage, renderChangeRegions, respondChange, respondRow } from './fragments'
import { countGeneral, generalProject } from './general'
import { formErrors } from './plan-link'
import { planSession } from './plan-session'
import * as q from './queries'
import { SessionForm, sessionNotesLimit, TimesQuery } from './schema'
import { applyTimesEdit, derivedTimeText, resolveTypedTimes } from './times/edit'
import { sessionTitle } from './title'
import { sessionFromForm } from './values'
import * as w from './writes'

/** Rounded to the minute, so that the reads of one request are identical and can be shared. */
const deletedSince = () => Math.floor(recoverableSince(Date.now()) / 60_000) * 60_000

const loadDeletedSession = rowLoader('session', (db, userId, id) => q.deletedSession(db, userId, id, deletedSince()))

export const sessions = new Hono<App>()
  .route('/', noteRoutes('sessions', { notes: notesMember(sessionNotesLimit) }))
  .route('/', sessionEditRoutes)
  .get('/new', async (c) => c.render(await newForm(c), { title: newTitle, heading: true }))

  .get('/times', (c) => {
    const { preferences } = c.var.user
    const { success, data } = TimesQuery.safeParse(c.req.query())
    if (!success) return c.json({})
    const { time_zone, ...typed } = data
    const zone = { ...preferences, time_zone: time_zone || preferences.time_zone }
    return c.json(derivedTimeText(typed, (times) => resolveTypedTimes(times, zone, Date.now()), preferences.clock))
  })

  .get('/:id/times', loadSession, (c) => {
    const { session, user } = c.var
    const { success, data } = TimesQuery.safeParse(c.req.query())
    if (!success) return c.json({})
    const { time_zone, ...typed } = data
    const { clock } = user.preferences
    return c.json(
      derivedTimeText(typed, (times) => applyTimesEdit(session, times, time_zone, clock, Date.now()), clock),
    )
  })

  .post('/', form(SessionForm, newTitle, newForm), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const now = Date.now()
    const typed = c.req.valid('form')
    const session = sessionFromForm(typed, user.preferences, now)
    const rate = 'errors' in session ? null : await readSessionRate(c, typed.hourly_rate, session)
    if (rate && 'error' in rate) return respondInvalidNew(c, { hourly_rate: [rate.error] })
    const regions = prefetchFragments(c, () => renderChangeRegions(c, { after: session.id }))
    const { errors, added, general } = await commitGuarded(DB, user.id, ['stats'], async () => {
      const finding = typed.project_id ? null : generalProject(DB, user.id, c.var.org)
      const planned = await planSession(DB, user.id, { ...session, ...rate }, now, undefined, finding)
      if (!planned.errors) countGeneral(c, planned.general)
      return { result: planned, writes: planned.writes, unique: uniqueNameIndex }
    })
    if (errors) return respondInvalidNew(c, formErrors(errors))
    const toast = addedToast(c, added, { now, general })
    return respondChange(c, { regions, toast, page: returnPath(c) ?? '/sessions' })
  })

  .get('/:id', redirectUnfinished, loadSession, async (c) => {
    const { session } = c.var
    if (wantsFragment(c)) return respondRow(c, session)
    return c.render(<SessionPage {...(await readSessionPage(c, session))} />, { title: sessionTitle(session) })
  })

  .get('/:id/edit', redirectUnfinished, loadSession, async (c) =>
    c.render(await editForm(c, c.var.session), {
      title: `Edit ${sessionTitle(c.var.session)}`,
      heading: 'Edit session',
    }),
  )

  .post('/:id/delete', undoLineProject, loadSession, async (c) => {
    const { DB } = c.env
    const { session, user } = c.var
    const regions = prefetchFragments(c, () => renderChangeRegions(c, { before: session, after: null }))
    const isDone = await commit(DB, user.id, ['stats'], w.deleteSession(DB, user.id, session.id, Date.now()))
    if (!isDone) return c.notFound()
    const message = c.req.query('of') === 'copy' ? 'Copy removed' : `Deleted ${quotedSession(session)}`
    const toast = { message, undo: pathTo`/sessions/${session.id}/restore` }
    return respondChange(c, { regions, toast, page: returnPath(appContext(c)) ?? '/sessions' })
  })

  .post('/:id/restore', restoreUnfinished, loadDeletedSession, async (c) => {
    const { DB } = c.env
    const { session, user } = c.var
    const regions = prefetchFragments(c, () => renderChangeRegions(c, { after: session.id }))
    const isDone = await commit(DB, user.id, ['stats'], w.restoreSession(DB, user.id, session.id, Date.now()))
    if (!isDone) return c.notFound()
    const toast = { message: `Restored ${quotedSession(session)}` }
    return respondChange(c, { regions, toast, page: previousPath(c, '/sessions') })
  })
