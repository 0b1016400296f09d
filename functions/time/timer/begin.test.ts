import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn, toastOf } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { personAtNoon } from '../entry/testing'
import { put, putGoal, putProject } from '../sessions/testing'

let client: Client
beforeEach(async () => {
  client = await personAtNoon()
})

type Row = Record<string, string | number | null>

const all = ({ userId }: Client) =>
  rows<Row>('SELECT * FROM sessions WHERE user_id = ? AND deleted_at IS NULL ORDER BY started_at, number', userId)

const withoutVersion = ({ seq: _, updated_at: __, ...row }: Row) => row

const meetingOf = (body: object, who = client) => who.add('/meetings', { title: 'Weekly', date: '2026-03-10', ...body })

/** Plans an hour from 12:05. */
const plan = async (more: object = {}) => {
  const body = { started_at: '2026-03-10T12:05:00Z', duration_seconds: 3600, ...more }
  return (await client.json('POST', '/api/v1/sessions', body)).json<{ id: string }>()
}

const sessionOf = async (id: string) =>
  (await rows<Row>('SELECT session_id FROM meetings WHERE id = ?', id))[0]?.session_id

describe('a planned session', () => {
  const planned = async () => {
    const [project_id, goal_id] = [await putProject(client, 'Acme'), await putGoal(client, 'Finish')]
    const filed = { title: 'Draft', project_id, goal_id, tags: ['deep'], notes: 'Part two', artifacts: ['a.md'] }
    const { id } = await plan(filed)
    return { id, filed }
  }

  test('is begun with all that it is filed under, and the timer takes its place', async () => {
    const { id, filed } = await planned()
    const [before] = await all(client)
    expect(before?.planned_until).not.toBeNull()
    const answer = await client.post('/timer/start', { again: `planned:${id}` })
    const toast = toastOf(answer)
    expect([answer.status, toast.message]).toEqual([303, 'Started “Draft” in place of its plan'])
    const [timer, ...others] = await all(client)
    expect(others).toEqual([])
    expect(timer).toMatchObject({
      ...filed,
      tags: '["deep"]',
      artifacts: '["a.md"]',
      status: 'active',
      source: 'timer',
    })

    await client.post(toast.undo)
    expect((await all(client)).map(withoutVersion)).toEqual([withoutVersion(before ?? {})])
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('leaves and comes back to the list of planned ones on screen, and what ran goes on', async () => {
    const { id } = await planned()
    await client.post('/timer/start', { title: 'Methods' })
    vi.setSystemTime('2026-03-10T12:04:00Z')
    const onPage = { part: true, page: '/sessions' }
    const begun = await (await client.post('/timer/start', { again: `planned:${id}` }, onPage)).text()
    expect(begun).toMatch(/hx-target="#planned-sessions"/)
    expect((await all(client)).map(({ title, status }) => [title, status])).toEqual([
      ['Methods', 'completed'],
      ['Draft', 'active'],
    ])
    const undo = /action="([^"]+timer\.start~[^"]+)"/.exec(begun)?.[1] ?? ''
    const undone = await (await client.post(undo, {}, onPage)).text()
    expect(undone).toMatch(/hx-target="#planned-sessions".*Draft/s)
    expect((await all(client)).map(({ title, status }) => [title, status])).toEqual([
      ['Methods', 'active'],
      ['Draft', 'completed'],
    ])
  })

  test('that is over, was tracked, or is somebody else’s begins nothing', async () => {
    const { id } = await planned()
    const other = await signedIn({ time_zone: 'UTC' })
    const { id: tracked } = await put(client, '2026-03-10T09:00Z', 60)
    const refused = async (who: Client, again: string) => {
      const answer = await who.post('/timer/start', { again }, { part: true })
      expect(answer.status).toBe(422)
      return answer.text()
    }
    const over = 'The planned session is over, or no longer exists.'
    expect(await refused(other, `planned:${id}`)).toContain(over)
    expect(await refused(client, `planned:${tracked}`)).toContain(over)
    vi.setSystemTime('2026-03-10T13:06:00Z')
    expect(await refused(client, `planned:${id}`)).toContain(over)
    expect(await refused(client, 'constructor:x')).toContain('The session to continue no longer exists.')
    expect([await all(other), (await all(client)).length]).toEqual([[], 2])
  })
})

describe('a meeting', () => {
  test('is begun with its title and project, and has the session', async () => {
    const project_id = await putProject(client, 'Acme')
    const id = await meetingOf({ project_id })
    const answer = await client.post('/timer/start', { again: `meeting:${id}` })
    const [timer] = await all(client)
    expect(timer).toMatchObject({ title: 'Weekly', project_id, status: 'active' })
    expect(await sessionOf(id)).toBe(timer?.id)
    const twice = await client.post('/timer/start', { again: `meeting:${id}` }, { part: true })
    expect([twice.status, await twice.text()]).toEqual([
      422,
      expect.stringContaining('The meeting is running already, or no longer exists.'),
    ])
    await client.post(toastOf(answer).undo)
    expect(await all(client)).toEqual([])
    expect((await client.post('/timer/start', { again: `meeting:${id}` })).status).toBe(303)
  })

  test('goes to the general project of its organization', async () => {
    const organization_id = await client.add('/organizations', { name: 'Acme' })
    const project_id = await client.add('/projects', { name: 'General', organization_id })
    await client.post('/timer/start', { again: `meeting:${await meetingOf({ organization_id })}` })
    expect(await all(client)).toMatchObject([{ project_id }])
  })

  test('is begun by the API, whose body wins', async () => {
    const project_id = await putProject(client, 'Acme')
    const id = await meetingOf({ project_id })
    const start = (body: object, who = client) => who.json('POST', '/api/v1/timer/start', body)
    const answer = await start({ meeting_id: id, tags: ['call'] })
    const json = await answer.json<{ id: string }>()
    expect([answer.status, json]).toEqual([
      201,
      expect.objectContaining({ title: 'Weekly', project_id, tags: ['call'] }),
    ])
    expect(await sessionOf(id)).toBe(json.id)
    for (const refused of [await start({ meeting_id: id }), await start({ meeting_id: id }, await signedIn({}))]) {
      expect([refused.status, await refused.json()]).toMatchObject([422, { errors: [{ path: 'meeting_id' }] }])
    }
    await client.post('/timer/stop')
    expect(await (await start({ meeting_id: id, title: 'Second half', project_id: null })).json()).toMatchObject({
      title: 'Second half',
      project_id: null,
    })
  })

  test('takes at most three trips, and four beside a list of sessions', async () => {
    const id = await meetingOf({})
    const trips = (answer: Response) => Number(/trips=(\d+)/.exec(answer.headers.get('Server-Timing') ?? '')?.[1])
    expect(trips(await client.post('/timer/start', { again: `meeting:${id}` }))).toBeLessThanOrEqual(3)
    await client.post('/timer/stop')
    expect(trips(await client.json('POST', '/api/v1/timer/start', { meeting_id: id }))).toBeLessThanOrEqual(3)
    const { id: planned } = await plan()
    const onPage = { part: true, page: '/sessions' }
    expect(trips(await client.post('/timer/start', { again: `planned:${planned}` }, onPage))).toBeLessThanOrEqual(4)
  })
})
