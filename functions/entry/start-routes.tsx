import { type Context, Hono } from 'hono'
import { SwitchForm, SwitchPart } from '../../views/timer/switch'
import type { App } from '../lib/env'
import { type Draft, form, submittedText } from '../lib/form'
import { wantsFragment } from '../lib/page'
import { fragmentsWith } from '../lib/respond'
import { firstCharacters } from '../lib/text'
import { formErrors } from '../sessions/plan-link'
import { titleLimit } from '../sessions/schema'
import { StartForm } from '../timer/forms'
import { respondStarted, respondTimerChanged, timerRegions } from '../timer/fragments'
import { activeTimer } from '../timer/queries'
import type { TimerErrors } from '../timer/schema'
import { startForm, startTitle, withStartForm } from '../timer/start-form'
import { interpretFor } from './execute'
import type { Interpretation } from './interpret'
import { startFromForm, startValues } from './start'

const formOfLine = async (c: Context<App>) => {
  const { user } = c.var
  const now = Date.now()
  const line = firstCharacters(c.req.query('entry') ?? '', titleLimit)
  const { interpretation } = await interpretFor(c.env.DB, user, { text: line, org: c.var.org }, now)
  return startForm(c, { values: startValues(line, interpretation, now, user.preferences) })
}

/** Answers 422: on a page with the form, in the dialog with its line, and from a button with a toast. */
type Refusal = { errors: Draft<StartForm>['errors'] & TimerErrors; interpretation?: Interpretation }

const respondInvalid = async (c: Context<App>, { errors: found, interpretation }: Refusal) => {
  const errors = formErrors(found)
  c.status(422)
  const messages = Object.values(errors).flat()
  const values = submittedText(c)
  if (!wantsFragment(c)) {
    return c.render(await startForm(c, { draft: { values, errors } }), { title: startTitle, heading: true })
  }
  if (values.entry !== undefined) {
    return c.render(
      <SwitchForm value={values.entry} create={values.create} errors={messages} interpretation={interpretation} />,
    )
  }
  return respondTimerChanged(c, { toast: { message: messages.join(' ') } })
}

export const timerStart = new Hono<App>()
  .get('/switch', withStartForm, async (c) => c.render(await formOfLine(c), { title: startTitle, heading: true }))

  .post(
    '/start',
    form(StartForm, startTitle, (c, draft) => startForm(c, { draft })),
    async (c) => {
      const { DB } = c.env
      const { user, org } = c.var
      const { entry } = submittedText(c)
      const running = activeTimer(DB, user.id)
      const regions = fragmentsWith(c, async () =>
        timerRegions(c, { after: (await running)?.id, also: entry !== undefined && <SwitchPart /> }),
      )
      const result = await startFromForm(DB, user, c.req.valid('form'), Date.now(), org)
      return 'errors' in result ? respondInvalid(c, result) : respondStarted(c, result, { regions })
    },
  )
