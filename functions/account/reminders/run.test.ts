import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { hour, minute } from '../../../test/support/times'
import { putApps, putEarned } from '../../apps/whitelists/testing'
import { runTimed } from '../../data/timed/run'
import { putProject } from '../../time/sessions/testing'
import { runReminders } from './run'
import { bindings, pushService, remind, runAt, subscribed, ten } from './testing'

const service = pushService()

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 0 })
  await subscribed(client, service, client.userId)
})

const run = (now: number) => runAt(client.userId, now)

const pushes = () => service.pushed.map(({ title, body }) => (body ? `${title}: ${body}` : title))

const startedAt = (at: number, title = 'Thesis') =>
  env.DB.prepare(
    `INSERT INTO sessions (user_id, id, source, title, started_at, time_zone, day_start_minute, status, seq, created_at, updated_at)
     VALUES (?, ?, 'timer', ?, ?, 'Europe/Lisbon', 0, 'active', 1, ?, ?)`,
  )
    .bind(client.userId, crypto.randomUUID(), title, at, at, at)
    .run()

const outbox = () =>
  rows<{ subject: string; text: string; html: string }>(
    'SELECT subject, text, html FROM outbox WHERE recipient = ? ORDER BY number',
    `${client.userId}@example.com`,
  )

const stopped = () => env.DB.prepare('DELETE FROM sessions WHERE user_id = ?').bind(client.userId).run()

test('a timer that runs too long is told once, and may be stopped and put off from there', async () => {
  await remind(client, { timer_runs: { minutes: 60 } })
  await startedAt(ten)
  expect(await run(ten)).toBe(ten + hour)
  expect(await run(ten + hour - 1)).toBe(ten + hour)
  await run(ten + hour)
  await run(ten + hour + 1)
  expect(pushes()).toEqual(['A timer has run for 1h: Thesis'])
  const [{ key = '', acts, ttl } = {}] = service.pushed
  expect([acts?.map(({ act }) => act), ttl]).toEqual([['stop', 'snooze'], 86_400])
  const clock = vi.spyOn(Date, 'now').mockReturnValue(ten + hour + minute)
  expect(
    (await client.post('/reminders/act', { act: 'snooze', key }, { headers: { Accept: 'application/json' } })).status,
  ).toBe(204)
  clock.mockRestore()
  expect(await run(ten + hour + 2 * minute)).toBe(ten + hour + 11 * minute)
  await run(ten + hour + 11 * minute)
  expect(pushes()).toHaveLength(2)
  // Stopped meanwhile, nothing comes again.
  vi.spyOn(Date, 'now').mockReturnValue(ten + hour + 12 * minute)
  await client.post('/reminders/act', { act: 'snooze', key })
  expect(
    (await client.post('/reminders/act', { act: 'stop', key }, { headers: { Accept: 'application/json' } })).status,
  ).toBe(204)
  expect(
    (await client.post('/reminders/act', { act: 'stop', key }, { headers: { Accept: 'application/json' } })).status,
  ).toBe(409)
  await run(ten + 2 * hour)
  expect(pushes()).toHaveLength(2)
})

test('without titles a notification and the subject of a mail have no private word', async () => {
  await remind(client, { timer_runs: { minutes: 60 } }, { titles: false })
  await startedAt(ten, 'Secret project')
  await run(ten + hour)
  expect(JSON.stringify(service.pushed)).not.toContain('Secret')
  await stopped()
  await remind(client, { timer_runs: { minutes: 60, by: 'mail' } }, { titles: false })
  await startedAt(ten + hour, 'Secret project')
  await run(ten + 2 * hour)
  const [mail] = await rows<{ subject: string; text: string }>(
    'SELECT subject, text FROM outbox WHERE recipient = ?',
    `${client.userId}@example.com`,
  )
  expect(mail?.subject).toBe('A timer has run for 1h')
  expect(mail?.text).toContain('A timer has run for 1h: Secret project\nOpen the timer: https://daymark.dev/timer\n')
})

test('a timer has a mail of its own, and one of several others names the first', async () => {
  const day = { at: 600, days: [3], by: 'mail' }
  const kinds = { plan_day: day, close_day: day, timer_runs: { minutes: 60, by: 'mail' } }
  await startedAt(ten - hour)
  for (const titles of [true, false]) {
    await env.DB.prepare('DELETE FROM outbox WHERE recipient = ?').bind(`${client.userId}@example.com`).run()
    await env.DB.prepare('DELETE FROM reminder_deliveries WHERE user_id = ?').bind(client.userId).run()
    await remind(client, kinds, { titles })
    await run(ten)
    const subjects = (await outbox()).map(({ subject }) => subject).sort()
    expect(subjects).toEqual([`A timer has run for 1h${titles ? ': Thesis' : ''}`, 'Plan your day · 1 other reminder'])
  }
})

test('of apps and budgets, only what happens after they were added is told', async () => {
  const project_id = await putProject(client, 'Book')
  await putApps({ package_name: 'org.chess', label: 'Chess' }, { package_name: 'org.go', label: 'Go' })
  await putApps({ package_name: 'org.shogi', label: 'Shogi', is_whitelisted: 0, is_locked: 1 })
  await putEarned(client.userId, { subject: 'all', seconds: 3600, period: 'day' }, 'org.chess')
  for (const app of ['org.go', 'org.shogi'])
    await putEarned(client.userId, { subject: 'all', seconds: 7200, period: 'day' }, app)
  const budget = 'INSERT INTO budgets (subject, minutes, period, user_id) VALUES (?, 60, ?, ?)'
  await env.DB.prepare(budget).bind(`project:${project_id}`, 'month', client.userId).run()
  const at = async (now: number, answer: () => Promise<Response>) => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now)
    const { status } = await answer()
    clock.mockRestore()
    return status
  }
  const log = async (started_at: string, now: number) => {
    const session = { title: 'Write', project_id, date: '2026-11-04', started_at, duration: '59m' }
    expect(await at(now, () => client.post('/sessions', session))).toBe(303)
  }
  await log('07:00', ten)
  await log('08:00', ten)
  const kinds = { app_earned: { by: 'push' }, budget_used: { by: 'push' } }
  const patch = { kinds, how: { quiet_hours: false, quiet_days_off: false, titles: true } }
  expect(await at(ten, () => client.json('PATCH', '/api/v1/me/reminders', patch))).toBe(200)
  await run(ten + 5_000)
  await run(ten + hour)
  expect(pushes()).toEqual([])
  await log('09:00', ten + hour)
  await run(ten + hour + 5_000)
  expect(pushes()).toEqual(['An app is unlocked: Go'])
})

test('a limit is told at 80 % and at its end, and once more after an extension', async () => {
  await remind(client, { app_limit: {} })
  const limit = { seconds: 3600, period: 'day' }
  const at = (now: number, method: string, path: string, body: object) => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now)
    return client.json(method, path, body).finally(() => clock.mockRestore())
  }
  expect((await at(ten, 'PUT', '/api/v1/whitelist/limits/all', limit)).status).toBe(200)
  const use = async (minutes: number, end: number) => {
    const [started_at, ended_at] = [end - minutes * minute, end].map((time) => new Date(time).toISOString())
    const event = { id: `use-${end}`, package_name: 'org.chess', started_at, ended_at }
    expect((await at(end, 'POST', '/api/v1/usage', { events: [event] })).status).toBe(200)
    await run(end + 1)
    await run(end + 2)
  }
  await use(47, ten)
  expect(pushes()).toEqual([])
  await use(1, ten + minute)
  await use(12, ten + 13 * minute)
  expect(pushes()).toEqual(['A limit is nearly used: Everything, 12m left', 'A limit is used up: Everything'])
  await use(5, ten + 18 * minute)
  expect(pushes()).toHaveLength(2)
})

test('what comes in quiet hours comes once at their end, in one', async () => {
  const quiet = { quiet_hours: true, quiet_from: 600, quiet_to: 660, together: true }
  await remind(
    client,
    { plan_day: { at: 610, days: [3] }, close_day: { at: 620, days: [3] }, timer_runs: { minutes: 30 } },
    quiet,
  )
  await startedAt(ten - 20 * minute)
  for (let at = ten; at < ten + hour; at += 5 * minute) expect(await run(at)).toBe(ten + hour)
  expect(pushes()).toEqual([])
  await run(ten + hour)
  await run(ten + hour + minute)
  expect(service.pushed.map(({ title, body }) => [title, body])).toEqual([
    ['3 reminders while it was quiet', 'A timer has run for 30m: Thesis\nPlan your day\nClose the day'],
  ])
})

test('on days off nothing comes until they are over, and nothing that is over by then', async () => {
  await remind(client, { plan_day: { at: 610, days: [3] }, task_time: { at: 600 } }, { quiet_days_off: true })
  await env.DB.batch(
    ['2026-11-04', '2026-11-05'].map((date) =>
      env.DB.prepare("INSERT INTO days_off (user_id, date, label, seq) VALUES (?, ?, '', 1)").bind(client.userId, date),
    ),
  )
  await env.DB.prepare(
    `INSERT INTO tasks (user_id, id, title, due_date, seq, created_at, updated_at) VALUES (?, 'a', 'Send the form', '2026-11-04', 1, 1, 1)`,
  )
    .bind(client.userId)
    .run()
  const end = Date.parse('2026-11-06T00:00:00Z')
  for (let at = ten - hour; at < end; at += 3 * hour) await run(at)
  expect(pushes()).toEqual([])
  await run(end)
  expect(pushes()).toEqual(['A task has its deadline: Send the form'])
})

test('a service that fails is asked again later, and the reminder comes once', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await remind(client, { plan_day: { at: 600, days: [3] } })
  service.statuses.set(`https://push.daymark.dev/send/${client.userId}`, 503)
  expect(await run(ten)).toBe(ten + minute)
  expect(await run(ten + minute)).toBe(ten + 6 * minute)
  service.statuses.clear()
  await run(ten + 5 * minute)
  expect(pushes()).toEqual([])
  await run(ten + 6 * minute)
  await run(ten + 7 * minute)
  expect(pushes()).toEqual(['Plan your day'])
})

test('two runs at once send one', async () => {
  await remind(client, { plan_day: { at: 600, days: [3] } })
  await Promise.all([run(ten), run(ten), run(ten)])
  expect(pushes()).toEqual(['Plan your day'])
})

test('an alarm that was missed is made up for by the timer, and nobody is asked for whom nothing is on', async () => {
  await remind(client, { plan_day: { at: 600, days: [1, 2, 3, 4, 5, 6, 7] } })
  await run(ten - hour)
  expect(await runTimed({ ...bindings, LIVE: undefined }, ten)).toMatchObject({ reminders: 0 })
  expect(await runTimed({ ...bindings, LIVE: undefined }, ten + 15 * minute)).toMatchObject({ reminders: 1, failed: 0 })
  expect(pushes()).toEqual(['Plan your day'])
  await remind(client, { plan_day: { by: 'off' } })
  expect(await run(ten + 16 * minute)).toBeNull()
  expect(await rows('SELECT * FROM reminder_runs WHERE user_id = ?', client.userId)).toEqual([])
})

test('what was due before a reminder was turned on is not sent', async () => {
  await startedAt(ten - 5 * hour)
  const patch = { kinds: { timer_runs: { by: 'push', minutes: 60 } }, how: { quiet_hours: false } }
  vi.spyOn(Date, 'now').mockReturnValue(ten)
  expect((await client.json('PATCH', '/api/v1/me/reminders', patch)).status).toBe(200)
  await run(ten + 1)
  expect(pushes()).toEqual([])
})

const lastMail = async () => (await outbox()).at(-1)

test('a mail that a provider sends has the headers of its one press', async () => {
  const sent: { headers: Record<string, string>; text: string; html: string }[] = []
  vi.mocked(globalThis.fetch).mockImplementation(async (input) => {
    sent.push(await (input as Request).json())
    return new Response(null, { status: 200 })
  })
  await remind(client, { plan_day: { at: 600, days: [3], by: 'mail' } })
  const resend = { MAIL_PROVIDER: 'resend', MAIL_API_KEY: 'key', MAIL_FROM: 'Daymark <hello@daymark.dev>' }
  await runReminders({ ...bindings, ...resend, LIVE: env.LIVE }, client.userId, ten)
  const [mail] = sent
  expect([mail?.headers['List-Unsubscribe-Post'], sent.length]).toEqual(['List-Unsubscribe=One-Click', 1])
  expect(mail?.headers['List-Unsubscribe']).toMatch(/^<https:\/\/daymark\.dev\/reminders\/off\/[\w-]+>$/)
  expect([mail?.text, mail?.html].every((part) => part?.includes('Plan your day'))).toBe(true)
})

test('a mail of the development server leads to the port that it listens on', async () => {
  await remind(client, { plan_day: { at: 600, days: [3], by: 'mail' } })
  await runReminders(
    { ...bindings, LIVE: env.LIVE, PUBLIC_URL: '', LOCAL_URL: 'http://localhost:8790' },
    client.userId,
    ten,
  )
  expect((await lastMail())?.text.match(/https?:\/\/[^/]+/g)).toEqual(Array(2).fill('http://localhost:8790'))
})

test('the mail of the week has what was tracked, met and missed, and what is next', async () => {
  await remind(client, { week_mail: { by: 'mail', day: 1, at: 480 } })
  const session = { title: 'Write', date: '2026-10-27', started_at: '09:00', duration: '2h' }
  expect((await client.post('/sessions', session)).status).toBe(303)
  await env.DB.prepare(
    `INSERT INTO meetings (user_id, id, title, date, time_zone, details_seq, seq, created_at, updated_at) VALUES (?, 'm', 'Planning & <more>', '2026-11-03', 'UTC', 1, 1, 1, 1)`,
  )
    .bind(client.userId)
    .run()
  await run(Date.parse('2026-11-02T08:00:00Z'))
  const mail = await lastMail()
  expect(mail?.text).toContain('2h in all, 0m the week before')
  expect(mail?.text).toContain('Tue 3: Planning & <more>')
  expect(mail?.html).toContain('Planning &amp; &lt;more&gt;')
})

test('a week with nothing to say is no mail', async () => {
  await remind(client, { week_mail: { by: 'mail', day: 1, at: 480 } })
  const eight = Date.parse('2026-11-02T08:00:00Z')
  await run(eight)
  await run(eight + hour)
  expect(await lastMail()).toBeUndefined()
  const hostile = '</li><script>alert(1)</script>\r\nBcc: a@example.com'
  await env.DB.prepare(
    `INSERT INTO meetings (user_id, id, title, date, time_zone, details_seq, seq, created_at, updated_at) VALUES (?, 'm', ?, '2026-11-10', 'UTC', 1, 1, 1, 1)`,
  )
    .bind(client.userId, hostile)
    .run()
  await run(eight + 7 * 24 * hour)
  const mail = await lastMail()
  expect(mail?.text).toContain('Next\n- Tue 10')
  expect(mail?.html).not.toContain('<script>')
})
