import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { hour } from '../../../../test/support/times'
import { extensionOf } from '../../../programs/extension/testing'
import { putUnfinished } from '../../timer/unfinished/testing'

type Item = { id: string | number; status: string; duration_seconds: number | null; ended_at: string | null }

/** Sessions of every status; two of them are abandoned only when somebody looks. */
const putAll = async (client: Client) => {
  await client.post('/sessions', { date: '2026-03-08', started_at: '23:00', duration: '2h', title: 'Over midnight' })
  await putUnfinished(client, Date.now() - 30 * hour, { title: 'Forgotten timer' })
  await putUnfinished(client, Date.now() - 13 * hour, { source: 'extension', title: 'Forgotten review', pr: 7 })
  await putUnfinished(client, Date.now() - hour, { source: 'extension', title: 'Open review', pr: 8 })
}

let client: Client
beforeEach(async () => {
  client = await signedIn()
  await putAll(client)
})

const items = async (path: string) => (await (await client.json('GET', path)).json<{ items: Item[] }>()).items

const orders = [
  ['the item first', true],
  ['the list first', false],
] as const

test.each(orders)('a session says by itself exactly what the list says: %s', async (_, itemFirst) => {
  const ids = (await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).map(({ id }) => id)
  const listed = itemFirst ? [] : await items('/api/v1/sessions')
  const single = await Promise.all(ids.map(async (id) => (await client.json('GET', `/api/v1/sessions/${id}`)).json()))
  for (const item of itemFirst ? await items('/api/v1/sessions') : listed) expect(single).toContainEqual(item)
  expect(single.length).toBe(ids.length)
  const byDay = await items('/api/v1/sessions?from=2026-03-01&to=2026-03-31')
  expect(byDay).toHaveLength(1)
  for (const item of byDay) expect(single).toContainEqual(item)
})

test.each(orders)('so does the extension’s API: %s', async (_, itemFirst) => {
  const { get } = await extensionOf(client.userId)
  const query = 'SELECT number FROM sessions WHERE user_id = ? AND repo_owner IS NOT NULL'
  const numbers = await rows(query, client.userId)
  const list = () => get('/api/sessions')
  const listed = itemFirst ? null : await list()
  const single = []
  for (const { number } of numbers) single.push((await get(`/api/sessions/${number}`))[1])
  const [status, { sessions }] = (listed ?? (await list())) as [number, { sessions: Item[] }]
  expect([status, sessions.length]).toEqual([200, 2])
  for (const session of sessions) expect(single).toContainEqual(session)
  expect(sessions.map((session) => session.status).toSorted()).toEqual(['abandoned', 'active'])
})

test('an abandoned session lasts 0 seconds, and counts nowhere until its end is set', async () => {
  const lasting = { status: 'abandoned', duration_seconds: 0 }
  expect(await items('/api/v1/sessions?status=abandoned')).toMatchObject([lasting, lasting])
  const stats = await client.json('GET', '/api/v1/stats?from=2020-01-01&to=2029-12-31&group=month')
  expect(await stats.json()).toMatchObject({ total_seconds: 7200, session_count: 1 })
  const { get } = await extensionOf(client.userId)
  const [, { sessions }] = (await get('/api/sessions')) as [number, { sessions: Item[] }]
  const ofExtension = sessions.find(({ status }) => status === 'abandoned')
  expect(ofExtension).toMatchObject({ duration_seconds: null, end_time: null })
  expect(await get('/api/stats/summary')).toMatchObject([200, { total_seconds: 0, total_sessions: 0 }])
})

test('a client is not told 304 about a session that is overdue', async () => {
  const [session] = await items('/api/v1/sessions?status=active')
  for (const path of ['/api/v1/sessions', `/api/v1/sessions/${session?.id}`]) {
    const etag = (await client.json('GET', path)).headers.get('ETag') ?? ''
    const ask = () => client.json('GET', path, undefined, { 'If-None-Match': etag })
    expect((await ask()).status).toBe(304)
    const older = "UPDATE sessions SET started_at = started_at - ?, status = 'active', ended_at = NULL WHERE id = ?"
    await rows(older, 13 * hour, session?.id)
    const answer = await ask()
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('abandoned')
    expect(answer.headers.get('ETag')).not.toBe(etag)
  }
})
