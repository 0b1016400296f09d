import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { hour, minute } from '../../../test/support/times'
import { newSession, putAll } from '../../time/sessions/testing'
import { dropOldDeliveries, postponeReminder } from './queries'
import { pushService, remind, runAt, subscribed, ten } from './testing'

const service = pushService()

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 0 })
  await subscribed(client, service, client.userId)
})

const run = (now: number) => runAt(client.userId, now)
const pushes = () => service.pushed.splice(0).map(({ title, body }) => (body ? `${title}: ${body}` : title))
const set = (statement: string, ...values: (string | number)[]) =>
  env.DB.prepare(statement)
    .bind(...values, client.userId)
    .run()

test('a task whose time is that of its deadline is told once, and no second time in another time zone', async () => {
  await remind(client, { task_time: { at: 600 } })
  await set(
    `INSERT INTO tasks (id, title, date, at, due_date, seq, created_at, updated_at, user_id)
     VALUES ('a', 'Send it', '2026-11-04', '10:00', '2026-11-04', 1, 1, 1, ?)`,
  )
  await run(ten)
  expect(pushes()).toEqual(['A task’s time has come: Send it'])
  await set("UPDATE users SET preferences = json_set(preferences, '$.time_zone', 'America/New_York') WHERE id = ?")
  for (let at = ten; at < ten + 9 * hour; at += hour) await run(at)
  expect(pushes()).toEqual([])
})

test('nothing is said to be missing while a planned session goes on, nor for its time after it', async () => {
  await remind(client, { no_timer: { minutes: 30, from: 600, to: 1080, days: [3] } })
  await putAll(client, [newSession(ten + 20 * minute, 90)])
  await set('UPDATE sessions SET planned_until = ended_at WHERE user_id = ?')
  const end = ten + 110 * minute
  expect(await run(ten)).toBe(end)
  expect(await run(end)).toBe(end + 30 * minute)
  await run(end + 30 * minute)
  expect(pushes()).toEqual(['Nothing has run since 11:50'])
})

test('cards that are due only after the time of day are told on the next one', async () => {
  await remind(client, { cards_due: { at: 600 } })
  await run(ten)
  await set(
    `INSERT INTO cards (id, question, answer, sm2_next, fsrs_next, next_review, is_new, seq, created_at, updated_at, user_id)
     VALUES ('card', 'Q', 'A', '2026-11-04', '2026-11-04', '2026-11-04', 0, 1, 1, 1, ?)`,
  )
  await run(ten + hour)
  expect(pushes()).toEqual([])
  await run(ten + 24 * hour)
  expect(pushes()).toEqual(['1 card to review'])
})

test('reminders that nobody took at the end of quiet come as one later, too', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const quiet = { quiet_hours: true, quiet_from: 540, quiet_to: 600, together: true }
  await remind(client, { plan_day: { at: 550, days: [3] }, close_day: { at: 560, days: [3] } }, quiet)
  const endpoint = `https://push.daymark.dev/send/${client.userId}`
  service.statuses.set(endpoint, 429)
  expect(await run(ten)).toBe(ten + minute)
  service.statuses.delete(endpoint)
  await run(ten + minute)
  expect(pushes()).toEqual(['2 reminders while it was quiet: Plan your day\nClose the day'])
})

const phone = async () => {
  const { endpoint, keys } = await service.browser(`${client.userId}-phone`)
  await set(
    `INSERT INTO push_subscriptions (id, session_hash, endpoint_hash, endpoint, p256dh, auth, device, created_at, seen_at, user_id)
     SELECT 'phone', session_hash, ?, ?, ?, ?, 'Phone', 1, 1, user_id FROM push_subscriptions WHERE user_id = ?`,
    ...[endpoint, endpoint, keys.p256dh, keys.auth],
  )
  return { endpoint, took: () => service.pushed.splice(0).map(({ device, title }) => `${device.slice(37)} ${title}`) }
}

test('a device that takes nothing for now is asked alone again, as late as its service wants', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { endpoint, took } = await phone()
  await remind(client, { plan_day: { at: 600, days: [3] } })
  service.statuses.set(endpoint, 429)
  service.retryAfter = '600'
  expect(await run(ten)).toBe(ten + 10 * minute)
  expect(took()).toEqual([' Plan your day'])
  service.retryAfter = 'soon'
  await run(ten + 9 * minute)
  expect(await run(ten + 10 * minute)).toBe(ten + 15 * minute)
  expect(took()).toEqual([])
  service.statuses.clear()
  await Promise.all([run(ten + 15 * minute), run(ten + 15 * minute)])
  const [{ key } = {}] = service.pushed
  expect(key).toBe('plan_day 2026-11-04')
  expect(took()).toEqual(['phone Plan your day'])
  await run(ten + 5 * hour)
  expect(took()).toEqual([])
})

test('a device that took nothing hears no more of what is done, put off or past by then', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { endpoint, took } = await phone()
  const fails = async () => {
    await set('DELETE FROM reminder_deliveries WHERE user_id = ?')
    await remind(client, { plan_day: { at: 600, days: [3] } })
    service.statuses.set(endpoint, 503)
    await run(ten)
    service.statuses.clear()
    return took()
  }
  expect(await fails()).toEqual([' Plan your day'])
  await set("UPDATE users SET preferences = json_set(preferences, '$.planned_on', '2026-11-04') WHERE id = ?")
  await run(ten + minute)
  expect(took()).toEqual([])
  await set("UPDATE users SET preferences = json_remove(preferences, '$.planned_on') WHERE id = ?")

  await fails()
  await remind(client, { plan_day: { at: 600, days: [3], by: 'mail' } })
  await run(ten + minute)
  expect([took(), await rows('SELECT 1 FROM outbox WHERE recipient = ?', `${client.userId}@example.com`)]).toEqual([
    [],
    [],
  ])

  for (const late of [new Date(Date.now() + 15 * hour).toUTCString(), '9'.repeat(400)]) {
    service.retryAfter = late
    await fails()
    await run(ten + 13 * hour)
    await run(ten + 15 * hour)
    expect(took()).toEqual([])
  }
  service.retryAfter = ''

  await fails()
  await postponeReminder(env.DB, client.userId, 'plan_day 2026-11-04', ten + 10 * minute).first()
  await run(ten + minute)
  expect(took()).toEqual([])
  await run(ten + 10 * minute)
  expect(took().sort()).toEqual([' Plan your day', 'phone Plan your day'])
  await run(ten + hour)
  expect(took()).toEqual([])
})

test('what has gone to no device, as the last one is unknown to its service, is not tried again', async () => {
  await remind(client, { plan_day: { at: 600, days: [3] } })
  service.statuses.set(`https://push.daymark.dev/send/${client.userId}`, 410)
  await run(ten)
  service.statuses.clear()
  await run(ten + hour)
  expect(pushes()).toEqual([])
  expect(await rows('SELECT endpoint FROM push_subscriptions WHERE user_id = ?', client.userId)).toEqual([
    { endpoint: null },
  ])
})

test('a budget without an end is told once for good', async () => {
  for (const key of ['budget_used project:a all 80', 'budget_used project:a 2026-03 80'])
    await set('INSERT INTO reminder_deliveries (key, due_at, attempts, sent_at, user_id) VALUES (?, 1, 1, 1, ?)', key)
  await dropOldDeliveries(env, client.userId, ten)
  expect(await rows('SELECT key FROM reminder_deliveries WHERE user_id = ?', client.userId)).toEqual([
    { key: 'budget_used project:a all 80' },
  ])
})
