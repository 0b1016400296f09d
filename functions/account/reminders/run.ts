import type { Bindings, User } from '../../lib/env'
import { loadReminders, reminderKinds } from '../../lib/hooks'
import { developmentSecret } from '../../lib/http/security'
import { addDays, dayOf } from '../../lib/time/days'
import { dayMs, hourMs, minuteMs } from '../../lib/time/units'
import { daysOff } from '../../time/days-off/queries'
import { includeEndedSessions } from '../../time/sessions/planned'
import { settleFocus } from '../../time/timer/focus/actions'
import { personOf } from '../auth/person'
import { type DueReminder, planReminders, retryDelays } from './plan'
import * as q from './queries'
import { daysOffMargin, type QuietTimes, quietSince } from './quiet'
import { type ReminderSettings, settingsOf } from './schema'
import { type Recipient, sendReminders } from './send'

/** Maximum age of a due reminder that is still sent, for example after an outage (ms). Time of retries comes on top. */
const lookBack = 26 * hourMs
/** Time from the first to the last attempt of a reminder (ms); quiet time may extend it. */
const triedFor = retryDelays.reduce((sum, wait) => sum + wait, 0)
/** Maximum time to the next check (ms), so that later reminders need not be read. */
const lookAhead = dayMs
/** Time to the next check without workers/live, which would otherwise report writes (ms). */
const lookAheadAlone = 5 * minuteMs

/** Duration of a run's claim to a delivery (ms). After it another run may retry. */
const lease = 2 * minuteMs

/** Kinds that report a state and were added since the last check, with the key that records their first check. */
const addedStates = ({ kinds }: ReminderSettings, deliveries: q.Delivery[], from: number) => {
  const notes = Object.entries(kinds).flatMap(([name, { by, since }]) =>
    reminderKinds()[name]?.isState && by !== 'off' && since >= from ? [[name, `${name} since ${since}`] as const] : [],
  )
  return new Map(notes.filter(([, note]) => !deliveries.some(({ key }) => key === note)))
}

/** Sends a person's due reminders, once each. Returns the time of the next check (epoch ms); null if no reminder is on. */
export const runReminders = async (bindings: Bindings, userId: string, now = Date.now()) => {
  const env = { ...bindings, JWT_SECRET: bindings.JWT_SECRET || developmentSecret }
  const { DB } = env
  const found = await q.personToRemind(DB, userId)
  if (!found) return null
  // The next check may be hours away, so planned sessions and focus ends that are due are settled here.
  const isDue = [found.next_planned_at, found.next_focus_at].some((at) => at !== null && at <= now)
  if (isDue) {
    await includeEndedSessions(DB, { id: userId }, now)
    await settleFocus(DB, personOf(found).user, now)
  }
  const row = isDue ? await q.personToRemind(DB, userId) : found
  if (!row) return null
  const { user, head } = personOf(row)
  const settings = settingsOf(user.preferences)
  const on = Object.fromEntries(Object.entries(settings.kinds).filter(([, { by }]) => by !== 'off'))
  if (Object.keys(on).length === 0) {
    await q.setNextRun(DB, userId, null).run()
    return null
  }
  const quiet = await readQuiet(DB, user, settings, now)
  const next = now + (env.LIVE ? lookAhead : lookAheadAlone)
  const scope = { db: DB, user, head, now, from: quietSince(now - lookBack, quiet) - triedFor, to: now + lookAhead }
  const read = await loadReminders(on)
  const [{ reminders, waitsUntil }, deliveries, devices] = await Promise.all([
    read(scope),
    q.deliveriesSince(DB, userId, scope.from),
    q.devicesOf(DB, userId, now),
  ])
  const open = devices.flatMap(({ id, endpoint }) => (endpoint === null ? [] : [id]))
  const all = planReminders(reminders, { settings, quiet, deliveries, devices: open, waitsUntil, now })
  const added = addedStates(settings, deliveries, scope.from)
  const known = all.filter(({ kind, at }) => added.has(kind) && at <= now)
  const unknown = all.filter((one) => !known.includes(one))
  const noted = [...added.values(), ...known.map(({ id }) => id)]
  if (noted.length > 0) await q.skipReminders(DB, userId, noted, now).run()
  const due = unknown.filter(({ sendAt }) => sendAt <= now)
  const retries = due.length > 0 ? await deliver(env, { user, settings, devices }, due, now) : []
  const ahead = unknown.flatMap(({ sendAt }) => (sendAt > now ? [sendAt] : []))
  const at = Math.min(next, row.next_planned_at ?? next, row.next_focus_at ?? next, ...ahead, ...retries)
  await q.setNextRun(DB, userId, at).run()
  return at
}

/** Sends the reminders that no other run is sending. Returns the times of retries for failed ones (epoch ms). */
const deliver = async (env: Bindings, to: Recipient, due: DueReminder[], now: number) => {
  const { DB } = env
  const { id } = to.user
  const claimed = await q.claimDeliveries(
    DB,
    id,
    due.map((one) => one.id),
    now,
    now + lease,
  )
  const tries = new Map(claimed.map(({ key, attempts }) => [key, attempts]))
  const taken = due.filter((one) => tries.has(one.id))
  const outcomes = await sendReminders(
    env,
    to,
    taken.filter(({ title }) => title !== ''),
    now,
  )
  const unsaid = taken.flatMap(({ id: key, title }) => (title === '' ? [key] : []))
  const sent = [...unsaid, ...outcomes.flatMap((one) => one.sent)]
  const retries = outcomes
    .flatMap(({ again }) => again)
    .map(({ key, wait }) => ({ key, at: now + Math.max(wait, retryDelays[(tries.get(key) ?? 1) - 1] ?? dayMs) }))
  const again = [...Map.groupBy(retries, ({ at }) => at)]
  await DB.batch([
    q.markSent(DB, id, sent, now),
    ...again.map(([at, ones]) =>
      q.scheduleRetry(
        DB,
        id,
        ones.map(({ key }) => key),
        at,
      ),
    ),
  ])
  return again.map(([at]) => at)
}

const readQuiet = async (db: D1Database, user: User, { how }: ReminderSettings, now: number): Promise<QuietTimes> => {
  const { preferences: zone } = user
  const today = dayOf(now, zone)
  const range = { from: addDays(today, -daysOffMargin), to: addDays(today, daysOffMargin) }
  const off = how.quiet_days_off ? await daysOff(db, user.id, range) : []
  return { how, zone, free: { restDays: zone.rest_days, daysOff: new Set(off) } }
}
