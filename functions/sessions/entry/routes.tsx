import { type Context, Hono } from 'hono'
import { EntryForm, EntryUnderstood } from '../../../views/sessions/entry'
import { titleOf } from '../../../views/sessions/words'
import type { App } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { duration } from '../../lib/format'
import { cameFrom, flash, wantsFragment } from '../../lib/page'
import { todayOf } from '../../lib/today'
import { respondStarted } from '../../timer/fragments'
import { changeParts } from '../answers'
import * as q from '../queries'
import { EntryText } from '../schema'
import { logLine, startLine } from './act'
import { overlapWith } from './queries'
import { type Understood, understandFor } from './understand'

const title = 'Log or start'

type Shown = Partial<Parameters<typeof EntryForm>[0]>

const entryForm = (c: Context<App>, shown: Shown = {}) => (
  <EntryForm reader={c.var.user.preferences} today={todayOf(c)} {...shown} />
)

const overlapOf = (c: Context<App>, { plan }: Understood) =>
  plan?.kind === 'log' ? overlapWith(c.env.DB, c.var.user.id, plan.times) : 0

/** The same line again, with what is wrong with it. */
const refuse = async (c: Context<App>, understood: Understood, errors: string[]) => {
  c.status(422)
  return c.render(entryForm(c, { value: (await submittedText(c)).entry, errors, understood }), { title, heading: true })
}

/** The one-line entry: read while it is typed, done when it is sent. */
export const sessionEntry = new Hono<App>()
  .get('/', async (c) => {
    const text = (c.req.query('entry') ?? '').slice(0, 500)
    const { understood, running } = await understandFor(c.env.DB, c.var.user, text, Date.now())
    const shown = { understood, running, overlap: await overlapOf(c, understood) }
    if (!wantsFragment(c)) return c.render(entryForm(c, { value: text, ...shown }), { title, heading: true })
    return c.render(<EntryUnderstood {...shown} reader={c.var.user.preferences} today={todayOf(c)} />)
  })

  .post(
    '/',
    form(EntryText, title, (c, draft) => entryForm(c, { value: draft.values.entry, errors: draft.errors.entry })),
    async (c) => {
      const { entry } = c.req.valid('form')
      const { DB } = c.env
      const { user } = c.var
      const now = Date.now()
      const reading = await understandFor(DB, user, entry, now)
      const line = { text: entry, reading, now }
      const { understood } = reading
      const { plan, errors } = understood
      if (!plan || errors.length > 0) return refuse(c, understood, errors)
      if (plan.kind === 'start') {
        const result = await startLine(DB, user, line, plan)
        if ('errors' in result) return refuse(c, understood, Object.values(result.errors).flat())
        return respondStarted(c, result, { main: entryForm(c) })
      }
      const session = await logLine(DB, user, line, plan.times)
      const message = `Logged “${titleOf(session)}”, ${duration(session.duration_seconds)}`
      const toast = { message, undo: `/sessions/${session.id}/delete` }
      if (wantsFragment(c)) {
        const after = await q.session(DB, user.id, session.id)
        return changeParts(c, { before: null, after, toast, main: entryForm(c) })
      }
      flash(c, toast)
      return c.redirect(cameFrom(c, '/sessions').replace(/^\/sessions\/.*/, '/sessions'), 303)
    },
  )
