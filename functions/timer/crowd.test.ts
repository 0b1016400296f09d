import { expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../test/client'
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
