import { type Context, Hono } from 'hono'
import { EntryForm, EntryPreview } from '../../views/entry/entry'
import { titleOf } from '../../views/sessions/words'
import type { App } from '../lib/env'
import { form, submittedText } from '../lib/form'
import { duration } from '../lib/format'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { todayOf } from '../lib/today'
import { respondChange } from '../sessions/fragments'
import * as q from '../sessions/queries'
import { EntryText } from '../sessions/schema'
import { respondStarted } from '../timer/fragments'
import { logLine, startLine } from './execute'
import { type Interpretation, interpretFor } from './interpret'
import { trackedSecondsWithin } from './queries'

const title = 'Log or start'

type EntryFormValues = Partial<Parameters<typeof EntryForm>[0]>

const renderForm = (c: Context<App>, shown: EntryFormValues = {}) => (
  <EntryForm reader={c.var.user.preferences} today={todayOf(c)} {...shown} />
)

const overlapSecondsOf = (c: Context<App>, { plan }: Interpretation) =>
  plan?.kind === 'log' ? trackedSecondsWithin(c.env.DB, c.var.user.id, plan.times) : 0

/** The same line again, with what is wrong with it. */
const respondInvalid = async (c: Context<App>, understood: Interpretation, errors: string[]) => {
  c.status(422)
  return c.render(renderForm(c, { value: (await submittedText(c)).entry, errors, understood }), {
    title,
    heading: true,
  })
}

/** The one-line entry: read while it is typed, done when it is sent. */
export const entryLine = new Hono<App>()
  .get('/', async (c) => {
    const text = (c.req.query('entry') ?? '').slice(0, 500)
    const { understood, running } = await interpretFor(c.env.DB, c.var.user, text, Date.now())
    const shown = { understood, running, overlap: await overlapSecondsOf(c, understood) }
    if (!wantsFragment(c)) return c.render(renderForm(c, { value: text, ...shown }), { title, heading: true })
    return c.render(<EntryPreview {...shown} reader={c.var.user.preferences} today={todayOf(c)} />)
  })

  .post(
    '/',
    form(EntryText, title, (c, draft) => renderForm(c, { value: draft.values.entry, errors: draft.errors.entry })),
    async (c) => {
      const { entry } = c.req.valid('form')
      const { DB } = c.env
      const { user } = c.var
      const now = Date.now()
      const reading = await interpretFor(DB, user, entry, now)
      const line = { text: entry, reading, now }
      const { understood } = reading
      const { plan, errors } = understood
      if (!plan || errors.length > 0) return respondInvalid(c, understood, errors)
      if (plan.kind === 'start') {
        const result = await startLine(DB, user, line, plan)
        if ('errors' in result) return respondInvalid(c, understood, Object.values(result.errors).flat())
        return respondStarted(c, result, { main: renderForm(c) })
      }
      const session = await logLine(DB, user, line, plan.times)
      const message = `Logged “${titleOf(session)}”, ${duration(session.duration_seconds)}`
      const toast = { message, undo: `/sessions/${session.id}/delete` }
      if (wantsFragment(c)) {
        const after = await q.session(DB, user.id, session.id)
        return respondChange(c, { before: null, after, toast, main: renderForm(c) })
      }
      flash(c, toast)
      return c.redirect(cameFrom(c, '/sessions').replace(/^\/sessions\/.*/, '/sessions'), 303)
    },
  )
