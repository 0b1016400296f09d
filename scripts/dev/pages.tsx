import { Hono } from 'hono'
import { userByEmail } from '../../functions/account/auth/queries'
import { browserUser } from '../../functions/account/auth/signed-in'
import { startSession } from '../../functions/account/auth/start-session'
import { type App, demoEmail, isDevelopment } from '../../functions/lib/env'
import { wantsJson } from '../../functions/lib/respond'
import { behindMiddleware } from '../../functions/middleware'
import { ComponentsPage } from './components'
import { mailsTo, OutboxPage } from './outbox'

const pages = new Hono<App>()
  .use(async (c, next) => (isDevelopment(c.env) ? next() : c.notFound()))

  .get('/nothing', (c) => c.body(null, 204))

  .get('/ui', async (c) => {
    const user = await browserUser(c)
    if (user) c.set('user', user)
    return c.render(<ComponentsPage />, { title: 'Components', charts: true })
  })

  .get('/outbox', async (c) => {
    // An unencoded plus arrives as a space, which no address contains.
    const to = c.req.query('to')?.trim().replaceAll(' ', '+')
    const mails = await mailsTo(c.env.DB, to || null)
    if (wantsJson(c)) {
      return c.json(mails.map((mail) => ({ ...mail, sent_at: new Date(mail.sent_at).toISOString() })))
    }
    return c.render(<OutboxPage mails={mails} />, { title: 'Outbox' })
  })

  .post('/demo', async (c) => {
    const demo = await userByEmail(c.env.DB, demoEmail)
    return demo ? startSession(c, demo.id, '/') : c.notFound()
  })

/** Pages for development; 404 elsewhere. */
export const part = behindMiddleware('/dev', [pages], true)
