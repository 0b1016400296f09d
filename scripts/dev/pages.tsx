import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { completeSignIn } from '../../functions/account/auth/accounts'
import { findOrCreateAccount, userByEmail } from '../../functions/account/auth/queries'
import { browserUser } from '../../functions/account/auth/signed-in'
import { startSession } from '../../functions/account/auth/start-session'
import type { OutboxMail } from '../../functions/account/mail/send'
import { allRows, sql } from '../../functions/lib/db/sql'
import { type App, demoEmail, isDevelopment } from '../../functions/lib/env'
import { wantsJson } from '../../functions/lib/http/respond'
import { uses } from '../../functions/lib/uses'
import { withMiddleware } from '../../functions/middleware'
import { Empty } from '../../views/ui/empty'
import { PageHead, Section } from '../../views/ui/section'
import { ComponentsPage } from './components'

/** The last 50 mails, newest first. @param to null for all addresses */
const mailsTo = (db: D1Database, to: string | null) =>
  allRows<OutboxMail>(sql(db)`
    SELECT recipient AS "to", subject, text, html, sent_at
    FROM outbox
    WHERE ${to} IS NULL OR recipient = ${to}
    ORDER BY number DESC
    LIMIT 50`)

const LinkedText = ({ text }: { text: string }) => (
  <p class="whitespace-pre-wrap wrap-anywhere">
    {text.split(/(https?:\/\/\S+)/).map((part) =>
      /^https?:\/\//.test(part) ? (
        <a class="link" href={part}>
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </p>
)

const OutboxPage = ({ mails }: { mails: OutboxMail[] }) => (
  <>
    <PageHead title="Outbox" summary="mails that development has sent, newest first" />
    {mails.length === 0 && <Empty title="No mail yet">Request a sign-in link, and it appears here.</Empty>}
    {mails.map((mail, index) => (
      <Section
        id={`mail-${index}`}
        title={mail.subject}
        summary={`to ${mail.to}, ${new Date(mail.sent_at).toISOString()}`}
      >
        <LinkedText text={mail.text} />
      </Section>
    ))}
  </>
)

const SignIn = z.object({ email: z.email(), time_zone: z.string() })

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

  // Signs in without a mail. A new account uses every part.
  .post('/sign-in', async (c) => {
    const { data } = SignIn.safeParse(await c.req.parseBody())
    if (!data) return c.notFound()
    const { email, time_zone } = data
    const preferences = JSON.stringify({ time_zone, uses, first_hour: false })
    const made = { id: uuid(), email, username: email.split('@')[0] ?? '', preferences }
    const account = await findOrCreateAccount(c.env.DB, made, Date.now())
    await completeSignIn(c, account, email, 'link')
    return startSession(c, account.id, '/')
  })

/** Pages for development; 404 elsewhere. */
export const devRoutes = withMiddleware('/dev', [pages], true)
