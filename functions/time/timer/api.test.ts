import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { putPlan } from '../../learning/plans/testing'
import { putGoal, putProject } from '../sessions/testing'

type Answer = Record<string, unknown>

const base = '/api/v1/timer'

const person = async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  clock('12:00:00.700')
  return signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 240 })
}
const clock = (time: string) => vi.setSystemTime(new Date(`2026-03-10T${time}Z`))

const post = async (client: Client, action: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await client.json('POST', `${base}/${action}`, body, headers)
  return { status: answer.status, location: answer.headers.get('Location'), json: await answer.json<Answer>() }
}
const get = async (client: Client) => (await client.json('GET', base)).json<Answer>()

test('a start answers the session and what it stopped; a stop the ended session', async () => {
  const client = await person()
  expect(await get(client)).toEqual({
    ...{ session: null, phase: null, phase_ends_at: null, round: null, left_seconds: null },
    server_time: '2026-03-10T12:00:00.700Z',
  })
  const [project_id, goal_id] = [await putProject(client, 'Thesis'), await putGoal(client, 'Finish')]
  const first = await post(client, 'start', { title: 'Read', project_id, goal_id, tags: ['deep'], notes: 'page 3' })
  expect(first.status).toBe(201)
  expect(first.location).toBe(`/api/v1/sessions/${first.json.id}`)
  const { stopped, ...session } = first.json
  expect(stopped).toBeNull()
  expect(session).toMatchObject({
    ...{ source: 'timer', status: 'active', title: 'Read', project_id, goal_id, tags: ['deep'], notes: 'page 3' },
    ...{ started_at: '2026-03-10T12:00:00.000Z', ended_at: null, duration_seconds: null, days: [] },
    ...{ time_zone: 'Europe/Lisbon', day_start_minute: 240 },
  })
  expect(session).toEqual(await (await client.json('GET', first.location ?? '')).json())
  expect((await get(client)).session).toEqual(session)

  clock('12:30:00.100')
  const second = await post(client, 'start')
  expect(second.json.stopped).toMatchObject({
    ...{ id: session.id, status: 'completed', ended_at: '2026-03-10T12:30:00.000Z', duration_seconds: 1800 },
    days: [{ date: '2026-03-10', seconds: 1800 }],
  })
  expect(second.json.stopped).toEqual(await (await client.json('GET', first.location ?? '')).json())

  clock('12:40:00')
  const end = await post(client, 'stop', { ended_at: '2026-03-10T14:35:00.999+02:00' })
  expect(end.status).toBe(200)
  expect(end.json).toMatchObject({ id: second.json.id, ended_at: '2026-03-10T12:35:00.000Z', duration_seconds: 300 })
  expect(end.json).toEqual(await (await client.json('GET', second.location ?? '')).json())
})

test('what cannot be is refused by the name of its member: 422', async () => {
  const client = await person()
  const other = await person()
  const foreign = await putProject(other, 'Theirs')
  await post(client, 'start', { started_at: '2026-03-10T11:00:00Z' })
  const wrong: [action: string, body: object, path: string][] = [
    ['start', { started_at: '2026-03-10T10:59:59Z' }, 'started_at'],
    ['start', { started_at: '2026-03-10T12:00:02Z' }, 'started_at'],
    ['start', { started_at: '2026-03-09T11:59:00Z' }, 'started_at'],
    ['start', { started_at: 'noon' }, 'started_at'],
    ['start', { project_id: foreign }, 'project_id'],
    ['start', { goal_id: 'none' }, 'goal_id'],
    ['start', { ended_at: '2026-03-10T11:00:00Z' }, 'ended_at'],
    ['stop', { ended_at: '2026-03-10T10:59:59Z' }, 'ended_at'],
    ['stop', { ended_at: '2026-03-10T12:00:02Z' }, 'ended_at'],
    ['stop', { id: 'this' }, 'id'],
    ['discard', { id: 'this' }, 'id'],
  ]
  for (const [action, body, path] of wrong) {
    const { status, json } = await post(client, action, body)
    expect([body, status, json.errors]).toMatchObject([body, 422, [{ path }]])
  }
  expect((await get(client)).session).toMatchObject({ started_at: '2026-03-10T11:00:00.000Z' })
  // A stop within the second of its start has no time, and is no error.
  clock('12:00:00.999')
  await post(client, 'start')
  expect((await post(client, 'stop')).json).toMatchObject({ duration_seconds: 0, status: 'completed' })
})

test('what runs is edited as other sessions are, but for its end', async () => {
  const client = await person()
  const { json, location } = await post(client, 'start', { title: 'First' })
  const patch = async (body: object) => {
    const answer = await client.json('PATCH', location ?? '', body)
    return { status: answer.status, json: await answer.json<Answer>() }
  }
  const edited = await patch({ title: 'Second', started_at: '2026-03-10T11:30:00Z', tags: ['a'], seq: json.seq })
  expect(edited).toMatchObject({ status: 200, json: { title: 'Second', started_at: '2026-03-10T11:30:00.000Z' } })
  expect(await patch({ title: 'Third', seq: json.seq })).toMatchObject({ status: 409, json: { code: 'stale' } })
  expect(await patch({ ended_at: '2026-03-10T11:40:00Z' })).toMatchObject({ status: 422 })
  expect(await patch({ started_at: '2026-03-10T12:10:00Z' })).toMatchObject({ status: 422 })
  expect(await patch({ notes: 'Kept' })).toMatchObject({ status: 200, json: { notes: 'Kept', tags: ['a'] } })
})

test('the timer has a plan, a chunk that it starts, and artifacts, which its session keeps', async () => {
  const client = await person()
  await putPlan(await signedIn(), 'foreign', 'Secret', { one: 'not-started' })
  await putPlan(client, 'sql', 'SQL', { one: 'not-started', two: 'not-started' })
  const states = async () => {
    const query = 'SELECT status FROM plan_chunks WHERE user_id = ? ORDER BY position'
    return (await rows<{ status: string }>(query, client.userId)).map(({ status }) => status)
  }
  for (const [body, path] of [
    [{ plan_id: 'foreign' }, 'plan_id'],
    [{ plan_id: 'sql', chunk_id: 'three' }, 'chunk_id'],
    [{ chunk_id: 'one' }, 'chunk_id'],
    [{ artifacts: 'a.pdf' }, 'artifacts'],
  ] as const) {
    expect((await post(client, 'start', body)).json).toMatchObject({ status: 422, errors: [{ path }] })
  }
  const link = { plan_id: 'sql', chunk_id: 'one', artifacts: ['a.pdf', 'https://example.com'] }
  const started = await post(client, 'start', link)
  expect([started.status, started.json]).toMatchObject([201, link])
  expect(await states()).toEqual(['in_progress', 'not_started'])
  expect((await get(client)).session).toMatchObject(link)
  const patch = async (body: object) =>
    (await client.json('PATCH', started.location ?? '', body)).json<Record<string, unknown>>()
  expect(await patch({ title: 'Kept' })).toMatchObject(link)
  expect(await patch({ plan_id: 'foreign' })).toMatchObject({ status: 422, errors: [{ path: 'plan_id' }] })
  expect(await patch({ chunk_id: 'two', artifacts: ['b'] })).toMatchObject({ chunk_id: 'two', artifacts: ['b'] })
  expect(await states()).toEqual(['in_progress', 'in_progress'])
  clock('12:30:00')
  const stopped = await post(client, 'stop', {})
  expect(stopped.json).toMatchObject({ plan_id: 'sql', chunk_id: 'two', artifacts: ['b'], duration_seconds: 1800 })
})

test('deleting what runs discards it: then nothing is running', async () => {
  const client = await person()
  const { location } = await post(client, 'start', { title: 'First' })
  clock('12:10:00')
  expect((await client.json('DELETE', location ?? '')).status).toBe(204)
  expect((await get(client)).session).toBeNull()
  for (const action of ['stop', 'discard', 'heartbeat']) {
    expect(await post(client, action, {})).toMatchObject({ status: 404, json: { code: 'not_running' } })
  }
  expect(await rows('SELECT status, duration_seconds FROM sessions WHERE user_id = ?', client.userId)).toEqual([
    { status: 'completed', duration_seconds: 600 },
  ])
})

test('a heartbeat changes no version within a quarter of an hour', async () => {
  const client = await person()
  await post(client, 'start')
  const before = await client.heads()
  clock('12:10:00')
  expect((await post(client, 'heartbeat', {})).status).toBe(200)
  expect(await client.heads()).toEqual(before)
  clock('12:40:00')
  await post(client, 'heartbeat')
  expect((await client.heads())?.seq).toBe((before?.seq ?? 0) + 1)
})
