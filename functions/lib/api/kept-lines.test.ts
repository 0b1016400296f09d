import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { dump } from '../../../test/support/table-dump'
import { hour } from '../../../test/support/times'
import { entryInstant } from './kept-lines'

const now = Date.parse('2026-03-11T15:00:20Z')

const person = async () => {
  vi.useFakeTimers({ toFake: ['Date'], now })
  return signedIn({ time_zone: 'UTC', day_start_minute: 0 })
}

type Sent = { key?: string; ago?: number; sent?: number; replaces?: string }

const send = (
  client: Client,
  path: string,
  fields: Record<string, string>,
  { key = 'one', ago = 16 * hour, sent, replaces }: Sent = {},
) => {
  const at = Date.now()
  const headers = {
    ...{ 'Idempotency-Key': key, 'Made-At': `${at - ago}`, 'Sent-At': `${sent ?? at}` },
    ...(replaces && { Replaces: replaces }),
  }
  return client.post(path, fields, { part: true, page: '/', headers })
}

const sessions = (client: Client) =>
  rows<{ title: string; started_at: number; ended_at: number | null }>(
    'SELECT title, started_at, ended_at FROM sessions WHERE user_id = ? ORDER BY started_at',
    client.userId,
  )

const addCard = (client: Client) => client.add('/cards', { question: 'Capital of Portugal', answer: 'Lisbon' })

const addTask = (client: Client) => client.add('/tasks', { title: 'Stamps' })

const addGoal = async (client: Client) => {
  const goal = { title: 'Run', measure: 'times', times_of: 'ticks', period: 'week', target: 3 }
  return await client.add('/goals', goal)
}

/** Each write that works offline, with what it writes and the instant or date that it has. */
const writes: Record<
  string,
  (client: Client) => Promise<{ path: string; fields: Record<string, string>; at: string }>
> = {
  'a line that logs': async () => ({
    path: '/sessions/entry',
    fields: { entry: 'Call the clinic 15m' },
    at: 'SELECT ended_at AS at FROM sessions',
  }),
  'a line that starts': async () => ({
    path: '/sessions/entry',
    fields: { entry: 'Payment step' },
    at: 'SELECT started_at AS at FROM sessions',
  }),
  'a start': async () => ({
    path: '/timer/start',
    fields: { title: 'Payment step' },
    at: 'SELECT started_at AS at FROM sessions',
  }),
  'a captured task': async () => ({
    path: '/capture?kind=task',
    fields: { entry: 'Stamps' },
    at: 'SELECT created_at AS at FROM tasks',
  }),
  'a tick of a task': async (client) => ({
    path: `/tasks/${await addTask(client)}/complete`,
    fields: {},
    at: 'SELECT completed_on AS at FROM tasks',
  }),
  'a tick of a goal': async (client) => ({
    path: `/goals/${await addGoal(client)}/ticks`,
    fields: {},
    at: 'SELECT created_at AS at FROM goal_ticks',
  }),
  'a milestone that is reached': async (client) => {
    const goal = await addGoal(client)
    await client.post(`/goals/${goal}/milestones`, { description: 'First draft' })
    const [milestone] = await rows<{ id: string }>('SELECT id FROM goal_milestones WHERE goal_id = ?', goal)
    return {
      path: `/goals/${goal}/milestones/${milestone?.id}/reach`,
      fields: {},
      at: 'SELECT completed_at AS at FROM goal_milestones',
    }
  },
  'an answer to a card': async (client) => ({
    path: `/review/${await addCard(client)}`,
    fields: { rating: '3' },
    at: 'SELECT reviewed_at AS at FROM card_reviews',
  }),
  'a check-in': async () => ({
    path: '/energy',
    fields: { energy_level: '4', engagement_level: '3' },
    at: 'SELECT at FROM energy_checkins',
  }),
}

test.each(Object.entries(writes))(
  '%s that comes three times is written once, at the time it was made',
  async (_, of) => {
    const client = await person()
    const { path, fields, at } = await of(client)
    const first = await send(client, path, fields)
    expect(first.status, await first.text()).toBeLessThan(400)
    const written = await dump(client.userId)
    const again = await Promise.all([send(client, path, fields), send(client, path, fields)])
    expect(again.map(({ status, headers }) => [status, headers.get('Idempotent-Replayed')])).toEqual([
      [204, 'true'],
      [204, 'true'],
    ])
    expect(await dump(client.userId)).toBe(written)
    const [stored, ...more] = await rows<{ at: number | string }>(`${at} WHERE user_id = ?`, client.userId)
    const made = new Date(stored?.at ?? 0).toISOString()
    expect(['2026-03-10T23:00:20.000Z', '2026-03-10T00:00:00.000Z']).toContain(made)
    expect(more).toEqual([])
  },
)

test('the day is closed on which it was closed', async () => {
  const client = await person()
  expect((await send(client, '/plan/close', {})).status).toBe(204)
  const [user] = await rows<{ on: string }>(
    "SELECT preferences ->> 'closed_on' AS 'on' FROM users WHERE id = ?",
    client.userId,
  )
  expect(user?.on).toBe('2026-03-10')
})

test('the same line from two senders at once is written once', async () => {
  const client = await person()
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => send(client, '/sessions/entry', { entry: 'Call the clinic 15m' })),
  )
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect(await sessions(client)).toHaveLength(1)
})

test('a line stays written once for 30 days, and an older one is refused in words', async () => {
  const client = await person()
  await send(client, '/sessions/entry', { entry: 'Call the clinic 15m' })
  vi.setSystemTime(now + 29 * 24 * hour)
  await send(client, '/sessions/entry', { entry: 'Another 15m' }, { key: 'two' })
  const again = await send(client, '/sessions/entry', { entry: 'Call the clinic 15m' }, { ago: 29.5 * 24 * hour })
  expect(again.status).toBe(204)
  expect(await sessions(client)).toHaveLength(2)
  const old = await send(client, '/sessions/entry', { entry: 'Old 15m' }, { key: 'old', ago: 31 * 24 * hour })
  expect([old.status, await old.text()]).toEqual([422, expect.stringContaining('more than 30 days ago')])
})

test('a refused line can be changed under its key', async () => {
  const client = await person()
  expect((await send(client, '/sessions/entry', { entry: '9-10 figures !Thesis' })).status).toBe(422)
  expect((await send(client, '/sessions/entry', { entry: '9-10 figures' })).status).toBe(200)
  expect(await sessions(client)).toHaveLength(1)
})

test('a line that was changed while it waited is written once, whichever of the two comes first', async () => {
  const client = await person()
  const changed = { key: 'two', replaces: 'zero one' }
  expect((await send(client, '/sessions/entry', { entry: 'Changed 20m' }, changed)).status).toBe(200)
  expect((await send(client, '/sessions/entry', { entry: 'Former 15m' })).status).toBe(204)
  expect((await send(client, '/sessions/entry', { entry: 'Former 15m' }, { key: 'zero' })).status).toBe(204)
  expect((await sessions(client)).map(({ title }) => title)).toEqual(['Changed'])

  const other = await person()
  await send(other, '/sessions/entry', { entry: 'Former 15m' })
  const late = await send(other, '/sessions/entry', { entry: 'Changed 20m' }, { key: 'two', replaces: 'one' })
  expect([late.status, await late.text()]).toEqual([422, expect.stringContaining('It was sent before')])
  expect((await sessions(other)).map(({ title }) => title)).toEqual(['Former'])
})

test('keys that a line replaces are checked', async () => {
  const client = await person()
  const replaces = Array.from({ length: 21 }, (_, n) => `key-${n}`).join(' ')
  const answer = await send(client, '/sessions/entry', { entry: 'a 15m' }, { replaces })
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Enter at most 20 keys')])
  expect(await sessions(client)).toEqual([])
})

test('a start and a stop from before another timer are a session of their own, a stop of nothing is refused', async () => {
  const client = await person()
  await client.post('/timer/start', { title: 'Newer' })
  const vain = await send(client, '/timer/stop', {})
  const words = 'This device had no timer running at 23:00.'
  expect([vain.status, await vain.text()]).toEqual([422, expect.stringContaining(words)])
  const start = await send(client, '/sessions/entry', { entry: 'Older since 22:50' }, { key: 'two' })
  expect(await start.text()).toContain('“Newer” is still running. Set when “Older” ended.')
  expect((await send(client, '/timer/stop', {}, { key: 'three', ago: 15 * hour })).status).toBe(200)
  const older = { title: 'Older', ended_at: now - 15 * hour }
  expect(await sessions(client)).toMatchObject([older, { title: 'Newer', ended_at: null }])
  // A device that has nothing of its own knew of the other one.
  vi.setSystemTime(now + hour)
  await send(client, '/timer/stop', {}, { key: 'four', ago: hour / 2 })
  expect(await sessions(client)).toMatchObject([older, { ended_at: now + hour / 2 }])
})

test('what is settled on the way does not count as the line, and gives way to a stop from before', async () => {
  const client = await person()
  await client.post('/timer/start', { title: 'Left running' })
  vi.setSystemTime(now + 40 * hour)
  expect((await send(client, '/timer/start', { title: 'Next' }, { ago: hour })).status).toBe(200)
  expect((await sessions(client)).map(({ title }) => title)).toEqual(['Left running', 'Next'])
  const [left] = await rows<{ id: string }>(
    "SELECT id FROM sessions WHERE status = 'abandoned' AND user_id = ?",
    client.userId,
  )
  await send(client, '/timer/stop', { id: left?.id ?? '' }, { key: 'two', ago: 39 * hour })
  expect(await sessions(client)).toMatchObject([{ ended_at: now + hour }, { ended_at: null }])
})

test('a time that is no instant is refused, on other paths the header says nothing', async () => {
  const client = await person()
  const headers = { 'Idempotency-Key': 'one', 'Made-At': 'yesterday' }
  const answer = await client.post('/sessions/entry', { entry: 'a 15m' }, { part: true, headers })
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Enter an instant')])
  expect((await client.post('/goals', { title: 'Run' }, { headers })).status).toBe(303)
})

test.each([
  ['a clock that is right', now - hour, now - 500, now - hour],
  ['a request that was slow', now - hour, now - 90_000, now - hour],
  ['a clock that is a day ahead', now + 23 * hour, now + 24 * hour, now - hour],
  ['a clock that is a day behind', now - 25 * hour, now - 24 * hour, now - hour],
  ['a line from the future', now + hour, now, now],
])('%s', (_, made, sent, at) => {
  expect(entryInstant(made, sent, now)).toBe(at)
})

test('a form that comes twice under the key in its body is written once, also beside its kept line', async () => {
  const client = await person()
  // A network has held it up.
  const fields = { entry: 'Call the clinic 15m', line_key: 'one', line_made: `${now - 40_000}` }
  const sendForm = () => client.post('/sessions/entry', fields, { part: true, page: '/' })
  const both = await Promise.all([sendForm(), sendForm()])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 204])
  expect((await send(client, '/sessions/entry', { entry: fields.entry })).status).toBe(204)
  expect(await sessions(client)).toMatchObject([{ ended_at: now - 40_000 }])
  expect((await client.post('/goals', { title: 'Run', line_key: 'one' })).status).toBe(303)
})

test('an end that was ahead when a line was typed is held against the time at which it arrives', async () => {
  const client = await person()
  const fields = { entry: '1h call 14:30' }
  const early = await send(client, '/sessions/entry', fields, { ago: 0.5 * hour })
  expect(await early.text()).toContain('Log until now, 14:30–15:00')
  await send(
    client,
    '/sessions/entry',
    { ...fields, future: 'now', asked: fields.entry },
    { key: 'two', ago: 0.5 * hour },
  )
  vi.setSystemTime(now + hour)
  await send(client, '/sessions/entry', fields, { key: 'three', ago: 1.5 * hour })
  expect(await sessions(client)).toEqual(
    [now, now + 0.5 * hour - 20_000].map((ended_at) =>
      expect.objectContaining({ started_at: now - 0.5 * hour - 20_000, ended_at }),
    ),
  )
})

test('a stop of a line that has started nothing leaves another timer running', async () => {
  const client = await person()
  await client.post('/timer/start', { title: 'Deep work' })
  vi.setSystemTime(now + hour)
  const log = now + hour / 2
  await send(client, '/sessions/entry', { entry: 'Call mum 10m' }, { ago: hour / 2 })
  const stop = (key: string, ...made: number[]) =>
    send(client, '/timer/stop', { made: `${made}` }, { key, ago: hour / 4 })
  const vain = await stop('two', log)
  expect([vain.status, await vain.text()]).toEqual([422, expect.stringContaining('This entry started no timer')])
  expect(await sessions(client)).toContainEqual({ title: 'Deep work', started_at: now, ended_at: null })
  // The line logged while an earlier one ran.
  expect((await stop('three', log, now)).status).toBe(200)
  expect(await sessions(client)).toContainEqual({ title: 'Deep work', started_at: now, ended_at: now + 0.75 * hour })
})
