import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { deletePlan, putPlan } from '../../../learning/plans/testing'
import { deleteProject, ledger, putGoal, putProject } from '../testing'

type Session = Record<string, unknown> & { id: string; seq: number; duration_seconds: number }
const path = '/api/v1/sessions'
const start = '2026-03-08T09:30:00.000Z'

const added = async (client: Client, body: object): Promise<Session> => {
  const answer = await client.json('POST', path, { started_at: start, duration_seconds: 3600, ...body })
  expect(answer.status).toBe(201)
  return answer.json()
}

const patched = async (client: Client, { id }: Session, body: object) => {
  const answer = await client.json('PATCH', `${path}/${id}`, body)
  return { status: answer.status, session: await answer.json<Session & { errors: { path: string }[] }>() }
}

test('a session is added with all that it can have, read, edited and deleted', async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 60 })
  const project_id = await putProject(client, 'Thesis')
  const goal_id = await putGoal(client, 'Done')
  const given = {
    source: 'cli',
    project_id,
    goal_id,
    title: ' Reading ',
    notes: 'One\r\nTwo',
    tags: ['#Deep', 'deep', ' work '],
    artifacts: ['https://example.com/a', ' '],
    started_at: '2026-03-08T23:30:00.250+02:00',
    ended_at: '2026-03-08T22:30:00.250Z',
    duration_seconds: 3000,
    time_zone: 'europe/berlin',
  }
  const answer = await client.json('POST', path, given)
  expect(answer.status).toBe(201)
  const session = await answer.json<Session>()
  expect(session).toMatchObject({
    source: 'cli',
    project_id,
    goal_id,
    title: 'Reading',
    notes: 'One\nTwo',
    tags: ['deep', 'work'],
    artifacts: ['https://example.com/a'],
    started_at: '2026-03-08T21:30:00.250Z',
    status: 'completed',
    time_zone: 'Europe/Berlin',
    day_start_minute: 60,
    days: [{ date: '2026-03-08', seconds: 3000 }],
    import_id: null,
  })
  const at = answer.headers.get('Location') ?? ''
  expect(at).toBe(`${path}/${session.id}`)
  expect(await (await client.json('GET', at)).json()).toEqual(session)
  const { session: edited } = await patched(client, session, { title: 'Writing', tags: [], seq: session.seq })
  expect(edited).toEqual({ ...session, title: 'Writing', tags: [], seq: edited.seq, updated_at: edited.updated_at })
  expect(await (await client.json('GET', path)).json()).toEqual({ items: [edited], next_cursor: null })
  for (const status of [204, 404]) expect((await client.json('DELETE', at)).status).toBe(status)
  expect((await client.json('GET', at)).status).toBe(404)
  expect(await ledger(client)).toEqual([])
})

test('without an end a session ends its duration after the start; without both it cannot be', async () => {
  const client = await signedIn()
  expect(await added(client, { duration_seconds: 90 })).toMatchObject({
    ended_at: '2026-03-08T09:31:30.000Z',
    duration_seconds: 90,
    source: 'manual',
    title: '',
    time_zone: 'UTC',
  })
  const ended = await client.json('POST', path, { started_at: start, ended_at: '2026-03-08T09:30:10.999Z' })
  expect(await ended.json()).toMatchObject({ duration_seconds: 10 })
  const neither = await client.json('POST', path, { started_at: start })
  expect(await neither.json()).toMatchObject({ status: 422, errors: [{ path: 'ended_at' }] })
})

test('new instants keep the idle time, the zone and the start of the day; a duration takes idle time out', async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 180 })
  const session = await added(client, { ended_at: '2026-03-08T10:30:00Z', duration_seconds: 3000 })
  await client.post('/settings', { time_zone: 'Asia/Tokyo', day_start: '00:00' })
  const later = await patched(client, session, { ended_at: '2026-03-08T11:00:00Z' })
  expect(later.session).toMatchObject({ duration_seconds: 4800, time_zone: 'Europe/Lisbon', day_start_minute: 180 })
  const shorter = await patched(client, session, { duration_seconds: 60 })
  expect(shorter.session).toMatchObject({ ended_at: '2026-03-08T11:00:00.000Z', duration_seconds: 60 })
  const tooShort = await patched(client, session, { ended_at: '2026-03-08T09:31:00Z' })
  expect([tooShort.status, tooShort.session.errors[0]?.path]).toEqual([422, 'duration_seconds'])
  const moved = await patched(client, session, { started_at: '2026-03-01T02:00:00Z', duration_seconds: 7200 })
  const days = ['2026-02-28', '2026-03-01'].map((date) => ({ date, seconds: 3600 }))
  expect(moved.session).toMatchObject({ ended_at: '2026-03-01T04:00:00.000Z', days })
  const elsewhere = await patched(client, session, { time_zone: 'UTC' })
  expect(elsewhere.session).toMatchObject({ started_at: '2026-03-01T02:00:00.000Z', time_zone: 'UTC' })
  const zoned = await patched(client, session, { time_zone: 'Asia/Tokyo' })
  expect(zoned.session).toMatchObject({ days: [{ date: '2026-03-01', seconds: 7200 }], day_start_minute: 180 })
})

const foreign = '01960000-0000-7000-8000-000000000000'
const hostile: [body: Record<string, unknown>, where: string][] = [
  [{ started_at: undefined }, 'started_at'],
  [{ started_at: '2026-03-08T09:30:00' }, 'started_at'],
  [{ started_at: '2026-02-30T09:30:00Z' }, 'started_at'],
  [{ started_at: '2026-03-08T24:30:00Z' }, 'started_at'],
  [{ started_at: '2150-03-08T09:30:00Z' }, 'started_at'],
  [{ ended_at: '2026-03-08T09:29:59.999Z' }, 'ended_at'],
  [{ ended_at: '2026-04-30T09:30:00Z', duration_seconds: 5 }, 'ended_at'],
  [{ ended_at: '2026-03-08T10:30:00Z', duration_seconds: 3601 }, 'duration_seconds'],
  [{ duration_seconds: -1 }, 'duration_seconds'],
  [{ duration_seconds: 1.5 }, 'duration_seconds'],
  [{ duration_seconds: 72 * 3600 + 1 }, 'duration_seconds'],
  [{ title: 'x'.repeat(201) }, 'title'],
  [{ notes: 'x'.repeat(10_001) }, 'notes'],
  [{ tags: ['a,b'] }, 'tags.0'],
  [{ tags: ['x'.repeat(51)] }, 'tags.0'],
  [{ tags: Array.from({ length: 21 }, (_, number) => `t${number}`) }, 'tags'],
  [{ artifacts: ['x'.repeat(501)] }, 'artifacts.0'],
  [{ artifacts: Array.from({ length: 51 }, () => 'a') }, 'artifacts'],
  [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
  [{ time_zone: '+02:00' }, 'time_zone'],
  [{ project_id: foreign }, 'project_id'],
  [{ goal_id: foreign }, 'goal_id'],
  [{ plan_id: 'foreign' }, 'plan_id'],
  [{ plan_id: 'x'.repeat(101) }, 'plan_id'],
  [{ plan_id: 'gone' }, 'plan_id'],
  [{ plan_id: 'sql', chunk_id: 'two' }, 'chunk_id'],
  [{ chunk_id: 'one' }, 'chunk_id'],
  [{ source: 'timer' }, 'source'],
  [{ id: foreign }, 'id'],
  [{ user_id: foreign }, 'user_id'],
]

test('what cannot be is named, in a new session and in an edit, and changes nothing', async () => {
  const client = await signedIn()
  await putPlan(await signedIn(), 'foreign', 'Secret', { two: 'not-started' })
  await putPlan(client, 'sql', 'SQL', { one: 'not-started' })
  await deletePlan(client, await putPlan(client, 'gone', 'Rust', { one: 'not-started' }))
  const session = await added(client, {})
  const problem = async (answer: Response) => {
    const { errors } = await answer.json<{ errors?: { path: string; message: string }[] }>()
    return [answer.status, answer.headers.get('Content-Type'), errors?.[0]?.path]
  }
  for (const [wrong, where] of hostile) {
    const body = { started_at: start, ...(!('ended_at' in wrong) && { duration_seconds: 60 }), ...wrong }
    const expected = [422, 'application/problem+json', where]
    expect(await problem(await client.json('POST', path, body)), JSON.stringify(wrong)).toEqual(expected)
    if ('source' in wrong || where === 'started_at' || wrong.duration_seconds === 72 * 3600 + 1) continue
    expect(await problem(await client.json('PATCH', `${path}/${session.id}`, wrong)), JSON.stringify(wrong)).toEqual(
      expected,
    )
  }
  expect(await (await client.json('GET', path)).json()).toEqual({ items: [session], next_cursor: null })
})

test('times of an edit may be local date-times of the session’s zone, the stored minute an exact instant', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const night = { started_at: '2026-10-25T01:30:17.250Z', duration_seconds: 3600, time_zone: 'Europe/Berlin' }
  const session = await added(client, night)
  const longer = (await patched(client, session, { started_at: '2026-10-25T02:30', ended_at: '2026-10-25T05:00' }))
    .session
  expect(longer).toMatchObject({ started_at: night.started_at, ended_at: '2026-10-25T04:00:00.000Z' })
  const moved = await patched(client, session, { started_at: '2026-03-29T01:00:30', ended_at: '2026-03-29T04:00' })
  expect(moved.session).toMatchObject({ started_at: '2026-03-29T00:00:30.000Z', ended_at: '2026-03-29T02:00:00.000Z' })
  const abroad = { started_at: '2026-03-28T09:00', ended_at: '2026-03-28T10:00', time_zone: 'Asia/Tokyo' }
  expect((await patched(client, session, abroad)).session).toMatchObject({ started_at: '2026-03-28T00:00:00.000Z' })
  for (const wrong of ['2026-02-30T09:00', '2026-03-28T24:00', '09:00', '2026-03-28'])
    expect((await patched(client, session, { started_at: wrong })).session.errors[0]?.path).toBe('started_at')
})

test('another plan leaves the chunk of the old one; a deleted plan stays with the sessions that have it', async () => {
  const client = await signedIn()
  await putPlan(client, 'sql', 'SQL', { one: 'in-progress', two: 'in-progress' })
  await putPlan(client, 'rust', 'Rust', { one: 'in-progress' })
  const session = await added(client, { plan_id: 'sql', chunk_id: 'one' })
  const patch = async (body: object) => (await patched(client, session, body)).session
  expect(await patch({ title: 'Kept' })).toMatchObject({ plan_id: 'sql', chunk_id: 'one' })
  expect(await patch({ plan_id: 'rust' })).toMatchObject({ plan_id: 'rust', chunk_id: null })
  expect(await patch({ plan_id: 'sql', chunk_id: 'two' })).toMatchObject({ plan_id: 'sql', chunk_id: 'two' })
  expect((await patch({ plan_id: null, chunk_id: 'two' })).errors[0]?.path).toBe('chunk_id')
  await deletePlan(client, 'sql')
  expect(await patch({ title: 'Still', plan_id: 'sql' })).toMatchObject({ plan_id: 'sql', chunk_id: 'two' })
  expect((await patch({ chunk_id: 'one' })).errors[0]?.path).toBe('chunk_id')
  expect(await patch({ plan_id: null })).toMatchObject({ plan_id: null, chunk_id: null })
  expect((await patch({ plan_id: 'sql' })).errors[0]?.path).toBe('plan_id')
})

test('of edits that saw the same version one wins, and the others are told what it is now', async () => {
  const client = await signedIn()
  const { id, seq } = await added(client, {})
  const titles = Array.from({ length: 8 }, (_, number) => `Title ${number}`)
  const answers = await Promise.all(titles.map((title) => client.json('PATCH', `${path}/${id}`, { title, seq })))
  const [won, ...others] = answers.toSorted((one, other) => one.status - other.status)
  const current = await won?.json<Session>()
  for (const answer of others) {
    expect([answer.status, await answer.json()]).toEqual([409, expect.objectContaining({ code: 'stale', current })])
  }
})

test('edits that name no version are all made, the last of them last', async () => {
  const client = await signedIn()
  const { id } = await added(client, {})
  const edits = [{ title: 'One' }, { notes: 'Two' }, { tags: ['three'] }, { artifacts: ['four'] }]
  const answers = await Promise.all(edits.map((edit) => client.json('PATCH', `${path}/${id}`, edit)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(await (await client.json('GET', `${path}/${id}`)).json()).toMatchObject(Object.assign({}, ...edits))
})

test('a project that was deleted stays with a session that has it, and is not given to another', async () => {
  const client = await signedIn()
  const project_id = await putProject(client, 'Gone')
  const session = await added(client, { project_id })
  const other = await added(client, {})
  await deleteProject(project_id)
  expect((await patched(client, session, { title: 'Kept', project_id })).session).toMatchObject({ project_id })
  expect((await patched(client, other, { project_id })).session.errors[0]?.path).toBe('project_id')
  expect((await patched(client, session, { project_id: null })).session).toMatchObject({ project_id: null })
})

test('an unfinished session is read, listed by its status and deleted, but not edited', async () => {
  const client = await signedIn()
  const { id } = await added(client, {})
  await rows(
    `UPDATE sessions
     SET status = 'active', started_at = ?, ended_at = NULL, duration_seconds = NULL, days = '[]' WHERE id = ?`,
    ...[Date.now(), id],
  )
  await added(client, {})
  const active = { id, status: 'active', ended_at: null, duration_seconds: null, days: [] }
  const list = async (status: string) =>
    (await (await client.json('GET', `${path}?status=${status}`)).json<{ items: Session[] }>()).items
  expect(await list('active')).toEqual([expect.objectContaining(active)])
  expect(await list('completed')).toHaveLength(1)
  expect(await list('abandoned')).toEqual([])
  expect(await (await client.json('GET', `${path}/${id}`)).json()).toMatchObject(active)
  expect((await client.json('PATCH', `${path}/${id}`, { title: 'Now' })).status).toBe(422)
  expect((await client.json('GET', `${path}?status=active&from=2026-03-08`)).status).toBe(422)
  expect((await client.json('DELETE', `${path}/${id}`)).status).toBe(204)
})
