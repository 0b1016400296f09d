import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { EntryForm, EntryUnderstood } from '../../../views/sessions/entry'
import { titleOf } from '../../../views/sessions/words'
import type { App } from '../../lib/env'
import { form, typed } from '../../lib/form'
import { duration } from '../../lib/format'
import { cameFrom, flash, wantsPart } from '../../lib/page'
import { todayOf } from '../../lib/today'
import { addProjects, nextColor } from '../../projects/queries'
import { commitNamed } from '../../projects/writes'
import { changeParts } from '../answers'
import * as q from '../queries'
import { EntryText } from '../schema'
import type { ResolvedTimes } from '../times/resolve'
import { orProjectGone } from '../writes'
import { type Understood, understandFor } from './understand'

const title = 'Log a session'

type Shown = { value?: string; errors?: string[]; understood?: Understood }

const entryForm = (c: Context<App>, shown: Shown = {}) => (
  <EntryForm reader={c.var.user.preferences} today={todayOf(c)} {...shown} />
)

/** The project that a line names, and the statements that make it when it is new. */
const projectOf = (db: D1Database, userId: string, { project }: Understood, projectCount: number, now: number) => {
  if (!project?.isNew) return { id: project?.id ?? null, writes: [] }
  const added = {
    id: uuid(),
    name: project.name,
    client: '',
    classification: 'work' as const,
    color: nextColor(projectCount),
    import_id: null,
  }
  return { id: added.id, writes: addProjects(db, userId, [added], now) }
}

type Reading = Awaited<ReturnType<typeof understandFor>>

/**
 * Writes down what was understood; a project that it names for the first time comes with it. Null when another write
 * made or removed the project meanwhile.
 */
const log = async (c: Context<App>, { understood, projectCount }: Reading, times: ResolvedTimes, now: number) => {
  const { DB } = c.env
  const { user } = c.var
  const { time_zone, day_start_minute } = user.preferences
  const project = projectOf(DB, user.id, understood, projectCount, now)
  const session = {
    ...times,
    id: uuid(),
    source: 'manual' as const,
    project_id: project.id,
    goal_id: null,
    title: understood.title,
    notes: '',
    tags: understood.tags,
    time_zone,
    day_start_minute,
    import_id: null,
    import_key: null,
  }
  const writes = [
    ...project.writes,
    ...q.addSessions(DB, user.id, [session], now),
    ...orProjectGone(DB, user.id, [project.id]),
  ]
  return (await commitNamed(DB, user.id, ['stats'], writes)) === 'done' ? session : null
}

/** The same, read once more where the project came or went at the same moment. */
const logOnce = async (c: Context<App>, text: string, reading: Reading, times: ResolvedTimes, now: number) => {
  const session =
    (await log(c, reading, times, now)) ??
    (await log(c, await understandFor(c.env.DB, c.var.user, text, now), times, now))
  if (!session) throw new Error('a project came and went while a session was logged')
  return session
}

/** The one-line entry: read while it is typed, written down when it is sent. */
export const sessionEntry = new Hono<App>()
  .get('/', async (c) => {
    const text = (c.req.query('entry') ?? '').slice(0, 500)
    const { understood } = await understandFor(c.env.DB, c.var.user, text, Date.now())
    if (!wantsPart(c)) return c.render(entryForm(c, { value: text, understood }), { title, heading: true })
    return c.render(<EntryUnderstood understood={understood} reader={c.var.user.preferences} today={todayOf(c)} />)
  })

  .post(
    '/',
    form(EntryText, title, (c, draft) => entryForm(c, { value: draft.values.entry, errors: draft.errors.entry })),
    async (c) => {
      const { entry } = c.req.valid('form')
      const now = Date.now()
      const reading = await understandFor(c.env.DB, c.var.user, entry, now)
      const { understood } = reading
      const { times, errors } = understood
      if (!times || errors.length > 0) {
        c.status(422)
        const value = (await typed(c)).entry
        return c.render(entryForm(c, { value, errors, understood }), { title, heading: true })
      }
      const session = await logOnce(c, entry, reading, times, now)
      const message = `Logged “${titleOf(session)}”, ${duration(session.duration_seconds)}`
      const toast = { message, undo: `/sessions/${session.id}/delete` }
      if (wantsPart(c)) {
        const after = await q.session(c.env.DB, c.var.user.id, session.id)
        return changeParts(c, { before: null, after, toast, main: entryForm(c) })
      }
      flash(c, toast)
      return c.redirect(cameFrom(c, '/sessions').replace(/^\/sessions\/.*/, '/sessions'), 303)
    },
  )
