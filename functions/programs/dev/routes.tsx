import { Hono } from 'hono'
import { OutboxPage } from '../../../views/programs/dev/outbox'
import { demoEmail, userByEmail } from '../../account/auth/queries'
import { startSession } from '../../account/auth/start-session'
import { outbox } from '../../account/mail/send'
import { type App, isDevelopment } from '../../lib/env'
import { wantsJson } from '../../lib/respond'

/** Pages for development; 404 in production. */
export const dev = new Hono<App>()
  .use(async (c, next) => (isDevelopment(c.env) ? next() : c.notFound()))

  .get('/nothing', (c) => c.body(null, 204))

  .get('/outbox', async (c) => {
    // An unencoded plus arrives as a space, which no address contains.
    const to = c.req.query('to')?.trim().replaceAll(' ', '+')
    const mails = await outbox(c.env.DB, to || null)
    if (wantsJson(c)) {
      return c.json(mails.map((mail) => ({ ...mail, sent_at: new Date(mail.sent_at).toISOString() })))
    }
    return c.render(<OutboxPage mails={mails} />, { title: 'Outbox' })
  })

  .post('/demo', async (c) => {
    const demo = await userByEmail(c.env.DB, demoEmail)
    return demo ? startSession(c, demo.id, '/') : c.notFound()
  })
