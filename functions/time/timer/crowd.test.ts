import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, cost, origin, request, rows, signedIn } from '../../../test/support/client'
import { putUnfinished } from './unfinished/testing'

const running = ({ userId }: Client) =>
  rows<{ title: string }>("SELECT title FROM sessions WHERE user_id = ? AND status = 'active'", userId)

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
