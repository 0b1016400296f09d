import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { addAct } from '../../lib/api/act'
import { describeOperation } from '../../lib/api/describe'
import { body, fieldsProblem } from '../../lib/api/request'
import { Instant, jsonOf } from '../../lib/api/values'
import { type App, appContext } from '../../lib/env'
import { reminderKinds } from '../../lib/hooks'
import { canMail } from '../mail/send'
import { publicKeyOf } from './push'
import * as q from './queries'
import { deviceErrors, ownSession, Subscription, saveReminders, subscribe } from './save'
import { deliveryFields, emptyRangeErrors, kindsOf, settingsOf, valueFields, valueNames, wayField } from './schema'
import { sendTest } from './send'

const DeviceJson = z
  .object({
    id: z.string(),
    name: z.string(),
    is_current: z.boolean().meta({ description: 'True for the browser that sent the request.' }),
    created_at: Instant,
    seen_at: Instant,
    stopped_at: Instant.nullable().meta({
      description: 'When its push service began to refuse notifications. Opening Daymark there subscribes it again.',
    }),
  })
  .meta({ id: 'PushDevice' })

const values = z.strictObject(valueFields).partial()

const RemindersJson = z
  .object({
    how: z.object(deliveryFields),
    kinds: z.record(z.string(), values.extend({ by: wayField })).meta({
      description: 'By name. Times are minutes after midnight, days ISO weekdays.',
    }),
    push_key: z
      .string()
      .nullable()
      .meta({ description: 'Public key for subscribing; null if this server has no push.' }),
    can_mail: z.boolean(),
    devices: z.array(DeviceJson),
  })
  .meta({ id: 'Reminders' })

const RemindersPatch = z
  .strictObject({
    how: z.strictObject(deliveryFields).partial().optional(),
    kinds: z.record(z.string().max(40), values.extend({ by: wayField.optional() })).optional(),
  })
  .meta({ id: 'RemindersPatch', example: { kinds: { timer_runs: { by: 'mail', minutes: 180 } } } })

const tag = 'Reminders'

const read = async <E extends App>(c: Context<E>) => {
  const { user } = c.var
  const { how, kinds } = settingsOf(user.preferences)
  const own = ownSession(c)
  const devices = await q.devicesOf(c.env.DB, user.id, Date.now())
  return jsonOf(RemindersJson, {
    how,
    kinds: Object.fromEntries(
      Object.entries(kinds).map(([name, settings]) => {
        const named = valueNames.filter((value) => reminderKinds()[name]?.values[value] !== undefined)
        return [name, { by: settings.by, ...Object.fromEntries(named.map((value) => [value, settings[value]])) }]
      }),
    ),
    push_key: publicKeyOf(c.env),
    can_mail: canMail(c.env) && user.email !== null,
    devices: devices.map(({ device, session_hash, ...row }) => ({
      ...row,
      name: device,
      is_current: session_hash === own && own !== '',
    })),
  })
}

/** `/api/v1/me/reminders` */
export const remindersApi = new Hono<App>()
  .get('/', describeOperation({ summary: 'Read your reminders', tag, answers: { schema: RemindersJson } }), async (c) =>
    c.json(await read(c)),
  )
  .patch(
    '/',
    describeOperation({
      summary: 'Change your reminders',
      description: 'Members you leave out stay unchanged.',
      tag,
      body: true,
      answers: { schema: RemindersJson },
    }),
    body(RemindersPatch),
    async (c) => {
      const change = c.req.valid('json')
      const known = new Map(kindsOf(c.var.user.preferences))
      for (const [name, { by, ...values }] of Object.entries(change.kinds ?? {})) {
        const kind = known.get(name)
        if (!kind) throw fieldsProblem({ [`kinds.${name}`]: ['There is no such reminder'] })
        for (const value of valueNames)
          if (value in values && !(value in kind.values))
            throw fieldsProblem({ [`kinds.${name}.${value}`]: ['Unknown field'] })
        if (kind.isMailOnly && by === 'push')
          throw fieldsProblem({ [`kinds.${name}.by`]: ['This comes by email only'] })
      }
      const gone = await deviceErrors(appContext(c), change)
      if (Object.keys(gone).length > 0) throw fieldsProblem(gone)
      const empty = Object.entries(emptyRangeErrors(settingsOf(c.var.user.preferences), change))
      if (empty.length > 0)
        throw fieldsProblem(
          Object.fromEntries(empty.map(([name, all]) => [name.startsWith('how.') ? name : `kinds.${name}`, all])),
        )
      await saveReminders(appContext(c), change)
      return c.json(await read(c))
    },
  )

const Subscribed = z.object({ id: z.string() }).meta({ id: 'PushSubscribed' })
const Tested = z
  .object({ devices: z.int().meta({ description: 'Number of devices it was sent to.' }) })
  .meta({ id: 'PushTest' })

const notTaken = {
  status: 502,
  code: 'push_failed',
  title: 'Nothing was sent',
  detail: 'No push service accepted it. Try again later.',
} as const

/** `/api/v1/me/push` */
export const pushApi = new Hono<App>().delete(
  '/',
  describeOperation({ summary: 'Unsubscribe this browser', tag }),
  async (c) => {
    await q.removeDevicesOf(c.env.DB, c.var.user.id, ownSession(c)).run()
    return c.body(null, 204)
  },
)

addAct(pushApi, '/', {
  summary: 'Subscribe this browser to notifications',
  description: 'Accepts the result of `PushSubscription.toJSON()` and replaces the browser’s earlier subscription.',
  tag,
  errors: { 404: 'The subscription to renew doesn’t exist.', 409: 'You already have 20 devices.' },
  input: Subscription,
  schema: Subscribed,
  run: (c, { input, claim }) => subscribe(c, input, (made) => claim(made.id, made)),
})

addAct(pushApi, '/test', {
  summary: 'Send a notification to try it',
  tag,
  schema: Tested,
  run: ({ env, var: { user } }) => sendTest(env, user),
  none: notTaken,
})
