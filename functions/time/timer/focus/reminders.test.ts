import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { pushService, remind, runAt, subscribed } from '../../../account/reminders/testing'
import { Preferences, readPreferences } from '../../../lib/preferences'
import { settleFocus } from './actions'
import { focusReminders, focusWait } from './reminders'

const service = pushService()

const clock = (time: string) => vi.setSystemTime(new Date(`2026-03-10T${time}Z`))
stopClock('2026-03-10T10:00:00Z')

const pattern = { work: 1500, short_break: 300, long_break: 900, rounds: 4 }

const scopeOf = ({ userId }: Client) => ({
  db: env.DB,
  user: { id: userId, preferences: Preferences.parse({}) },
  head: { earned: null },
  now: Date.now(),
  from: Date.now() - 3_600_000,
  to: Date.now() + 86_400_000,
})

const told = async (client: Client) => {
  const [user] = await rows<{ preferences: string }>('SELECT preferences FROM users WHERE id = ?', client.userId)
  await settleFocus(env.DB, { id: client.userId, preferences: readPreferences(user?.preferences ?? '{}') }, Date.now())
  return (await focusReminders(scopeOf(client))).map(({ at, title, acts }) => [
    new Date(at).toISOString().slice(11, 16),
    title,
    acts?.join(),
  ])
}

const begin = (client: Client) => client.add('/timer/start', { title: 'Thesis', focus: pattern })

test('the end of a focus and of a break are told, and none of one that was stopped', async () => {
  const client = await signedIn()
  expect(await told(client)).toEqual([])
  const id = await begin(client)
  expect(await told(client)).toEqual([['10:25', 'Focus is over, time for a break of 5m', 'break,more']])
  clock('10:26:00')
  await client.post('/timer/focus/break', { id })
  expect(await told(client)).toEqual([['10:31', 'The break is over', 'next']])
  await client.post('/timer/focus/end-break', { id })
  expect(await told(client)).toEqual([])
  await begin(client)
  await client.json('POST', '/api/v1/timer/stop', {})
  expect(await told(client)).toEqual([])
})

test('a focus that ends by itself is told when the alarm looks', async () => {
  const client = await signedIn({ focus_stops: true, focus_starts: true })
  await begin(client)
  expect(await told(client)).toEqual([['10:25', 'Focus is over and the timer has stopped', '']])
  clock('10:25:00')
  expect(await told(client)).toEqual([
    ['10:25', 'Focus is over and the timer has stopped', 'next'],
    ['10:30', 'The break is over and the next round begins', ''],
  ])
})

test('other reminders wait for the end of the focus, and no longer', async () => {
  const client = await signedIn()
  expect(await focusWait(scopeOf(client))).toBe(null)
  await begin(client)
  expect(await focusWait(scopeOf(client))).toBe(Date.parse('2026-03-10T10:25:00Z'))
  clock('10:25:00')
  expect(await focusWait(scopeOf(client))).toBe(null)
})

/** The pushes until noon of a person whom nothing but the alarm looks after. */
const pushedTo = async (client: Client, kinds: object = { focus: {} }) => {
  await subscribed(client, service, client.userId)
  await remind(client, kinds)
  const said: string[] = []
  for (let now = Date.now(); now <= Date.parse('2026-03-10T12:00:00Z'); ) {
    vi.setSystemTime(now)
    const next = await runAt(client.userId, now)
    said.push(...service.pushed.splice(0).map(({ title }) => `${new Date(now).toISOString().slice(11, 16)} ${title}`))
    now = next ?? Number.POSITIVE_INFINITY
  }
  return said
}

test('rounds that end and begin by themselves are told', async () => {
  const client = await signedIn({ focus_stops: true, focus_starts: true })
  await client.json('POST', '/api/v1/timer/start', { title: 'Thesis', focus: { ...pattern, rounds: 2 } })
  expect(await pushedTo(client)).toEqual([
    '10:25 Focus is over and the timer has stopped',
    '10:30 The break is over and the next round begins',
    '10:55 Focus is over and the timer has stopped',
    '11:10 The break is over',
  ])
})

test('nothing is told of steps that another look or request is about to write', async () => {
  const client = await signedIn({ focus_stops: true, focus_starts: true })
  await begin(client)
  clock('10:31:00')
  expect(await focusReminders(scopeOf(client))).toEqual([])
  expect(await told(client)).toEqual([
    ['10:55', 'Focus is over and the timer has stopped', ''],
    ['10:30', 'The break is over and the next round begins', ''],
  ])
  clock('10:56:00')
  expect(await focusReminders(scopeOf(client))).toEqual([])
})

test('a countdown that stops by itself is told', async () => {
  const client = await signedIn({ focus_stops: true })
  await client.json('POST', '/api/v1/timer/start', { title: 'Tea', planned_seconds: 240 })
  expect(await pushedTo(client)).toEqual(['10:04 Focus is over and the timer has stopped'])
})

test('a mail of the end of a focus says each thing once, and where its link leads', async () => {
  const client = await signedIn()
  await begin(client)
  await remind(client, { focus: { by: 'mail' } })
  const now = Date.parse('2026-03-10T10:25:00Z')
  vi.setSystemTime(now)
  await runAt(client.userId, now)
  const [mail] = await rows<{ subject: string; text: string; html: string }>(
    'SELECT subject, text, html FROM outbox WHERE recipient = ?',
    `${client.userId}@example.com`,
  )
  expect(mail?.subject).toBe('Focus is over, time for a break of 5m: Thesis')
  expect(mail?.text).toContain('Focus is over, time for a break of 5m: Thesis\n')
  expect(mail?.html).toMatch(/<h1[^>]*>Focus is over, time for a break of 5m<\/h1><p[^>]*>Thesis<\/p>/)
  expect(mail?.html).toMatch(/<a href="https:\/\/daymark\.dev\/timer"[^>]*>Open the timer<\/a>/)
  expect(mail?.text).toContain('No more emails of “A focus or a break ends”: ')
})

test('who took a break before the end is not told that it is over', async () => {
  const client = await signedIn({ focus_stops: true })
  const id = await begin(client)
  clock('10:20:00')
  await client.post('/timer/focus/break', { id })
  expect(await pushedTo(client)).toEqual(['10:25 The break is over'])
})

test('a round that was begun by hand is not told to have begun by itself', async () => {
  const client = await signedIn({ focus_stops: true, focus_starts: true })
  const id = await begin(client)
  clock('10:27:00')
  await client.post('/timer/focus/next', { id })
  clock('10:31:00')
  expect((await pushedTo(client)).at(0)).toBe('10:52 Focus is over and the timer has stopped')
})

test('what begins before the end of a focus is told in time, and another reminder waits for the end', async () => {
  const client = await signedIn({ day_start_minute: 0 })
  const at = { date: '2026-03-10', time_zone: 'UTC', duration_minutes: 30 }
  for (const [title, time] of [
    ['Standup', '10:20'],
    ['Retro', '10:32'],
  ])
    expect((await client.json('POST', '/api/v1/meetings', { ...at, title, time })).status).toBe(201)
  const task = { date: '2026-03-10', due_date: '2026-03-10' }
  for (const [title, time] of [['Call', '10:12'], ['Report']])
    expect((await client.json('POST', '/api/v1/tasks', { ...task, title, at: time ?? null })).status).toBe(201)
  await begin(client)
  const said = await pushedTo(client, {
    ...{ focus: {}, meeting_begins: { minutes: 10 }, task_time: { at: 615 } },
    timer_runs: { minutes: 5 },
  })
  expect(said.toSorted()).toEqual(
    [
      '10:10 Meeting at 10:20',
      '10:12 A task’s time has come',
      '10:25 A timer has run for 5m',
      '10:25 A task has its deadline',
      '10:25 A task has its deadline',
      '10:25 Focus is over, time for a break of 5m',
      '10:25 Meeting at 10:32',
    ].toSorted(),
  )
})
