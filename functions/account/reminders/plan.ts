import { reminderKinds } from '../../lib/hooks'
import type { Reminder } from '../../lib/reminders'
import type { Delivery } from './queries'
import { type QuietTimes, quietUntil } from './quiet'
import type { ReminderSettings } from './schema'

/** Delays of retries by number of attempts (ms). After the last retry fails, the reminder is given up. */
export const retryDelays = [1, 5, 20, 60, 240].map((minutes) => minutes * 60_000)

/** Minimum time for which a snoozed reminder stays valid (ms). */
const putOffFor = 3_600_000

/**
 * A reminder with its kind, delivery key and send time (epoch ms), which is later than `at` if it has to wait. `device`
 * is set if only that device still needs it.
 */
export type DueReminder = Reminder & { kind: string; id: string; device?: string; sendAt: number; wasQuiet: boolean }

/** Delivery key for a single device that failed while others succeeded. */
export const deviceKey = (id: string, device: string) => `${id} @${device}`

type Facts = {
  settings: ReminderSettings
  quiet: QuietTimes
  deliveries: Delivery[]
  /** Ids of devices that accept push messages. */
  devices: string[]
  waitsUntil: number
  now: number
}

/** The reminders still to be sent, each with its time. */
export const planReminders = (reminders: (Reminder & { kind: string })[], facts: Facts): DueReminder[] => {
  const { settings, quiet, now, waitsUntil } = facts
  const known = new Map(facts.deliveries.map((one) => [one.key, one]))
  const kinds = reminderKinds()
  const plan = (one: Reminder & { kind: string }, id: string, device?: string): DueReminder[] => {
    const row = known.get(id)
    const isPutOff = row?.attempts === 0
    if (row?.sent_at || (row && row.attempts > retryDelays.length) || one.at < (settings.kinds[one.kind]?.since ?? 0))
      return []
    const isUrgent = kinds[one.kind]?.isUrgent === true
    const awakeAt = (at: number) => (isUrgent ? at : quietUntil(at, quiet))
    const wanted = Math.max(one.at, row?.due_at ?? 0)
    const until = isPutOff ? Math.max(one.until, wanted + putOffFor) : one.until
    const awake = awakeAt(wanted)
    // If waiting for the end of the focus would make it too late, it is sent during the focus.
    const isWaiting = !isUrgent && waitsUntil > awake && waitsUntil < Math.min(until, one.begins ?? until)
    const ready = isWaiting ? waitsUntil : awake
    // An overdue reminder also waits while it is quiet now.
    const sendAt = awakeAt(Math.max(ready, now))
    // Also true if it could not be delivered at the end of the quiet time.
    const wasQuiet = awake > wanted || (!isPutOff && awakeAt(one.at) > one.at)
    return sendAt < until ? [{ ...one, id, device, sendAt: sendAt > now ? sendAt : ready, wasQuiet }] : []
  }
  return reminders.flatMap((one) => {
    const id = `${one.kind} ${one.key}`
    const isPushed = settings.kinds[one.kind]?.by === 'push'
    if (!known.get(id)?.sent_at || !isPushed) return plan(one, id)
    return facts.devices
      .filter((device) => known.has(deviceKey(id, device)))
      .flatMap((device) => plan(one, deviceKey(id, device), device))
  })
}
