import { Hono } from 'hono'
import { DayPage, WelcomePage } from '../../../views/account/settings/welcome'
import type { App } from '../../lib/env'
import { form, submittedAll } from '../../lib/http/form'
import { isPathHere, redirectTo } from '../../lib/http/respond'
import { saveSettings } from './save'
import { DayForm, WelcomeForm } from './schema'

const title = 'Welcome'
const dayTitle = 'Set up your day'

const pathOr = (path: string | undefined) => (isPathHere(path) ? path : '/')

/** Asks a new account what it uses, and sets up the day; hides the first steps on Today and shows them again. */
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
        <WelcomePage uses={submittedAll(c, 'uses')} errors={errors.uses} next={pathOr(values.next)} />
      ),
      { heading: false, mode: true },
    ),
    async (c) => {
      const { uses, next } = c.req.valid('form')
      await saveSettings(c.env.DB, c.var.user, { uses })
      return redirectTo(c, next)
    },
  )

  .get('/day', (c) => c.render(<DayPage {...c.var.user} />, { title: dayTitle, mode: true }))

  .post(
    '/day',
    form(
      DayForm,
      dayTitle,
      (c, draft) => <DayPage {...c.var.user} draft={{ ...draft, restDays: submittedAll(c, 'rest_days') }} />,
      { heading: false, mode: true },
    ),
    async (c) => {
      const { daily_target, ...day } = c.req.valid('form')
      await saveSettings(c.env.DB, c.var.user, { ...day, daily_target_minutes: daily_target })
      return redirectTo(c, '/', { message: 'Your day is set up' })
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
