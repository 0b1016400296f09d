import { Hono } from 'hono'
import { WelcomePage } from '../../../views/account/settings/welcome'
import type { App } from '../../lib/env'
import { form, submittedAll } from '../../lib/http/form'
import { isOwnPath, redirectTo } from '../../lib/http/respond'
import { uses as allUses, type UsedPart } from '../../lib/uses'
import { saveSettings } from './save'
import { startChoices, WelcomeForm } from './schema'

const title = 'Welcome'

const pathOr = (path: string | undefined) => (isOwnPath(path) ? path : '/')

/**
 * Welcome page of a new account: how to begin and which features to use. Also hides and shows the first steps on Today.
 */
export const welcome = new Hono<App>()
  .get('/', (c) =>
    c.render(<WelcomePage uses={c.var.user.preferences.uses} next={pathOr(c.req.query('next'))} />, {
      title,
      mode: true,
    }),
  )

  .post(
    '/',
    form(
      WelcomeForm,
      title,
      (c, { values, errors }) => (
        <WelcomePage uses={submittedAll(c, 'uses')} begin={values.begin} errors={errors} next={pathOr(values.next)} />
      ),
      { heading: false, mode: true },
    ),
    async (c) => {
      const { uses, begin, next } = c.req.valid('form')
      const start: { path: string; use?: UsedPart } = begin ? startChoices[begin] : { path: next }
      await saveSettings(c.env.DB, c.var.user, {
        uses: allUses.filter((use) => use === start.use || uses.includes(use)),
      })
      return redirectTo(c, start.path)
    },
  )

  .post('/hide', async (c) => {
    await saveSettings(c.env.DB, c.var.user, { first_hour: false })
    return redirectTo(c, '/', { message: 'First steps hidden. Settings shows them again', undo: '/welcome/restore' })
  })

  .post('/restore', async (c) => {
    await saveSettings(c.env.DB, c.var.user, { first_hour: true })
    return redirectTo(c, '/')
  })
