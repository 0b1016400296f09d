import { Hono } from 'hono'
import { MailsOffPage } from '../../../views/account/reminders/off'
import { sql } from '../../lib/db/sql'
import type { App, Bindings } from '../../lib/env'
import { reminderKinds } from '../../lib/hooks'
import { limitPublicPages } from '../../lib/http/rate-limit'
import { readOffSecret } from './mail'

type Mailed = { email: string; kinds: string[] }

/** Turns these kinds off where they come by mail. They stay known, so that a second press finds them, too. */
const turnOff = (env: Bindings, { email, kinds }: Mailed, now: number) =>
  env.DB.batch(
    kinds.map((kind) => {
      const way = `$.reminders.${kind}.by`
      return sql(env.DB)`
        UPDATE users
        SET preferences = json_set(preferences, ${way}, 'off'), updated_at = max(${now}, updated_at + 1)
        WHERE email = ${email} AND preferences ->> ${way} = 'mail' AND shadow_of IS NULL`
    }),
  )

const isOn = async (env: Bindings, { email, kinds }: Mailed) => {
  const person = await sql(env.DB)`
    SELECT preferences ->> '$.reminders' AS reminders FROM users WHERE email = ${email} AND shadow_of IS NULL`.first<{
    reminders: string | null
  }>()
  const saved: Record<string, { by?: string }> = JSON.parse(person?.reminders ?? '{}')
  return kinds.some((kind) => saved[kind]?.by === 'mail')
}

/** `/reminders/off/:secret`: ends mails of reminders without a sign-in. Mail scanners follow links, so its button does. */
export const mailsOff = new Hono<App>()
  .get('/:secret', async (c) => {
    await limitPublicPages(c)
    const mailed = await readOffSecret(c.env, c.req.param('secret'))
    if (mailed === null) return c.notFound()
    const names = mailed.kinds.flatMap((kind) => reminderKinds()[kind]?.name ?? [])
    return c.render(<MailsOffPage names={names} isOn={await isOn(c.env, mailed)} action={c.req.path} />, {
      title: 'Emails of reminders',
      isUnlisted: true,
    })
  })

  .post('/:secret', async (c) => {
    await limitPublicPages(c)
    const mailed = await readOffSecret(c.env, c.req.param('secret'))
    if (mailed === null) return c.notFound()
    await turnOff(c.env, mailed, Date.now())
    // A mail program that presses for its person must get no redirect (RFC 8058, section 3.1).
    const isOneClick = (await c.req.parseBody())['List-Unsubscribe'] === 'One-Click'
    return isOneClick ? c.text('You get no more of these emails.') : c.redirect(c.req.path, 303)
  })
