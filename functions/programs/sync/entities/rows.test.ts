import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { wrongSums } from '../../../../test/support/models/sums'
import { day } from '../../../../test/support/times'
import { digestLine } from '../core/protocol'
import { deviceOf, planText, sessionData } from '../testing'

const at = Date.parse('2026-05-04T12:00:00Z')

const update = (id: string, data: object, updated_at = at) => ({ action: 'update' as const, id, data, updated_at })

describe('a plan', () => {
  test('is what its document says, with its chunks', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    await laptop.sync({ plans: [update('p', { content: planText('p') })] })
    await laptop.sync({ plans: [update('p', { content: planText('p', 'Better knots', 'completed') }, at + 1)] })
    const plan = await (await client.get('/api/v1/plans/p')).json()
    expect(plan).toMatchObject({
      title: 'Better knots',
      progress_percentage: 100,
      content: planText('p', 'Better knots', 'completed'),
    })
    expect(await rows('SELECT id, status FROM plan_chunks WHERE user_id = ?', client.userId)).toEqual([
      { id: 'c1', status: 'completed' },
    ])
  })

  test('without a document gets one, and members edit the front matter of the stored one', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    const first = await laptop.sync({
      plans: [update('p', { title: 'Knots', status: 'in-progress', tags: ['rope'], total_hours: 3 })],
    })
    expect(first.has_more).toBe(false)
    await laptop.sync({ plans: [update('p', { status: 'completed' }, at + 1)] })
    const [plan] = (await deviceOf(client, 'phone').sync()).plans
    expect(plan?.data).toMatchObject({ title: 'Knots', status: 'completed', tags: ['rope'], total_hours: 3 })
    expect(plan?.data?.content).toMatch(/^---\nid: p\ntitle: "Knots"\n/)
  })

  test.each([
    ['no front matter', { content: 'hello' }, /content: line 1: /],
    ['another id', { content: planText('q') }, /content: It has the id q/],
    ['no title', {}, /title: Enter a title/],
    ['an unknown status', { title: 'P', status: 'someday' }, /data\.status: /],
    ['a NUL', { content: `${planText('p')}\0` }, /content: line \d+: /],
    ['a document of 600 KB', { content: planText('p') + 'x'.repeat(600_000) }, /content: line 1: A plan has at most/],
  ])('with %s is rejected, and what is beside it stands', async (_, data, reason) => {
    const client = await signedIn()
    const { results } = await deviceOf(client).sync({
      plans: [update('p', data), update('q', { content: planText('q') })],
    })
    expect(results).toMatchObject([
      { id: 'p', status: 'rejected', reason: expect.stringMatching(reason) },
      { id: 'q', status: 'applied' },
    ])
    expect(await rows('SELECT id FROM plans WHERE user_id = ?', client.userId)).toEqual([{ id: 'q' }])
  })
})

describe('a session', () => {
  test('before its plan counts for it as soon as that comes', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    await laptop.sync({ sessions: [update('s', sessionData({ plan_id: 'p', chunk_id: 'c1' }))] })
    for (const path of ['/', '/sessions', '/stats?by=plan', '/sessions/s/edit'])
      expect([path, (await client.get(path)).status]).toEqual([path, 200])
    await laptop.sync({ plans: [update('p', { content: planText('p') })] })
    expect(await (await client.get('/api/v1/plans/p')).json()).toMatchObject({
      tracked_seconds: 3600,
      chunks: [{ tracked_seconds: 3600 }],
    })
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test.each([
    ['minutes alone', { end_time: undefined, duration_seconds: undefined, duration_minutes: 25 }, 1500],
    [
      'minutes that were rounded',
      { duration_seconds: undefined, end_time: at + 1520_000, duration_minutes: 25, start_time: at },
      1520,
    ],
    [
      'seconds and text instants',
      {
        start_time: at / 1000,
        end_time: '2026-05-04T14:30:00+02:00',
        duration_seconds: undefined,
        duration_minutes: undefined,
      },
      1800,
    ],
    ['idle time', { duration_seconds: 60 }, 60],
  ])('with %s has its seconds', async (_, more, seconds) => {
    const client = await signedIn()
    const { results } = await deviceOf(client).sync({ sessions: [update('s', sessionData(more))] })
    expect(results).toMatchObject([{ status: 'applied' }])
    const [row] = await rows('SELECT duration_seconds, source FROM sessions WHERE user_id = ?', client.userId)
    expect(row).toEqual({ duration_seconds: seconds, source: 'cli' })
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test.each([
    ['no start', { start_time: undefined }, /start_time: /],
    ['an end before its start', { end_time: at - day }, /end_time: /],
    ['more seconds than there were', { duration_seconds: 4000 }, /duration_seconds: /],
    ['four days', { end_time: at + 4 * day, duration_seconds: undefined, duration_minutes: undefined }, /72 hours/],
    ['a negative start', { start_time: -1 }, /data\.start_time: /],
    ['a start in the year 9999', { start_time: 253_370_764_800_000 }, /data\.start_time: /],
    ['a text for a number', { duration_seconds: 'long' }, /data\.duration_seconds: /],
    ['no time zone that exists', { time_zone: 'Mars/Base' }, /data\.time_zone: /],
    ['a title of 300 characters', { title: 'x'.repeat(300) }, /data\.title: At most 200/],
    ['a chunk without a plan', { chunk_id: 'c1' }, /chunk_id: /],
    ['a project of nobody', { project_id: 'nobody' }, /project_id: Choose one of your projects/],
  ])('with %s is rejected', async (_, more, reason) => {
    const client = await signedIn()
    const { results } = await deviceOf(client).sync({ sessions: [update('s', sessionData(more))] })
    expect(results).toMatchObject([{ status: 'rejected', reason: expect.stringMatching(reason) }])
    expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
  })

  test('of a project that was deleted or is another person’s', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const add = async ({ json }: typeof client) =>
      (await (await json('POST', '/api/v1/projects', { name: 'P', classification: 'work' })).json<{ id: string }>()).id
    const [own, foreign] = [await add(client), await add(other)]
    await client.json('DELETE', `/api/v1/projects/${own}`)
    const laptop = deviceOf(client)
    const { results, has_more } = await laptop.sync({
      sessions: [
        update('own', sessionData({ project_id: own })),
        update('foreign', sessionData({ project_id: foreign })),
      ],
    })
    expect(results.map(({ status }) => status)).toEqual(['applied', 'rejected'])
    expect(has_more).toBe(true)
    expect((await laptop.sync()).sessions).toMatchObject([{ id: 'own', data: { project_id: null } }])
  })

  test.each(['sent after the merge', 'edited after the merge', 'of a project that was merged twice'])(
    'lands on the project that is left: %s',
    async (when) => {
      const client = await signedIn()
      const add = async (name: string) =>
        (await (await client.json('POST', '/api/v1/projects', { name, classification: 'work' })).json<{ id: string }>())
          .id
      const [from, into, last] = [await add('A'), await add('B'), await add('C')]
      const laptop = deviceOf(client)
      const isEdit = when === 'edited after the merge'
      if (isEdit) await laptop.sync({ sessions: [update('s', sessionData({ project_id: from }))] })
      await client.post(`/projects/${from}/merge`, { into })
      const isTwice = when === 'of a project that was merged twice'
      if (isTwice) await client.post(`/projects/${into}/merge`, { into: last })
      const data = sessionData({ project_id: from, title: 'Later' })
      const { results } = await laptop.sync({ sessions: [update('s', data, Date.now() + 1_000)] })
      expect(results.map(({ status }) => status)).toEqual(['applied'])
      const left = isTwice ? last : into
      expect(await rows('SELECT title, project_id FROM sessions WHERE user_id = ?', client.userId)).toEqual([
        { title: 'Later', project_id: left },
      ])
      expect(await wrongSums(client.userId)).toEqual([])
    },
  )

  test('keeps its tags, its task and what it does not send', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    const added = await client.json('POST', '/api/v1/sessions', {
      started_at: '2026-05-04T09:00:00Z',
      duration_seconds: 600,
      title: 'A',
      tags: ['deep'],
      notes: 'mine',
    })
    const { id } = await added.json<{ id: string }>()
    await laptop.sync()
    await laptop.sync({ sessions: [update(id, { title: 'B' }, Date.now())] })
    expect(await (await client.get(`/api/v1/sessions/${id}`)).json()).toMatchObject({
      title: 'B',
      tags: ['deep'],
      notes: 'mine',
      duration_seconds: 600,
      source: 'manual',
    })
  })
})

describe('a card', () => {
  const card = (more: object = {}) => ({ question: 'Which knot?', answer: 'The bowline', tags: ['rope'], ...more })

  test('before its plan waits for it, and devices see the plan that it names', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    await laptop.sync({ cards: [update('k', card({ plan_id: 'p', chunk_id: 'c1' }))] })
    expect((await deviceOf(client, 'phone').sync()).cards).toMatchObject([{ data: { plan_id: 'p', chunk_id: 'c1' } }])
    await client.json('POST', '/api/v1/plans', planText('p'), { 'Content-Type': 'text/markdown' })
    const [row] = await rows('SELECT plan_id, chunk_id FROM cards WHERE user_id = ?', client.userId)
    expect(row).toEqual({ plan_id: 'p', chunk_id: 'c1' })
    expect(await rows('SELECT * FROM sync_waiting WHERE user_id = ?', client.userId)).toEqual([])
  })

  test('takes its schedule from a device, and is due by it', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    await laptop.sync({
      cards: [
        update(
          'k',
          card({
            ease_factor: 2.6,
            interval_days: 6,
            repetitions: 2,
            next_review: '2030-01-01',
            last_review: '2026-05-01',
          }),
        ),
      ],
    })
    expect(await (await client.get('/api/v1/cards/k')).json()).toMatchObject({
      ease_factor: 2.6,
      interval_days: 6,
      repetitions: 2,
      next_review: '2030-01-01',
      last_review: '2026-05-01T00:00:00.000Z',
    })
    expect(await (await client.get('/api/v1/cards?due=true')).json()).toMatchObject({ items: [] })
  })

  test('is rated by devices and the browser in the order of the moments, whenever they arrive', async () => {
    const client = await signedIn()
    const [laptop, phone] = [deviceOf(client), deviceOf(client, 'phone')]
    const now = Date.now()
    const review = (id: string, rating: 1 | 2 | 3 | 4, ago: number) => ({
      id,
      card_id: 'k',
      rating,
      reviewed_at: now - ago * day,
    })
    await laptop.sync({ cards: [update('k', card())], reviews: [review('r3', 3, 1)] })
    const late = { reviews: [review('r1', 3, 10), review('r2', 4, 4)] }
    expect((await phone.sync(late)).results.map(({ status }) => status)).toEqual(['applied', 'applied'])
    const again = await phone.sync(late)
    expect(again.results.map(({ status }) => status)).toEqual(['unchanged', 'unchanged'])
    const one = await signedIn()
    await one.json('POST', '/api/v1/cards', card())
    const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM cards WHERE user_id = ?', one.userId)
    for (const { id: rid, rating, reviewed_at } of [...late.reviews, review('r3', 3, 1)]) {
      await one.json('POST', `/api/v1/cards/${id}/reviews`, {
        id: rid,
        rating,
        reviewed_at: new Date(reviewed_at).toISOString(),
      })
    }
    const state =
      'SELECT ease_factor, interval_days, repetitions, fsrs, sm2_next, fsrs_next, last_reviewed_at FROM cards WHERE user_id = ?'
    expect(await rows(state, client.userId)).toEqual(await rows(state, one.userId))
    const chain = 'SELECT id, rating, is_first FROM card_reviews WHERE user_id = ? ORDER BY reviewed_at'
    expect(await rows(chain, client.userId)).toEqual(await rows(chain, one.userId))
  })

  test('of another person, or of nobody, is not rated', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    await deviceOf(other).sync({ cards: [update('k', card())] })
    const { results } = await deviceOf(client).sync({
      reviews: [{ id: 'r', card_id: 'k', rating: 3, reviewed_at: at }],
    })
    expect(results).toMatchObject([{ status: 'rejected', reason: 'card_id: There is no such card' }])
  })
})

test('ids alone delete what has them', async () => {
  const client = await signedIn()
  const laptop = deviceOf(client)
  await laptop.sync({
    plans: [update('x', { content: planText('x') })],
    sessions: [update('x', sessionData()), update('y', sessionData())],
  })
  const { results } = await laptop.sync({ deleted_ids: ['x', 'nothing', 'a b'] })
  expect(results.map(({ status }) => status)).toEqual(['applied', 'applied', 'unchanged', 'rejected'])
  expect(await (await client.get('/api/v1/sessions')).json()).toMatchObject({ items: [{ id: 'y' }] })
})

test('a digest is that of the rows that a device gets', async () => {
  const client = await signedIn()
  await deviceOf(client).sync({
    plans: [update('p', { content: planText('p') })],
    sessions: [update('b', sessionData()), update('a', sessionData({ title: 'ö 🪢' })), update('gone', sessionData())],
    cards: [update('k', { question: 'Q', answer: 'A', ease_factor: 2.36 })],
    deleted_ids: ['gone'],
  })
  const all = await deviceOf(client, 'phone').sync()
  const digest = await (await client.get('/api/v1/sync/digest')).json<
    Record<string, { count: number; sha256: string }>
  >()
  const lines = all.sessions
    .flatMap(({ id, updated_at, data }) => (data ? [digestLine('session', { id, updated_at, data })] : []))
    .toSorted((one, other) => (JSON.parse(one)[0] < JSON.parse(other)[0] ? -1 : 1))
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
  const sha256 = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  expect(digest).toMatchObject({ plan: { count: 1 }, session: { count: 2, sha256 }, card: { count: 1 } })
})
