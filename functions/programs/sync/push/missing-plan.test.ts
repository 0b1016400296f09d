import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { wrongSums } from '../../../../test/support/models/sums'
import { exportOf, idOf, restore } from '../../../data/restore/testing'
import { documentOf, importPlan } from '../../../learning/plans/testing'
import { create, deviceOf, sessionData } from '../testing'

const at = Date.parse('2026-05-04T12:00:00Z')

/** A person with a session and a card of a plan that no device has sent yet. */
const waiting = async () => {
  const client = await signedIn()
  const device = deviceOf(client)
  const { results } = await device.sync({
    sessions: [create('s1', sessionData({ plan_id: 'later', chunk_id: 'chunk-1' }), at)],
    cards: [create('k1', { plan_id: 'later', chunk_id: 'chunk-1', question: 'Q', answer: 'A' }, at)],
  })
  expect(results.map(({ status }) => status)).toEqual(['applied', 'applied'])
  return { client, device }
}

const json = async <T = Record<string, unknown>>(client: Client, path: string) =>
  (await client.json('GET', `/api/v1/${path}`)).json<T>()

const link = { plan_id: 'later', chunk_id: 'chunk-1' }

describe('while the plan of a session is not there', () => {
  let client: Client
  beforeAll(async () => {
    client = (await waiting()).client
  })

  test.each([
    '/sessions',
    '/sessions?subject=plan:later',
    '/sessions/s1',
    '/sessions/s1/edit',
    '/day/2026-05-04',
    '/stats?from=2026-05-01&to=2026-05-31&by=plan',
    '/stats?from=2026-05-01&to=2026-05-31&by=chunk',
    '/stats/explain?subject=plan:later&from=2026-05-01&to=2026-05-31',
    '/stats/explain?subject=chunk:later/chunk-1&from=2026-05-01&to=2026-05-31',
    '/stats/compare?subject=plan:later&from=2026-05-01&to=2026-05-31',
    '/sessions.csv',
    '/cards/k1',
    '/review?plan=later',
    '/evidence?from=2026-05-01&to=2026-05-31',
    '/api/v1/sessions/s1',
    '/api/v1/cards?plan_id=later',
    '/api/v1/stats/breakdown?by=plan&from=2026-05-01&to=2026-05-31',
    '/api/v1/exports/json',
    '/api/v1/exports/markdown',
    '/api/v1/exports/anki',
  ])('%s is answered', async (path) => {
    expect((await client.get(path)).status).toBe(200)
  })

  test('there is no page of it', async () => {
    for (const path of ['/plans/later', '/api/v1/plans/later']) expect((await client.get(path)).status).toBe(404)
  })

  test('an edit of the session keeps it, in the form and in the API', async () => {
    const html = await (await client.get('/sessions/s1/edit')).text()
    const [, value] = /<option value="(later[^"]*)" selected/.exec(html) ?? []
    const [row] = await rows<{ seq: number }>("SELECT seq FROM sessions WHERE user_id = ? AND id = 's1'", client.userId)
    const form = { title: 'By form', plan: value ?? '', seq: String(row?.seq) }
    expect((await client.post('/sessions/s1', form)).status).toBe(303)
    expect(await json(client, 'sessions/s1')).toMatchObject({ title: 'By form', ...link })
    expect((await client.json('PATCH', '/api/v1/sessions/s1', { title: 'By API', ...link })).status).toBe(200)
    expect(await json(client, 'sessions/s1')).toMatchObject({ title: 'By API', ...link })
  })

  test('its time is counted', async () => {
    const { items } = await json<{ items: unknown[] }>(client, 'sessions?subject=plan:later')
    expect(items).toHaveLength(1)
    expect(await wrongSums(client.userId)).toEqual([])
  })
})

const arrivals: [string, (client: Client) => Promise<unknown>][] = [
  ['a device', (client) => deviceOf(client, 'phone').sync({ plans: [planDelta()] }, '?full=true')],
  [
    'the API',
    (client) =>
      client.json('POST', '/api/v1/plans', { id: 'later', title: 'Later', content: '## Chunk 1: One {#chunk-1}' }),
  ],
  [
    'a form',
    async (client) => {
      const preview = await (await client.post('/plans/import', { text: documentOf('later', 2) })).text()
      const [, path = ''] = /action="(\/plans\/import\/[^"]+\/confirm)"/.exec(preview) ?? []
      return client.post(path, {})
    },
  ],
  ['the statements of an import', (client) => importPlan(client, documentOf('later', 2))],
]

const planDelta = () =>
  create(
    'later',
    {
      content: documentOf('later', 2),
      title: 'Later',
      status: 'not-started',
      tags: [],
      total_hours: null,
      created_at: at,
    },
    at,
  )

describe.each(arrivals)('a plan that arrives by %s', (_, arrive) => {
  test('has the session and the card that wait for it', async () => {
    const { client, device } = await waiting()
    await arrive(client)
    expect(await json(client, 'plans/later')).toMatchObject({ tracked_seconds: 3600 })
    expect((await client.get('/plans/later')).status).toBe(200)
    expect(await json(client, 'cards/k1')).toMatchObject(link)
    expect(await rows('SELECT 1 FROM sync_waiting WHERE user_id = ?', client.userId)).toEqual([])
    expect(await wrongSums(client.userId)).toEqual([])
    const { cards } = await device.sync()
    expect(cards.filter(({ id }) => id === 'k1').map(({ data }) => data?.plan_id)).toEqual(['later'])
  })
})

test('another card of the same plan, one that was deleted and one that has a plan since are left alone', async () => {
  const { client, device } = await waiting()
  await importPlan(client, documentOf('other', 1))
  await device.sync({
    cards: ['k2', 'k3'].map((id) => create(id, { plan_id: 'later', question: id, answer: 'A' }, at)),
  })
  await client.json('DELETE', '/api/v1/cards/k2')
  expect((await client.json('PATCH', '/api/v1/cards/k3', { plan_id: 'other' })).status).toBe(200)
  await importPlan(client, documentOf('later', 1))
  expect(await json(client, 'cards/k3')).toMatchObject({ plan_id: 'other' })
  expect(await json(client, 'cards/k1')).toMatchObject(link)
  expect((await client.json('GET', '/api/v1/cards/k2')).status).toBe(404)
})

test('a card of a deleted plan is filed under it, and does not wait', async () => {
  const client = await signedIn()
  await importPlan(client, documentOf('later', 1))
  await client.json('DELETE', '/api/v1/plans/later')
  const data = { plan_id: 'later', chunk_id: 'chunk-1', question: 'Q', answer: 'A' }
  await deviceOf(client).sync({ cards: [create('k1', data, at)] }, '?full=true')
  expect(await rows('SELECT 1 FROM sync_waiting WHERE user_id = ?', client.userId)).toEqual([])
  await importPlan(client, documentOf('later', 1))
  expect(await json(client, 'cards/k1')).toMatchObject(link)
})

test('somebody else’s plan of that id takes nothing', async () => {
  const { client } = await waiting()
  await importPlan(await signedIn(), documentOf('later', 1))
  expect(await json(client, 'cards/k1')).toMatchObject({ plan_id: null })
})

test.each(['replace', 'merge'] as const)('an export with it is restored: %s', async (mode) => {
  const { client } = await waiting()
  const other = await signedIn()
  const { user, ...document } = await exportOf(client)
  await restore(other, { ...document, user: { ...user, id: crypto.randomUUID() } }, mode)
  expect(await json(other, 'sessions/s1')).toMatchObject({ title: 'Reading', ...link })
  expect(await wrongSums(await idOf(other))).toEqual([])
  await other.json('POST', '/api/v1/plans', { id: 'later', title: 'Later' })
  expect(await json(other, 'plans/later')).toMatchObject({ tracked_seconds: 3600 })
})

test('a restore keeps devices and what waits for them, and devices start over', async () => {
  const { client, device } = await waiting()
  await restore(client, await exportOf(client), 'replace')
  expect((await device.send()).status).toBe(409)
  expect(await json<{ items: unknown[] }>(client, 'devices')).toMatchObject({
    items: [{ id: 'laptop', changes_behind: null }],
  })
  const userId = await idOf(client)
  expect(await rows('SELECT card_id, plan_id FROM sync_waiting WHERE user_id = ?', userId)).toEqual([
    { card_id: 'k1', plan_id: 'later' },
  ])
  await importPlan({ ...client, userId }, documentOf('later', 2))
  expect(await json(client, 'cards/k1')).toMatchObject(link)
})
