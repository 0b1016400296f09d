import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../test/client'

type Goal = { id: string; title: string; seq: number; parent_id: string | null; progress_percentage: number }
type Page = { items: Goal[]; next_cursor: string | null }

const path = '/api/v1/goals'

const add = async (client: Client, body: object) => {
  const answer = await client.json('POST', path, body)
  expect(answer.status).toBe(201)
  return answer.json<Goal>()
}

const read = async (client: Client, id: string) => (await client.json('GET', `${path}/${id}`)).json<Goal>()

test('a goal needs a title only, and has the defaults of the form', async () => {
  const client = await signedIn()
  const goal = await add(client, { title: '  Learn Portuguese ' })
  expect(goal).toEqual({
    id: goal.id,
    parent_id: null,
    title: 'Learn Portuguese',
    description: '',
    kind: 'open',
    category: 'personal',
    start_date: null,
    target_date: null,
    status: 'not_started',
    progress_source: 'auto',
    plan_id: null,
    organization_id: null,
    progress_percentage: 0,
    pace: null,
    target_minutes: null,
    tracked_seconds: 0,
    completed_at: null,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updated_at: expect.any(String),
    seq: expect.any(Number),
  })
  expect(await read(client, goal.id)).toEqual(goal)
})

test('a goal is edited member by member and completed', async () => {
  const client = await signedIn()
  const goal = await add(client, { title: 'Thesis', start_date: '2026-09-01', target_date: '2026-12-01' })
  const at = `${path}/${goal.id}`
  const patch = (body: object) => client.json('PATCH', at, body)
  expect(await (await patch({ progress_percentage: 40, category: 'technical' })).json()).toMatchObject({
    title: 'Thesis',
    progress_percentage: 40,
    category: 'technical',
    target_date: '2026-12-01',
  })
  expect(await (await patch({ target_date: null })).json()).toMatchObject({ target_date: null })
  const done = await (await patch({ status: 'completed' })).json()
  expect(done).toMatchObject({ progress_percentage: 100, completed_at: expect.any(String) })
})

test('edits that name no version all hold, whichever comes last', async () => {
  const client = await signedIn()
  const { id } = await add(client, { title: 'Thesis' })
  const answers = await Promise.all([
    ...[1, 2, 3, 4, 5].map((number) => client.json('PATCH', `${path}/${id}`, { description: `Draft ${number}` })),
    client.json('PATCH', `${path}/${id}`, { category: 'technical' }),
    client.json('PATCH', `${path}/${id}`, { progress_percentage: 7 }),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(await read(client, id)).toMatchObject({ category: 'technical', progress_percentage: 7 })
})

test.each([
  [{}, 'title'],
  [{ title: '\u200b' }, 'title'],
  [{ title: 'A', kind: 'daily' }, 'kind'],
  [{ title: 'A', start_date: '2026-03-02', target_date: '2026-03-01' }, 'target_date'],
  [{ title: 'A', progress_percentage: 101 }, 'progress_percentage'],
  [{ title: 'A', progress_percentage: '50' }, 'progress_percentage'],
  [{ title: 'A', progress_source: 'time' }, 'target_minutes'],
  [{ title: 'A', progress_source: 'time', target_minutes: 60, progress_percentage: 5 }, 'progress_percentage'],
  [{ title: 'A', target_minutes: 0 }, 'target_minutes'],
])('%j is refused at %s', async (body, at) => {
  const client = await signedIn()
  const answer = await client.json('POST', path, body)
  expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ path: at }] }])
})

test('a goal is never part of itself nor of what is below it', async () => {
  const client = await signedIn()
  const top = await add(client, { title: 'Top' })
  const middle = await add(client, { title: 'Middle', parent_id: top.id })
  const bottom = await add(client, { title: 'Bottom', parent_id: middle.id })
  for (const parent_id of [top.id, middle.id, bottom.id]) {
    const answer = await client.json('PATCH', `${path}/${top.id}`, { parent_id })
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ path: 'parent_id' }] }])
  }
  expect((await client.json('PATCH', `${path}/${bottom.id}`, { parent_id: top.id })).status).toBe(200)
  const parts = await (await client.json('GET', `${path}?parent_id=${top.id}`)).json<Page>()
  expect(parts.items.map(({ title }) => title)).toEqual(['Bottom', 'Middle'])
})

test('measured progress is answered as it is measured, and cannot be set', async () => {
  const client = await signedIn()
  const whole = await add(client, { title: 'Whole' })
  const part = await add(client, { title: 'Part', parent_id: whole.id, progress_source: 'time', target_minutes: 60 })
  await client.post('/sessions', { goal_id: part.id, date: '2026-03-03', started_at: '09:00', duration: '15m' })
  expect(await read(client, part.id)).toMatchObject({ progress_percentage: 25, tracked_seconds: 900 })
  expect(await read(client, whole.id)).toMatchObject({ progress_percentage: 25, tracked_seconds: 900 })
  for (const { id } of [whole, part]) {
    const set = (progress_percentage: number) => client.json('PATCH', `${path}/${id}`, { progress_percentage })
    expect((await set(50)).status).toBe(422)
    expect((await set(25)).status).toBe(200)
  }
  const byHand = { progress_source: 'manual', progress_percentage: 50 }
  expect(await (await client.json('PATCH', `${path}/${part.id}`, byHand)).json()).toMatchObject({
    progress_percentage: 50,
  })
  expect(await read(client, whole.id)).toMatchObject({ progress_percentage: 50 })
})

test('the list is filtered', async () => {
  const client = await signedIn()
  await add(client, { title: 'One', kind: 'weekly', status: 'in_progress' })
  await add(client, { title: 'Two', description: 'after one', category: 'technical' })
  await add(client, { title: 'Three', status: 'cancelled' })
  const titles = async (search: string) =>
    (await (await client.json('GET', `${path}?${search}`)).json<Page>()).items.map(({ title }) => title)
  expect(await titles('q=ONE')).toEqual(['Two', 'One'])
  expect(await titles('kind=weekly')).toEqual(['One'])
  expect(await titles('category=technical')).toEqual(['Two'])
  expect(await titles('status=cancelled')).toEqual(['Three'])
  expect((await client.json('GET', `${path}?status=done`)).status).toBe(422)
})
