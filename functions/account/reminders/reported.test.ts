// Cases that people reported of reminders in other programs.
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { day, hour, minute } from '../../../test/support/times'
import { putProject } from '../../time/sessions/testing'
import { postponeReminder } from './queries'
import { pushService, remind, runAt, subscribed, ten } from './testing'

const service = pushService()

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 0 })
  await subscribed(client, service, client.userId)
  await set('UPDATE web_sessions SET expires_at = 9e15 WHERE user_id = ?')
})

const run = (now: number) => runAt(client.userId, now)
const set = (statement: string, ...values: (string | number | null)[]) =>
  env.DB.prepare(statement)
    .bind(...values, client.userId)
    .run()
const inZone = (zone: string) =>
  set("UPDATE users SET preferences = json_set(preferences, '$.time_zone', ?) WHERE id = ?", zone)

/** Looks whenever the last look said, at most so often, and returns what was pushed and when, in UTC. */
const pushesUntil = async (from: string, to: string, most: number) => {
  const pushed: string[] = []
  const end = Date.parse(`${to}Z`)
  let looks = 0
  for (let at: number | null = Date.parse(`${from}Z`); at !== null && at < end; looks += 1) {
    expect(looks).toBeLessThan(most)
    const next: number | null = await run(at)
    expect(next ?? end).toBeGreaterThan(at)
    for (const { title } of service.pushed.splice(0)) pushed.push(`${new Date(at).toISOString().slice(5, 16)} ${title}`)
    at = next
  }
  return pushed
}

const everyDay = [1, 2, 3, 4, 5, 6, 7]

test('a time that the clocks skip comes once on that day, as they jump', async () => {
  await remind(client, { plan_day: { at: 90, days: everyDay } })
  expect(await pushesUntil('2027-03-27T00:00', '2027-03-30T00:00', 12)).toEqual([
    '03-27T01:30 Plan your day',
    '03-28T01:30 Plan your day',
    '03-29T00:30 Plan your day',
  ])
})

test('a time that the clocks show twice comes once on that day', async () => {
  await remind(client, { plan_day: { at: 90, days: everyDay } })
  expect(await pushesUntil('2027-10-30T00:00', '2027-11-02T00:00', 12)).toEqual([
    '10-30T00:30 Plan your day',
    '10-31T00:30 Plan your day',
    '11-01T01:30 Plan your day',
  ])
})

test('quiet hours that begin or end in a skipped or a repeated hour end all the same', async () => {
  for (const [from, to] of [
    [60, 119],
    [1_380, 90],
    [90, 150],
  ] as const) {
    await set('DELETE FROM reminder_deliveries WHERE user_id = ?')
    const quiet = { quiet_hours: true, quiet_from: from, quiet_to: to }
    await remind(client, { plan_day: { at: 65, days: everyDay }, close_day: { at: 95, days: everyDay } }, quiet)
    for (const [first, last] of [
      ['2027-03-28T00:00', '2027-03-30T00:00'],
      ['2027-10-31T00:00', '2027-11-02T00:00'],
    ] as const) {
      const told = (await pushesUntil(first, last, 16)).join('\n').match(/Plan|Close|2 reminders/g) ?? []
      const count = told.reduce((sum, one) => sum + (one.startsWith('2') ? 2 : 1), 0)
      expect([from, to, first, count]).toEqual([from, to, first, 4])
    }
  }
})

test('a meeting of each month on the 31st, and one of the leap day, are told on the last day of February', async () => {
  await remind(client, { meeting_begins: { minutes: 1_440 } })
  for (const [id, date] of [
    ['last', '2028-01-31'],
    ['leap', '2028-02-29'],
  ] as const)
    await set(
      `INSERT INTO meetings (id, title, date, time, duration_minutes, time_zone, repeat, details_seq, seq, created_at, updated_at, user_id)
       VALUES (?, 'Sync', ?, ?, 30, 'Europe/Lisbon', 'monthly', 1, 1, 1, 1, ?)`,
      ...[id, date, id === 'last' ? '10:00' : '12:00'],
    )
  expect(await pushesUntil('2028-02-20T00:00', '2028-03-31T00:00', 80)).toEqual([
    '02-28T10:00 Meeting at 10:00',
    '02-28T12:00 Meeting at 12:00',
    '03-28T11:00 Meeting at 12:00',
    '03-30T09:00 Meeting at 10:00',
  ])
})

const putTask = (columns: { date?: string; at?: string; due_date?: string }) =>
  set(
    `INSERT INTO tasks (id, title, date, at, due_date, seq, created_at, updated_at, user_id) VALUES ('a', 'Send it', ?, ?, ?, 1, 1, 1, ?)`,
    ...[columns.date ?? null, columns.at ?? null, columns.due_date ?? null],
  )

test('times and deadlines keep the clock of where a person is', async () => {
  await remind(client, { task_time: { at: 540 } })
  await putTask({ date: '2026-11-04', at: '10:00', due_date: '2026-11-05' })
  await inZone('America/Bogota')
  expect(await pushesUntil('2026-11-03T12:00', '2026-11-06T12:00', 12)).toEqual([
    '11-04T15:00 A task’s time has come',
    '11-05T14:00 A task has its deadline',
  ])
})

test('a task that was put off and then moved comes at its new time alone', async () => {
  await remind(client, { task_time: { at: 540 } })
  await putTask({ date: '2026-11-04', at: '10:00' })
  await run(ten)
  const [{ key = '' } = {}] = service.pushed.splice(0)
  for (const [moved, at] of [
    ['10:05', '11-04T10:05'],
    ['12:00', '11-04T12:00'],
  ]) {
    await set('DELETE FROM reminder_deliveries WHERE key <> ? AND user_id = ?', key)
    await set("UPDATE tasks SET at = '10:00' WHERE user_id = ?")
    await set('UPDATE reminder_deliveries SET sent_at = 1 WHERE user_id = ?')
    expect(await postponeReminder(env.DB, client.userId, key, ten + 10 * minute).first()).not.toBeNull()
    await set('UPDATE tasks SET at = ? WHERE user_id = ?', moved ?? '')
    const told = await pushesUntil('2026-11-04T10:01', '2026-11-04T14:00', 12)
    expect(told).toEqual([`${at} A task’s time has come`])
  }
})

test('what is deleted is not told: a task, a project with its budget, a goal, a card', async () => {
  const budget = 'INSERT INTO budgets (subject, minutes, period, user_id) VALUES (?, 60, ?, ?)'
  const project_id = await putProject(client, 'Book')
  await set(budget, `project:${project_id}`, 'all')
  const session = { title: 'Write', project_id, date: '2026-11-01', started_at: '08:00', duration: '2h' }
  expect((await client.post('/sessions', session)).status).toBe(303)
  await putTask({ date: '2026-11-04', at: '10:00' })
  await set(
    `INSERT INTO goals (id, title, status, start_date, target_date, seq, created_at, updated_at, user_id)
     VALUES ('g', 'Late', 'in_progress', '2026-09-01', '2026-10-01', 1, 1, 1, ?)`,
  )
  await set(
    `INSERT INTO cards (id, question, answer, sm2_next, fsrs_next, next_review, is_new, seq, created_at, updated_at, user_id)
     VALUES ('card', 'Q', 'A', '2026-11-04', '2026-11-04', '2026-11-04', 0, 1, 1, 1, ?)`,
  )
  const kinds = { budget_used: {}, task_time: { at: 540 }, goal_behind: { day: 3, at: 600 }, cards_due: { at: 600 } }
  const told = async () => {
    await set('DELETE FROM reminder_deliveries WHERE user_id = ?')
    await remind(client, kinds)
    await run(ten)
    return service.pushed
      .splice(0)
      .map(({ title }) => title)
      .sort()
  }
  expect(await told()).toEqual(['1 card to review', '1 goal behind', 'A budget is used up', 'A task’s time has come'])
  for (const table of ['tasks', 'projects', 'goals', 'cards'])
    await set(`UPDATE ${table} SET deleted_at = 1 WHERE user_id = ?`)
  expect(await told()).toEqual([])
})

test('without a device or an address nothing is sent, and nothing comes later of what was', async () => {
  await set('DELETE FROM push_subscriptions WHERE user_id = ?')
  await set('UPDATE users SET email = NULL WHERE id = ?')
  expect(await (await client.get('/api/v1/me/reminders')).json()).toMatchObject({ can_mail: false })
  const kinds = { plan_day: { at: 600, days: everyDay }, close_day: { at: 600, days: everyDay, by: 'mail' } }
  await remind(client, kinds)
  expect(await run(ten)).toBe(ten + day)
  await subscribed(client, service, client.userId)
  await set('UPDATE users SET email = ? WHERE id = ?', `${client.userId}@example.com`)
  await run(ten + minute)
  expect(service.pushed).toEqual([])
  await run(ten + day)
  expect(service.pushed.map(({ title }) => title)).toEqual(['Plan your day'])
  expect(await rows('SELECT subject FROM outbox WHERE recipient = ?', `${client.userId}@example.com`)).toEqual([
    { subject: 'Close the day' },
  ])
})

test('two looks at once send one mail, also of what was to be pushed when it was due', async () => {
  await remind(client, { plan_day: { at: 600, days: [3] } })
  await client.post('/settings/notifications', { 'plan_day.by': 'mail' })
  await Promise.all([run(ten), run(ten), run(ten)])
  await run(ten + hour)
  expect(await rows('SELECT subject FROM outbox WHERE recipient = ?', `${client.userId}@example.com`)).toHaveLength(1)
})

test('the end of a focus comes in quiet hours, and another reminder waits', async () => {
  const [kinds, quiet] = [
    { focus: {}, timer_runs: { minutes: 1 } },
    { quiet_hours: true, quiet_from: 0, quiet_to: 1_439 },
  ]
  await remind(client, kinds, quiet)
  expect((await client.post('/timer/focus', { entry: '25m focus' })).status).toBe(303)
  const [{ focus_ends_at = 0 } = {}] = await rows<{ focus_ends_at: number }>(
    'SELECT focus_ends_at FROM sessions WHERE user_id = ? AND ended_at IS NULL',
    client.userId,
  )
  await run(focus_ends_at)
  expect(service.pushed.map(({ title }) => title)).toEqual(['Focus is over, time for a break of 5m'])
})

test('a meeting that is added when its reminder was due is told at once, and none that has begun', async () => {
  await remind(client, { meeting_begins: { minutes: 10 } })
  for (const time of ['10:03', '09:58'])
    await set(
      `INSERT INTO meetings (id, title, date, time, duration_minutes, time_zone, details_seq, seq, created_at, updated_at, user_id)
       VALUES (?, 'Sync', '2026-11-04', ?, 30, 'Europe/Lisbon', 1, 1, ?, 1, ?)`,
      ...[time, time, ten],
    )
  await run(ten)
  await run(ten + minute)
  expect(service.pushed.map(({ title }) => title)).toEqual(['Meeting at 10:03'])
})
