import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { checkReminders } from '../../lib/db/open-pages'
import { commit, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { sha256Hex } from '../../lib/secrets'
import { deviceName } from '../auth/start-session'
import { isEndpoint } from './push'
import * as q from './queries'
import { changedReminders, noDevice, type SettingsChange, settingsOf } from './schema'

/** Saves changed settings and schedules the next check. Returns whether a reminder was turned on. */
export const saveReminders = async (c: Context<App>, change: SettingsChange) => {
  const { DB } = c.env
  const { user } = c.var
  const now = Date.now()
  const reminders = changedReminders(settingsOf(user.preferences), change, now)
  await commit(
    DB,
    user.id,
    [],
    [
      sql(DB)`
      UPDATE users
      SET preferences = json_patch(preferences, ${JSON.stringify({ reminders })}), updated_at = max(${now}, updated_at + 1)
      WHERE id = ${user.id}`,
      q.setNextRun(DB, user.id, now),
    ],
  )
  checkReminders(DB, user.id)
  const merged = Object.fromEntries(
    Object.entries(reminders).map(([name, changed]) => [name, { ...user.preferences.reminders[name], ...changed }]),
  )
  const preferences = { ...user.preferences, reminders: { ...user.preferences.reminders, ...merged } }
  c.set('user', { ...user, preferences } as typeof user)
  return Object.values(reminders).some((changed) => 'since' in changed)
}

/** Errors, by field, of a chosen push device that does not exist. */
export const deviceErrors = async (c: Context<App>, { how }: SettingsChange): Promise<Record<string, string[]>> => {
  const { device = 'all' } = how ?? {}
  const devices = device === 'all' ? [] : await q.devicesOf(c.env.DB, c.var.user.id, Date.now())
  return device === 'all' || devices.some(({ id }) => id === device) ? {} : { 'how.device': [noDevice] }
}

const bytesIn = (text: string) => {
  try {
    return /\s/.test(text) ? null : Uint8Array.fromBase64(text, { alphabet: 'base64url' })
  } catch {
    return null
  }
}

const base64url = (bytes: number, message: string) =>
  z
    .string(message)
    .max(200, message)
    .refine((text) => bytesIn(text)?.length === bytes, { error: message, abort: true })

/** True for a valid point of the curve; without it a push cannot be encrypted. */
const isPoint = (text: string) =>
  crypto.subtle
    .importKey('raw', bytesIn(text) ?? new Uint8Array(), { name: 'ECDH', namedCurve: 'P-256' }, false, [])
    .then(
      () => true,
      () => false,
    )

const noKey = 'Enter a P-256 key in base64url'

/** A subscription in the form of `PushSubscription.toJSON()`. */
export const Subscription = z
  .strictObject({
    endpoint: z
      .string('Enter the endpoint of a push service')
      .refine(isEndpoint, 'Enter an endpoint on the internet that begins with https://')
      .meta({ maxLength: 2_000 }),
    expirationTime: z.number().nullish(),
    keys: z.strictObject({
      p256dh: base64url(65, noKey).refine(isPoint, noKey),
      auth: base64url(16, 'Enter 16 bytes in base64url'),
    }),
    renews: z
      .boolean('Choose true or false')
      .optional()
      .meta({ description: 'True to renew a known browser: 404 if it has been removed since.' }),
  })
  .meta({
    id: 'PushSubscription',
    example: {
      endpoint: 'https://push.example.com/send/abc',
      keys: {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
    },
  })
export type Subscription = z.output<typeof Subscription>

const most = 20

const tooMany = {
  status: 409,
  code: 'too_many_devices',
  title: 'Too many devices',
  detail: `Notifications go to at most ${most} devices. Remove one first.`,
} as const

/** Sign-in of the browser. Its subscription ends with it. */
export const ownSession = <E extends App>({ var: { access } }: Context<E>) =>
  access.by === 'browser' ? access.sessionHash : ''

/**
 * Saves this browser's subscription. Its id stays the same as long as the endpoint does. Null if it should renew a
 * missing subscription.
 */
export const subscribe = async <E extends App>(
  c: Context<E>,
  { endpoint, keys, renews }: Subscription,
  also: (made: { id: string }) => D1PreparedStatement[],
) => {
  const { DB } = c.env
  const { id: userId } = c.var.user
  const now = Date.now()
  const devices = await q.devicesOf(DB, userId, now)
  const session_hash = ownSession(c)
  const known = devices.find((one) => one.endpoint === endpoint)
  if (renews && !known && !devices.some((one) => one.session_hash === session_hash)) return null
  if (!known && devices.length >= most) throw new ProblemError(tooMany)
  const id = known?.id ?? uuid()
  const endpoint_hash = await sha256Hex(endpoint)
  const device = deviceName(c.req.header('User-Agent'))
  const one = { id, session_hash, endpoint, endpoint_hash, ...keys, device }
  await DB.batch([...q.saveSubscription(DB, userId, one, now), ...also({ id })])
  return { id }
}
