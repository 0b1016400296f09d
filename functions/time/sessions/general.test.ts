import { expect, test } from 'vitest'
import { cost, rows, signedIn } from '../../../test/support/client'
import { clientOf } from '../../lib/org'
import { dayOf } from '../../lib/time/days'

const world = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const { add } = client
  const acme = await add('/organizations', { name: 'Acme', type: 'employer' })
  const beta = await add('/organizations', { name: 'Beta', type: 'client' })
  const site = await add('/projects', { name: 'Site', organization_id: beta, client: 'Beta' })
  return { client, add, acme, site }
}
type Client = Awaited<ReturnType<typeof world>>['client']

const filed = (client: Client) =>
  rows(
    `SELECT title, projects.name, ${clientOf()} AS client, projects.organization_id
     FROM sessions LEFT JOIN projects ON projects.user_id = sessions.user_id AND projects.id = project_id
     WHERE sessions.user_id = ? ORDER BY sessions.number`,
    client.userId,
  )

test('time that is added under an organization without a project goes to its general project', async () => {
  const { client, acme } = await world()
  const page = `/sessions?org=${acme}`
  const preview = await client.get('/sessions/entry?entry=25m%20x', { part: true, page })
  expect(await preview.text()).toContain('General (new)')
  const general = { name: 'General', client: 'Acme', organization_id: acme }
  const logged = await client.post('/sessions/entry', { entry: '25m line' }, { part: true, page })
  const text = await logged.text()
  expect(text).toMatch(/Logged 25m today to General:/)
  expect(text).toContain('id="day-')
  // The list of an organization is read after its new session, as that of any filter.
  expect(cost(logged).trips).toBeLessThanOrEqual(4)
  const date = dayOf(Date.now() - 86_400_000, { time_zone: 'UTC', day_start_minute: 0 })
  const fields = { date, started_at: '9:00', ended_at: '10:00', time_zone: 'UTC' }
  const form = await client.post('/sessions', { title: 'form', ...fields }, { part: true, page })
  expect(await form.text()).toContain('to General')
  expect(cost(form).trips).toBeLessThanOrEqual(4)
  const started = await client.post('/timer/start', { title: 'timer' }, { part: true, page })
  expect(await started.text()).toContain('to General')
  expect(await filed(client)).toEqual([
    { title: 'line', ...general },
    { title: 'form', ...general },
    { title: 'timer', ...general },
  ])
  await client.post('/sessions/entry', { entry: '5m own' }, { page: '/sessions?org=none' })
  await client.post('/sessions/entry', { entry: '5m any' }, { page: '/sessions?org=all' })
  expect((await filed(client)).slice(-2).map(({ name }) => name)).toEqual([null, null])
})

test('a timer that starts makes no general project, and is not hidden without one', async () => {
  const { client, acme } = await world()
  const page = `/sessions?org=${acme}`
  const preview = await client.get('/sessions/entry?entry=call', { part: true, page })
  expect(await preview.text()).not.toContain('General')
  const form = await client.get(`/timer/switch?org=${acme}`)
  expect(await form.text()).not.toContain('General')
  for (const [path, body] of [
    ['/sessions/entry', { entry: 'call' }],
    ['/timer/start', { entry: 'call' }],
    ['/timer/start', { title: 'call' }],
  ] as const) {
    const text = await (await client.post(path, body, { part: true, page })).text()
    expect(text).toContain('tarted “call”, not shown here because it has no project')
    expect(text).not.toContain('Timer of another organization')
  }
  expect((await filed(client)).map(({ title, name }) => [title, name])).toEqual(
    Array.from({ length: 3 }, () => ['call', null]),
  )
  expect(await rows('SELECT 1 FROM projects WHERE user_id = ? AND name = ?', client.userId, 'General')).toEqual([])
})

test('two requests at once make one general project', async () => {
  const { client, acme } = await world()
  const entries = ['one', 'two', 'three'].map((title) => ({ entry: `5m ${title}` }))
  await Promise.all(entries.map((entry) => client.post('/sessions/entry', entry, { page: `/sessions?org=${acme}` })))
  const all = await filed(client)
  expect(all.map(({ name, organization_id }) => [name, organization_id])).toEqual(all.map(() => ['General', acme]))
  expect(await rows("SELECT id FROM projects WHERE user_id = ? AND name = 'General'", client.userId)).toHaveLength(1)
})

test('a name of the organization is meant first, and a full one of another works and says where it went', async () => {
  const { client, add, acme, site } = await world()
  const page = `/sessions?org=${acme}`
  const elsewhere = await client.post('/sessions/entry', { entry: '5m review @Site' }, { part: true, page })
  expect(await elsewhere.text()).toContain('not shown here')
  const own = await add('/projects', { name: 'Site', organization_id: acme, client: 'Acme' })
  await client.post('/sessions/entry', { entry: '5m again @Site' }, { page })
  const found = await rows('SELECT project_id FROM sessions WHERE user_id = ? ORDER BY number', client.userId)
  expect(found.map(({ project_id }) => project_id)).toEqual([site, own])
  expect(await (await client.get(`/sessions/new?org=${acme}`)).text()).toContain('No project: goes to General')
})
