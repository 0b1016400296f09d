import { Hono } from 'hono'
import { WelcomePage } from '../../../views/account/settings/uses'
import type { App } from '../../lib/env'
import { form, submittedAll } from '../../lib/form'
import { isPathHere, redirectTo } from '../../lib/respond'
import { saveSettings } from './save'
import { WelcomeForm } from './schema'

const title = 'Welcome'

const pathOr = (path: string | undefined) => (isPathHere(path) ? path : '/')

/** Asks a new account what it uses. */
export const welcome = new Hono<App>()
  .get('/', (c) =>
    c.render(<WelcomePage uses={c.var.user.preferences.uses} next={pathOr(c.req.query('next'))} />, { title }),
  )

  .post(
    '/',
    form(WelcomeForm, title, (c, { values, errors }) => (
      <WelcomePage uses={submittedAll(c, 'uses')} errors={errors.uses} next={pathOr(values.next)} />
    )),
    async (c) => {
      const { uses: chosen, next } = c.req.valid('form')
      await saveSettings(c.env.DB, c.var.user, { uses: chosen })
      return redirectTo(c, next)
    },
  )
