import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../test/client'
import { wrongSums } from '../../test/sums'
import { mostProjects } from '../changes/run'
import { state } from '../changes/testing'
import { batchRows } from '../lib/jobs/batches'
import { put, putProject, words } from '../sessions/testing'

const text = async (response: Response | Promise<Response>) => (await response).text()

const flashed = (answer: Response) => decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')

const projectsOf = (client: Client) =>
  rows<{ name: string; client: string; status: string }>(
    'SELECT name, client, status FROM projects WHERE user_id = ? AND deleted_at IS NULL ORDER BY name, client',
    client.userId,
  )

const undo = async (client: Client) => {
  const [row] = await rows<{ id: string }>('SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC', client.userId)
  return client.post(`/changes/${row?.id}/undo`)
}

/** Acme with Site and Shop, Zoo with Site, and one project without a client. */
const settle = async (client: Client) => {
  const ids = {
    acmeSite: await putProject(client, 'Site', 'Acme'),
    acmeShop: await putProject(client, 'Shop', 'Acme'),
    zooSite: await putProject(client, 'site', 'Zoo'),
    thesis: await putProject(client, 'Thesis'),
  }
  await put(client, '2026-03-03T09:00Z', 90, { project_id: ids.acmeSite })
  await put(client, '2026-03-04T09:00Z', 30, { project_id: ids.acmeShop })
  return ids
}

test('the list has each client with its projects and their time, and what has none last', async () => {
  const client = await signedIn()
  await settle(client)
  const answer = await client.get('/clients')
  expect(cost(answer).statements).toBeLessThanOrEqual(4)
  const html = words(await answer.text())
  expect(html).toMatch(/Acme 2 projects active 2h tracked .*Zoo 1 project active nothing tracked .*No client 1 project/)
  expect(words(await text((await signedIn()).get('/clients')))).toContain('No clients yet')
})

test('a client that is written in two ways is one', async () => {
  const client = await signedIn()
  await putProject(client, 'Site', 'Acme')
  await putProject(client, 'Shop', 'ACME')
  expect(words(await text(client.get('/clients')))).toContain('ACME 2 projects')
  expect((await client.post('/clients/rename', { client: 'acme', name: 'acme' })).status).toBe(303)
  expect((await projectsOf(client)).map((project) => project.client)).toEqual(['acme', 'acme'])
  expect((await client.post('/clients/rename', { client: 'acme', name: 'acme' })).status).toBe(422)
})

test('the preview of a merge names every project that is merged or moved, and writes nothing', async () => {
  const client = await signedIn()
  await settle(client)
  const before = await state(client)
  const html = words(await text(client.get('/clients/rename?client=Acme&name=zoo')))
  expect(html).toContain('1 project moves from Acme to Zoo . Its sessions don’t change.')
  expect(html).toContain('1 project has a name that Zoo also has.')
  expect(html).toContain('Projects to merge 1 Site 1 session, 1h 30m into site , Zoo')
  expect(html).toContain('Projects to move 1 Shop')
  expect(html).toContain('Merge clients')
  expect(await state(client)).toBe(before)
})

test('a merge merges projects of one name, moves the others, and Undo brings all back', async () => {
  const client = await signedIn()
  const { zooSite } = await settle(client)
  const before = await state(client)
  const answer = await client.post('/clients/rename', { client: 'Acme', name: 'zoo' })
  expect(flashed(answer)).toContain('Merged the client “Acme” into “Zoo”, 2 projects')
  expect((await projectsOf(client)).map(({ name, client: of }) => [name, of])).toEqual([
    ['Shop', 'Zoo'],
    ['Thesis', ''],
    ['site', 'Zoo'],
  ])
  expect(await rows('SELECT id FROM sessions WHERE project_id = ?', zooSite)).toHaveLength(1)
  expect(await wrongSums(client.userId)).toEqual([])
  expect((await undo(client)).status).toBe(303)
  expect(await state(client)).toBe(before)
})

test('a client can be taken off its projects', async () => {
  const client = await signedIn()
  await settle(client)
  const html = words(await text(client.get('/clients/rename?client=Acme&name=')))
  expect(html).toContain('2 projects move from Acme to “No client”.')
  expect(html).toContain('Remove client')
  await client.post('/clients/rename', { client: 'Acme', name: '' })
  expect((await projectsOf(client)).filter((project) => project.client === 'Acme')).toEqual([])
})

test('set inactive, its active projects are inactive; Undo sets those active again', async () => {
  const client = await signedIn()
  const { acmeShop } = await settle(client)
  await client.post(`/projects/${acmeShop}/deactivate`)
  const before = await state(client)
  expect(words(await text(client.get('/clients/deactivate?client=Acme')))).toContain('1 active project')
  const answer = await client.post('/clients/deactivate', { client: 'Acme' })
  expect(flashed(answer)).toContain('Archived the client “Acme”, 1 project')
  expect((await projectsOf(client)).filter(({ status }) => status === 'inactive')).toHaveLength(2)
  expect((await client.post('/clients/deactivate', { client: 'Acme' })).status).toBe(422)
  await undo(client)
  expect(await state(client)).toBe(before)
})

test('a client that is nobody’s, somebody else’s or too long is refused', async () => {
  const [client, stranger] = [await signedIn(), await signedIn()]
  await settle(client)
  const before = await state(client)
  for (const act of ['rename', 'deactivate']) {
    for (const [who, name] of [
      [client, 'Nobody'],
      [client, ''],
      [stranger, 'Acme'],
    ] as const) {
      expect((await who.post(`/clients/${act}`, { client: name, name: 'Mine' })).status).toBe(404)
      if (name) expect((await who.get(`/clients/${act}?client=${name}`)).status).toBe(404)
    }
    expect(await text(client.get(`/clients/${act}`))).toContain('No client selected')
  }
  const long = await client.post('/clients/rename', { client: 'Acme', name: 'x'.repeat(101) }, { part: true })
  expect([long.status, await long.text()]).toEqual([
    422,
    expect.stringContaining('A client has at most 100 characters'),
  ])
  expect(await state(client)).toBe(before)
})

test('names are text', async () => {
  const client = await signedIn()
  await putProject(client, '<img src=x>', '"><b>&')
  const query = new URLSearchParams({ client: '"><b>&', name: '<i>' })
  for (const path of ['/clients', `/clients/rename?${query}`, `/clients/deactivate?${query}`]) {
    const answer = await client.get(path)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toMatch(/<img|<b>&|<i>/)
  }
})

test('a client of more projects than one batch can write is left as it is, and the person is told', async () => {
  const client = await signedIn()
  const count = mostProjects + 1
  await env.DB.prepare(
    `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?2)
     INSERT INTO projects (id, user_id, name, client, name_key, color, status, seq, created_at, updated_at)
     SELECT 'p' || n || ?1, ?1, 'P' || n, 'Acme', 'p' || n || char(31) || 'acme', '#336699', 'active', 0, 0, 0 FROM number`,
  )
    .bind(client.userId, count)
    .run()
  const html = words(await text(client.post('/clients/rename', { client: 'Acme', name: 'Apex' })))
  expect(html).toContain(
    'This would change 2,501 projects. At most 2,500 can be changed at once, so nothing was changed.',
  )
  await env.DB.prepare('DELETE FROM projects WHERE user_id = ?1 AND id = ?2')
    .bind(client.userId, `p1${client.userId}`)
    .run()
  const renamed = await client.post('/clients/rename', { client: 'Acme', name: 'Apex' })
  expect([renamed.status, cost(renamed).written < batchRows]).toEqual([303, true])
  const undone = await undo(client)
  expect([undone.status, cost(undone).written < batchRows]).toEqual([303, true])
  expect(new Set((await projectsOf(client)).map((project) => project.client))).toEqual(new Set(['Acme']))
})
