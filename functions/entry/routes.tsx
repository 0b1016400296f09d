import { type Context, Hono } from 'hono'
import { EntryForm, EntryPreview } from '../../views/entry/entry'
import { titleOf } from '../../views/sessions/words'
import type { App } from '../lib/env'
import { form, submittedText } from '../lib/form'
import { duration } from '../lib/format'
import { cameFrom, wantsFragment } from '../lib/page'
import { todayOf } from '../lib/today'
import { respondChange } from '../sessions/fragments'
import { EntryText } from '../sessions/schema'
import { respondStarted } from '../timer/fragments'
import { logLine, startLine } from './execute'
import { type Interpretation, interpretFor } from './interpret'
import { trackedSecondsWithin } from './queries'

const title = 'Log or start'

const entryForm = (c: Context<App>, props: Partial<Parameters<typeof EntryForm>[0]> = {}) => (
  <EntryForm reader={c.var.user.preferences} today={todayOf(c)} {...props} />
)

const overlapSeconds = (c: Context<App>, { plan }: Interpretation) =>
  plan?.kind === 'log' ? trackedSecondsWithin(c.env.DB, c.var.user.id, plan.times) : 0

const respondInvalid = async (c: Context<App>, interpretation: Interpretation, errors: string[]) => {
  c.status(422)
  const { entry } = await submittedText(c)
  return c.render(entryForm(c, { value: entry, errors, interpretation }), { title, heading: true })
}

/** `/sessions/entry`: previews the line while it is typed, then logs a session or starts the timer. */
export const entryLine = new Hono<App>()
  .get('/', async (c) => {
    const text = (c.req.query('entry') ?? '').slice(0, 500)
    const { interpretation, running } = await interpretFor(c.env.DB, c.var.user, text, Date.now())
    const preview = { interpretation, running, overlap: await overlapSeconds(c, interpretation) }
    if (!wantsFragment(c)) return c.render(entryForm(c, { value: text, ...preview }), { title, heading: true })
    return c.render(<EntryPreview {...preview} reader={c.var.user.preferences} today={todayOf(c)} />)
  })

  .post(
    '/',
    form(EntryText, title, (c, draft) => entryForm(c, { value: draft.values.entry, errors: draft.errors.entry })),
    async (c) => {
      const { entry } = c.req.valid('form')
      const { DB } = c.env
      const { user } = c.var
      const now = Date.now()
      const reading = await interpretFor(DB, user, entry, now)
      const line = { text: entry, reading, now }
      const { interpretation } = reading
      const { plan, errors } = interpretation
      if (!plan || errors.length > 0) return respondInvalid(c, interpretation, errors)
      if (plan.kind === 'start') {
        const result = await startLine(DB, user, line, plan)
        if ('errors' in result) return respondInvalid(c, interpretation, Object.values(result.errors).flat())
        return respondStarted(c, result, { main: entryForm(c) })
      }
      const session = await logLine(DB, user, line, plan.times)
      const message = `Logged “${titleOf(session)}”, ${duration(session.duration_seconds)}`
      return respondChange(c, {
        after: session.id,
        toast: { message, undo: `/sessions/${session.id}/delete` },
        main: entryForm(c),
        page: cameFrom(c, '/sessions').replace(/^\/sessions\/.*/, '/sessions'),
      })
    },
  )
