import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { NotificationsPage } from '../../../views/account/reminders/page'
import { PageHead } from '../../../views/ui/section'
import { ToastPart, type ToastProps } from '../../../views/ui/toast'
import { fieldsProblem } from '../../lib/api/request'
import { checkReminders } from '../../lib/db/open-pages'
import type { App } from '../../lib/env'
import { reminderKinds } from '../../lib/hooks'
import { form } from '../../lib/http/form'
import { ProblemError } from '../../lib/http/problem'
import { rateLimit } from '../../lib/http/rate-limit'
import { redirectTo, respond, wantsFragment, wantsJson } from '../../lib/http/respond'
import { plural } from '../../lib/text/format'
import { isSameJson } from '../../lib/text/text'
import { canMail } from '../mail/send'
import { type ReminderDraft, readChange } from './form'
import { publicKeyOf } from './push'
import * as q from './queries'
import { ownSession, saveReminders } from './save'
import { hasOpenDevice, kindsOf, notificationsPath, type SettingsChange, settingsOf } from './schema'
import { sendTest, sendTestMail } from './send'

const title = 'Notifications'

type Around = { draft?: ReminderDraft; isAdding?: boolean; changed?: string[] }

const page = async (c: Context<App>, around: Around = {}) => {
  const { user } = c.var
  const now = Date.now()
  const view = (
    <NotificationsPage
      kinds={kindsOf(user.preferences)}
      settings={settingsOf(user.preferences)}
      devices={await q.devicesOf(c.env.DB, user.id, now)}
      session={ownSession(c)}
      publicKey={publicKeyOf(c.env)}
      mailsTo={canMail(c.env) ? user.email : null}
      preferences={user.preferences}
      now={now}
      isAllowed={c.req.query('allowed') !== undefined}
      isAdding={c.req.query('adding') !== undefined}
      {...around}
    />
  )
  return wantsFragment(c) ? (
    view
  ) : (
    <>
      <PageHead title={title} summary="you get those that you add" />
      {view}
    </>
  )
}

type Before = ReturnType<typeof settingsOf>['kinds']

/** Kinds whose settings a change edits, other than push, mail or off. Their row stays open. */
const changedKinds = ({ kinds = {} }: SettingsChange, before: Before) =>
  Object.entries(kinds).flatMap(([name, { by: _, ...values }]) =>
    isSameJson({ ...before[name], ...values }, before[name]) ? [] : [name],
  )

/** Toast after saving, with an Undo for a removed reminder. */
const savedToast = async (c: Context<App>, { kinds = {} }: SettingsChange, before: Before): Promise<ToastProps> => {
  const off = kindsOf(c.var.user.preferences).find(
    ([name]) => kinds[name]?.by === 'off' && (before[name]?.by ?? 'off') !== 'off',
  )
  if (off) {
    const [name, { name: label }] = off
    const values = { [`${name}.by`]: before[name]?.by ?? 'off' }
    return { message: `“${label}” is off`, action: { url: notificationsPath, values, text: 'Undo' } }
  }
  const turnsToPush = Object.entries(kinds).some(([name, { by }]) => by === 'push' && before[name]?.by !== 'push')
  const isMissing = turnsToPush && !hasOpenDevice(await q.devicesOf(c.env.DB, c.var.user.id, Date.now()))
  return { message: isMissing ? 'Saved. No device gets push yet' : 'Notifications saved' }
}

/** `/settings/notifications` */
export const notificationSettings = new Hono<App>()
  .get('/', async (c) => c.render(await page(c), { title }))

  .post('/', async (c) => {
    const read = await readChange(c)
    if ('draft' in read) {
      if (wantsJson(c)) throw fieldsProblem(read.draft.errors)
      c.status(422)
      const view = await page(c, read)
      // Replaces an earlier toast that says something was saved.
      const note = <ToastPart message="Not saved. Correct the marked field." />
      return c.render(wantsFragment(c) ? [view, note] : view, { title })
    }
    const before = settingsOf(c.var.user.preferences).kinds
    const isAdding = await saveReminders(c, read.change)
    // An Undo is sent from the toast, so the page has to be loaded again.
    if (/^form/.test(c.req.header('HX-Target') ?? ''))
      return redirectTo(c, notificationsPath, { message: 'Notifications saved' })
    return respond(c, {
      toast: await savedToast(c, read.change, before),
      page: isAdding ? `${notificationsPath}?adding#more` : notificationsPath,
      fragments: () => page(c, { isAdding, changed: changedKinds(read.change, before) }),
    })
  })

  .post('/test', async (c) => {
    const sent = await sendTest(c.env, c.var.user)
    if (!sent)
      return redirectTo(c, notificationsPath, { message: 'The push service didn’t accept it. Try again later.' })
    const message = sent.devices > 0 ? `Sent to ${plural(sent.devices, 'device')}` : 'No device gets notifications yet'
    return redirectTo(c, notificationsPath, { message })
  })

  .post('/test-mail', async (c) => {
    const { id, email } = c.var.user
    const limits = [{ key: `test-mails:${id}`, limit: 5, seconds: 60 * 60 }]
    await rateLimit(c, 'test mails', limits, 'You can send yourself 5 test emails an hour.')
    const isSent = email !== null && canMail(c.env) && (await sendTestMail(c.env, email, Date.now()))
    const message = isSent ? `Sent to ${email}` : 'The email couldn’t be sent. Try again later.'
    return redirectTo(c, notificationsPath, { message })
  })

  .post('/devices/:id/remove', async (c) => {
    const removed = await q.removeDevice(c.env.DB, c.var.user.id, c.req.param('id')).first<{ device: string }>()
    return removed
      ? redirectTo(c, notificationsPath, { message: `${removed.device} gets no more notifications` })
      : c.notFound()
  })

const ActForm = z.object({
  act: z.string('Choose an action').max(40, 'Choose an action'),
  key: z.string('Enter the key of the notification').max(500, 'Enter the key of the notification'),
})

const putOffMs = 600_000

const isOver = {
  status: 409,
  code: 'over',
  title: 'Done already',
  detail: 'It was done before, or it’s gone. Nothing was changed.',
} as const

/** `/reminders/act`: actions of notification buttons (client/service-worker/push.ts). */
export const reminderActs = new Hono<App>().post(
  '/act',
  form(ActForm, 'Notification', (c, { errors }) => {
    if (wantsJson(c)) throw fieldsProblem(errors)
    return <p>That notification has no such button.</p>
  }),
  async (c) => {
    const { act, key } = c.req.valid('form')
    const { DB } = c.env
    const [kind = ''] = key.split(' ', 1)
    if (act === 'snooze') {
      if (!(await q.postponeReminder(DB, c.var.user.id, key, Date.now() + putOffMs).first()))
        throw new ProblemError(isOver)
      checkReminders(DB, c.var.user.id)
    } else {
      const load = reminderKinds()[kind]?.acts?.[act]
      if (!load) return c.notFound()
      const run = await load.act()
      if (!(await run(c, key.slice(kind.length + 1)))) throw new ProblemError(isOver)
    }
    if (wantsJson(c)) return c.body(null, 204)
    return redirectTo(c, '/', { message: act === 'snooze' ? 'You’ll be reminded again in 10 minutes' : 'Done' })
  },
)

/** Names of the kinds that are on, for the overview of the settings. */
export const activeReminders = async (c: Context<App>) => {
  const on = Object.values(settingsOf(c.var.user.preferences).kinds).filter(({ by }) => by !== 'off')
  return on.length > 0 ? plural(on.length, 'reminder') : 'off'
}
