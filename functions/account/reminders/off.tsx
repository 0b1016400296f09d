import { Hono } from 'hono'
import { MailsOffPage } from '../../../views/account/reminders/off'
import { fieldsProblem } from '../../lib/api/request'
import { sql } from '../../lib/db/sql'
import type { App, Bindings } from '../../lib/env'
import { reminderKinds } from '../../lib/hooks'
import { limitPublicPages } from '../../lib/http/rate-limit'
import { wantsJson } from '../../lib/http/respond'
import { readOffSecret } from './mail'

type Mailed = { email: string; kinds: string[] }

/** Turns off the kinds that are set to mail. Repeating it has no effect. */
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

/** Splits the kinds of a mail by whether they are still set to mail. */
const statesOf = async (env: Bindings, { email, kinds }: Mailed) => {
  const person = await sql(env.DB)`
    SELECT preferences ->> '$.reminders' AS reminders FROM users WHERE email = ${email} AND shadow_of IS NULL`.first<{
    reminders: string | null
  }>()
  const saved: Record<string, { by?: string }> = JSON.parse(person?.reminders ?? '{}')
  const named = kinds.flatMap((kind) => {
    const name = reminderKinds()[kind]?.name
    return name ? [{ kind, name }] : []
  })
  const isOn = ({ kind }: { kind: string }) => saved[kind]?.by === 'mail'
  return { on: named.filter(isOn), off: named.filter((one) => !isOn(one)) }
}

const title = 'Emails of reminders'

/**
 * `/reminders/off/:secret`: ends reminder mails without a sign-in. It needs a button, because mail scanners follow
 * links.
 */
export const mailsOff = new Hono<App>()
  .get('/:secret', async (c) => {
    await limitPublicPages(c)
    const mailed = await readOffSecret(c.env, c.req.param('secret'))
    if (mailed === null) return c.notFound()
    const states = await statesOf(c.env, mailed)
    return c.render(<MailsOffPage {...states} action={c.req.path} />, { title, isUnlisted: true })
  })

  .post('/:secret', async (c) => {
    await limitPublicPages(c)
    const mailed = await readOffSecret(c.env, c.req.param('secret'))
    if (mailed === null) return c.notFound()
    const body = await c.req.parseBody({ all: true })
    const sent = [body.kind].flat()
    // A mail program's one-click request names no kinds and must not be redirected (RFC 8058, section 3.1).
    const isOneClick = body['List-Unsubscribe'] === 'One-Click'
    const kinds =
      isOneClick || body.kind === undefined ? mailed.kinds : mailed.kinds.filter((kind) => sent.includes(kind))
    if (kinds.length === 0) {
      const errors = { kind: ['Choose at least one'] }
      if (wantsJson(c)) throw fieldsProblem(errors)
      c.status(422)
      const view = <MailsOffPage {...(await statesOf(c.env, mailed))} action={c.req.path} errors={errors.kind} />
      return c.render(view, { title, isUnlisted: true })
    }
    await turnOff(c.env, { ...mailed, kinds }, Date.now())
    return isOneClick ? c.text('You won’t get these emails any more.') : c.redirect(c.req.path, 303)
  })
