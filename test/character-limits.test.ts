import { expect, test } from 'vitest'
import { signedIn } from './support/client'

// Each is two UTF-16 units, so that `length` is over every limit of 200.
const title = '🦔'.repeat(150)
const tag = '🌲'.repeat(40)

test('a title of 150 emoji goes out as CSV and comes in again', async () => {
  const [from, to] = [await signedIn(), await signedIn()]
  const session = { title, tags: [tag], started_at: '2026-03-02T09:00:00Z', duration_seconds: 900 }
  expect((await from.json('POST', '/api/v1/sessions', session)).status).toBe(201)
  const file = await (await from.get('/sessions.csv')).text()
  const imported = await to.json('POST', '/api/v1/sessions/import', file, { 'Content-Type': 'text/csv' })
  expect(await imported.json()).toMatchObject({ imported: 1 })
  const { items } = await (await to.json('GET', '/api/v1/sessions')).json<{ items: object[] }>()
  expect(items).toMatchObject([{ title, tags: [tag] }])
})

test('a title of 150 emoji is logged, written down as a goal, and found', async () => {
  const client = await signedIn()
  expect((await client.post('/sessions/entry', { entry: `25m ${title} #${tag}` })).status).toBe(303)
  expect((await client.post('/capture', { kind: 'goal', entry: title })).status).toBe(303)
  expect(await (await client.get(`/goals?q=${title}`)).text()).toContain(title)
  const search = async (q: string) => (await client.get(`/search?q=${q}`)).text()
  expect(await search('𝔞'.repeat(150))).not.toContain('Search too long')
  expect(await search('𝔞'.repeat(201))).toContain('Search too long')
})

test('one character over the limit is refused wherever it is typed', async () => {
  const client = await signedIn()
  const long = '🦔'.repeat(201)
  expect((await client.post('/sessions/entry', { entry: `25m ${long}` })).status).toBe(422)
  expect((await client.post('/capture', { kind: 'goal', entry: long })).status).toBe(422)
  const csv = `started_at,ended_at,title\n2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,${long}\n`
  const imported = await client.json('POST', '/api/v1/sessions/import', csv, { 'Content-Type': 'text/csv' })
  expect([imported.status, await imported.text()]).toEqual([422, expect.stringContaining('200 characters')])
})

test('notes and titles of plans are counted so, too', async () => {
  const client = await signedIn()
  const start = { title: '🦔', notes: '🌲'.repeat(9_000), started_at: '2026-03-02T09:00:00Z', duration_seconds: 900 }
  const id = await client.add('/sessions', start)
  const note = async (count: number) =>
    (await client.json('POST', `/api/v1/sessions/${id}/notes`, { text: '🌲'.repeat(count) })).status
  expect([await note(1000), await note(999), await note(1)]).toEqual([422, 200, 422])
  const plan = (count: number) => ({ title: '🌲'.repeat(count), content: '# A\n\n## Chunk 1: One {#one}\n' })
  const added = async (count: number) => (await client.json('POST', '/api/v1/plans', plan(count))).status
  expect([await added(200), await added(201)]).toEqual([201, 422])
})
