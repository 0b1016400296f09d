import { beforeEach, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

type Goal = { id: string; title: string; seq: number; parent_id: string | null; progress_percentage: number }
type Page = { items: Goal[]; next_cursor: string | null }

const path = '/api/v1/goals'

const add = (client: Client, body: object) => client.made<Goal>('/goals', body)

const read = async (client: Client, id: string) => (await client.json('GET', `${path}/${id}`)).json<Goal>()

test('a goal needs a title only, and has the defaults of the form', async () => {
  const goal = await add(client, { title: '  Learn Portuguese ' })
  expect(goal).toMatchObject({
    title: 'Learn Portuguese',
    kind: 'open',
    category: 'personal',
    status: 'not_started',
    progress_source: 'auto',
    progress_percentage: 0,
    target_minutes: null,
    tracked_seconds: 0,
    completed_at: null,
  })
  expect(await read(client, goal.id)).toEqual(goal)
})

test('edits that name no version all hold, whichever comes last', async () => {
  const { id } = await add(client, { title: 'Thesis' })
  const answers = await Promise.all([
    ...[1, 2, 3, 4, 5].map((number) => client.json('PATCH', `${path}/${id}`, { description: `Draft ${number}` })),
    client.json('PATCH', `${path}/${id}`, { category: 'technical' }),
    client.json('PATCH', `${path}/${id}`, { progress_percentage: 7 }),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(await read(client, id)).toMatchObject({ category: 'technical', progress_percentage: 7 })
})

test('measured progress is answered as it is measured, and cannot be set', async () => {
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
  const one = await add(client, { title: 'One', kind: 'weekly', status: 'in_progress' })
  await add(client, { title: 'Two', parent_id: one.id, description: 'after one', category: 'technical' })
  await add(client, { title: 'Three', status: 'cancelled' })
  const titles = async (search: string) =>
    (await (await client.json('GET', `${path}?${search}`)).json<Page>()).items.map(({ title }) => title)
  expect(await titles('q=ONE')).toEqual(['Two', 'One'])
  expect(await titles('q=one+aft')).toEqual(['Two'])
  expect(await titles('q=one+-after')).toEqual(['One'])
  expect(await titles('kind=weekly')).toEqual(['One'])
  expect(await titles(`parent_id=${one.id}`)).toEqual(['Two'])
  expect(await titles('category=technical')).toEqual(['Two'])
  expect(await titles('status=cancelled')).toEqual(['Three'])
  expect((await client.json('GET', `${path}?status=done`)).status).toBe(422)
})

test('a goal counts what passes its filter, and what it explains is that', async () => {
  const project = await client.add('/projects', { name: 'Clinic' })
  const track = async (hours: number, tags: string[], project_id: string | null = project) => {
    const started_at = `2026-03-0${hours}T08:00:00Z`
    const body = { started_at, duration_seconds: hours * 3600, project_id, tags }
    expect((await client.json('POST', '/api/v1/sessions', body)).status).toBe(201)
  }
  await track(1, ['deep'])
  await track(2, ['deep', 'mail'])
  await track(3, ['focus'])
  await track(4, ['deep'], null)
  const counts = { any_of: [`project:${project}`], and_any_of: ['tag:#deep', 'tag:#focus'], not: ['tag:#mail'] }
  const time = { measure: 'time', target: 36_000, start_date: '2026-01-01' }
  const goal = await add(client, { title: 'Clinic', ...time, counts })
  expect(await read(client, goal.id)).toMatchObject({ counts, apps: null, reached: 4 * 3600 })
  const explained = async (id: string) => {
    const answer = await client.json('GET', `/api/v1/stats/explain?subject=goal-tree:${id}`)
    return (await answer.json<{ total_seconds: number }>()).total_seconds
  }
  expect(await explained(goal.id)).toBe(4 * 3600)
  const others = await add(client, { title: 'Rest', ...time, counts: { any_of: ['all'], not: ['tag:#deep'] } })
  expect(await read(client, others.id)).toMatchObject({
    counts: { any_of: ['all'], not: ['tag:#deep'] },
    reached: 3 * 3600,
  })
  const apps = { any_of: ['category:games'], not: ['org.chess'] }
  const ofApps = await add(client, { title: 'Games', ...time, direction: 'at_most', apps })
  expect(await read(client, ofApps.id)).toMatchObject({ counts: null, apps, reached: 0 })
  expect(await explained(ofApps.id)).toBe(0)
  for (const wrong of [
    { counts: { any_of: ['all'], not: ['app:org.chess'] } },
    { counts: { any_of: ['all'], not: ['project:none-such'] } },
  ]) {
    const answer = await client.json('POST', path, { title: 'Wrong', ...time, ...wrong })
    expect([wrong, answer.status]).toEqual([wrong, 422])
  }
})
