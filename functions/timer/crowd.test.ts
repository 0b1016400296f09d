import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, cost, origin, request, rows, signedIn } from '../../test/client'
import { wrongSums } from '../../test/sums'
import { extension, asked as program } from '../auth/programs/testing'
import { putUnfinished } from './unfinished/testing'

/** More at once than any person taps: a program gone wrong, or a queue that is sent all together. */
const crowd = 50

const all = <Result>(act: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: crowd }, (_, index) => act(index)))

const statuses = (answers: Response[]) => [...new Set(answers.map(({ status }) => status))].toSorted()

const running = ({ userId }: Client) =>
  rows<{ title: string }>("SELECT title FROM sessions WHERE user_id = ? AND status = 'active'", userId)

test('of fifty starts at once each is done, and one runs', async () => {
  const client = await signedIn()
  const answers = await all((index) =>
    index % 2 === 0
      ? client.post('/timer/start', { title: `Tab ${index}` })
      : client.json('POST', '/api/v1/timer/start', { title: `Program ${index}` }),
  )
  expect(statuses(answers)).toEqual([201, 303])
  expect(await running(client)).toHaveLength(1)
  expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toHaveLength(crowd)
  expect(await wrongSums(client.userId)).toEqual([])
})

test('fifty reviews reported at once are all there', async () => {
  const client = await signedIn()
  const { token } = await extension(client.userId)
  const review = { activity_type: 'comment', repo_owner: 'acme', repo_name: 'web' }
  const answers = await all((index) => program('POST', '/api/activities', token, { ...review, pr_number: index + 1 }))
  expect(statuses(answers)).toEqual([201])
  expect(await rows('SELECT number FROM pr_review_activities WHERE user_id = ?', client.userId)).toHaveLength(crowd)
})

test.each([
  ['that has ended', { started_at: '2026-03-10T09:00:00Z', ended_at: '2026-03-10T10:00:00Z' }, '/api/v1/sessions'],
  ['that runs', {}, '/api/v1/timer/start'],
])('of fifty edits at once of a session %s, none of which names a version, each is done', async (_, times, path) => {
  const client = await signedIn()
  const { id } = await (await client.json('POST', path, times)).json<{ id: string }>()
  const answers = await all((index) => client.json('PATCH', `/api/v1/sessions/${id}`, { title: `Edit ${index}` }))
  expect(statuses(answers)).toEqual([200])
  expect(await wrongSums(client.userId)).toEqual([])
})

test('a hundred pull requests that were left open are given up at once, and not compared with each other', async () => {
  const client = await signedIn()
  const twoDaysAgo = Date.now() - 2 * 24 * 60 * 60 * 1000
  const many = Array.from({ length: 100 }, (_, index) => index + 1)
  const left = await Promise.all(many.map((pr) => putUnfinished(client, twoDaysAgo, { source: 'extension', pr })))
  const { read } = cost(await client.get('/api/v1/timer'))
  expect(read).toBeGreaterThan(left.length)
  expect(read).toBeLessThanOrEqual(15 * left.length)
  const given = await rows<{ ended_at: number }>(
    "SELECT ended_at FROM sessions WHERE user_id = ? AND status = 'abandoned'",
    client.userId,
  )
  expect(given).toEqual(left.map(() => ({ ended_at: twoDaysAgo + 12 * 60 * 60 * 1000 })))
})

/** A database in which the person writes something else before each write that is sent to it. */
const beside = (write: () => Promise<unknown>) => ({
  ...env,
  DB: {
    prepare: (query: string) => env.DB.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      await write()
      return env.DB.batch(statements)
    },
  },
})

test('writes of other things do not outdate a start, and its answer names the version that it made', async () => {
  const client = await signedIn()
  const headers = { Cookie: client.cookie, Origin: origin, 'Content-Type': 'application/json', 'Idempotency-Key': 'k' }
  const init = { method: 'POST', headers, body: '{"title":"Mine"}' }
  const write = () => client.post('/goals', { title: 'Beside' })
  const start = () => request('/api/v1/timer/start', init, beside(write))
  await client.post('/timer/start', { title: 'Before' })
  const answer = await start()
  expect(answer.status).toBe(201)
  const text = await answer.text()
  const { id, seq, stopped } = JSON.parse(text)
  const stored = await rows('SELECT id, seq FROM sessions WHERE user_id = ? ORDER BY number', client.userId)
  expect(stored).toEqual([
    { id: stopped.id, seq: stopped.seq },
    { id, seq },
  ])
  expect(await (await start()).text()).toBe(text)
})

test('of two hundred starts at once each is done or refused as busy, and one runs', async () => {
  const client = await signedIn()
  const sent = Array.from({ length: 200 }, (_, index) =>
    client.json('POST', '/api/v1/timer/start', { title: `${index}` }),
  )
  const answers = await Promise.all(sent)
  const done = answers.filter(({ status }) => status === 201)
  const refused = await Promise.all(answers.filter(({ status }) => status !== 201).map((answer) => answer.json()))
  for (const problem of refused) expect(problem).toMatchObject({ status: 409, code: 'busy' })
  expect(await running(client)).toHaveLength(1)
  expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toHaveLength(done.length)
})
