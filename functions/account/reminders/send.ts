import type { Bindings, User } from '../../lib/env'
import { reminderKinds } from '../../lib/hooks'
import { sendMail } from '../mail/send'
import { reminderMail, testMail } from './mail'
import type { Message } from './message'
import { splitByMoment } from './messages'
import { type DueReminder, deviceKey } from './plan'
import { push } from './push'
import { devicesOf, stopDevice } from './queries'
import { type Device, notificationsPath, type ReminderSettings, settingsOf } from './schema'

export type Recipient = { user: User; settings: ReminderSettings; devices: Device[] }

/** Keys of successful deliveries, and of those to retry, with their minimum delay (ms). */
type Outcome = { sent: string[]; again: { key: string; wait: number }[] }

const outcomeOf = (ids: string[], isSent: boolean, wait = 0): Outcome =>
  isSent ? { sent: ids, again: [] } : { sent: [], again: ids.map((key) => ({ key, wait })) }

/** Target devices: the chosen one if it accepts push messages, else all. */
const targetsOf = ({ settings, devices }: Omit<Recipient, 'user'>) => {
  const open = devices.filter(({ endpoint }) => endpoint !== null)
  const chosen = open.filter(({ id }) => id === settings.how.device)
  return chosen.length > 0 ? chosen : open
}

/** Pushes to devices and returns the results. @param seconds TTL for offline devices */
const pushTo = async (env: Bindings, userId: string, devices: Device[], message: Message, seconds: number) => {
  const results = await Promise.all(
    devices.map(async (device) => {
      const result = await push(env, device, message, seconds)
      if (result === 'gone') await stopDevice(env.DB, userId, device.id, Date.now()).run()
      return { id: device.id, result }
    }),
  )
  const waits = results.flatMap(({ id, result }) => (typeof result === 'number' ? [{ id, wait: result }] : []))
  const took = results.flatMap(({ id, result }) => (result === 'sent' ? [id] : []))
  // If no device is left to retry, the delivery is done.
  return { took, waits, isTaken: took.length > 0 || waits.length === 0 }
}

const messageOf = (one: DueReminder, showsTitles: boolean): Message => {
  const { kind, key, title, text, href, tag, acts = [] } = one
  const offered = reminderKinds()[kind]?.acts ?? {}
  const buttons = acts.flatMap((act) => (offered[act] ? [{ act, label: offered[act].label }] : []))
  const body = (showsTitles && text) || ''
  const snooze = { act: 'snooze', label: 'In 10 minutes' }
  return { title, body, url: href, tag: tag ?? kind, key: `${kind} ${key}`, acts: [...buttons, snooze] }
}

const waited = (all: DueReminder[], showsTitles: boolean): Message => ({
  title: `${all.length} reminders while it was quiet`,
  body: all
    .map(({ title, text }) => (showsTitles && text ? `${title}: ${text}` : title))
    .join('\n')
    .slice(0, 600),
  url: '/',
  tag: 'waited',
  acts: [],
})

const pushAll = async (env: Bindings, to: Recipient, all: DueReminder[], now: number): Promise<Outcome[]> => {
  const { how } = to.settings
  const groups = [...Map.groupBy(all, ({ device }) => device).values()].flatMap((ones) => {
    const { together } = splitByMoment(ones, now)
    const kept = how.together ? together.filter(({ wasQuiet }) => wasQuiet) : []
    return kept.length > 1
      ? [kept, ...ones.filter((one) => !kept.includes(one)).map((one) => [one])]
      : ones.map((one) => [one])
  })
  return Promise.all(
    groups.map(async (group) => {
      const [one] = group
      const message = one && group.length === 1 ? messageOf(one, how.titles) : waited(group, how.titles)
      const seconds = (Math.max(...group.map(({ until }) => until)) - now) / 1000
      const targets = one?.device ? to.devices.filter(({ id }) => id === one.device) : targetsOf(to)
      const { took, waits, isTaken } = await pushTo(env, to.user.id, targets, message, seconds)
      const ids = group.map(({ id }) => id)
      if (!isTaken || one?.device) return outcomeOf(ids, isTaken, Math.max(0, ...waits.map(({ wait }) => wait)))
      return {
        sent: ids.flatMap((id) => [id, ...took.map((device) => deviceKey(id, device))]),
        again: ids.flatMap((id) => waits.map((device) => ({ key: deviceKey(id, device.id), wait: device.wait }))),
      }
    }),
  )
}

const mailAll = async (
  env: Bindings,
  { user: { email }, settings: { how } }: Recipient,
  all: DueReminder[],
  now: number,
) => {
  const own = all.filter(({ mail }) => mail)
  const { alone, together } = splitByMoment(
    all.filter(({ mail }) => !mail),
    now,
  )
  const groups = [...[...own, ...alone].map((one) => [one]), ...(together.length > 0 ? [together] : [])]
  return Promise.all(
    groups.map(async (group): Promise<Outcome> => {
      const mail = email && (await reminderMail(env, email, group, how))
      const isSent = !mail || (await sendMail(env, mail, now))
      return outcomeOf(
        group.map(({ id }) => id),
        isSent,
      )
    }),
  )
}

/**
 * Sends reminders by push or mail, as set for their kind. A reminder of a moment is sent alone; the others share one
 * mail, or one push after quiet time.
 */
export const sendReminders = async (env: Bindings, to: Recipient, due: DueReminder[], now: number) => {
  const by = Map.groupBy(due, ({ kind }) => to.settings.kinds[kind]?.by)
  const outcomes = await Promise.all([
    pushAll(env, to, by.get('push') ?? [], now),
    mailAll(env, to, by.get('mail') ?? [], now),
  ])
  return outcomes.flat()
}

/** Sends a test mail. False if it was not accepted. */
export const sendTestMail = (env: Bindings, email: string, now: number) => sendMail(env, testMail(env, email), now)

/** Sends a test notification. Returns the number of devices; null if no push service accepted it. */
export const sendTest = async (env: Bindings, user: User) => {
  const settings = settingsOf(user.preferences)
  const targets = targetsOf({ settings, devices: await devicesOf(env.DB, user.id, Date.now()) })
  const body = 'This is how Daymark reminds you.'
  const message = { title: 'Notifications work', body, url: notificationsPath, tag: 'test', acts: [] }
  return (await pushTo(env, user.id, targets, message, 300)).isTaken ? { devices: targets.length } : null
}
