import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/client'
import { mostProjects } from '../changes/run'
import { flashed, state, undoLast } from '../changes/testing'
import { put, putProject, words } from '../sessions/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const text = async (response: Response | Promise<Response>) => (await response).text()

const projectsOf = (client: Client) =>
  rows<{ name: string; client: string }>(
    'SELECT name, client FROM projects WHERE user_id = ? AND deleted_at IS NULL ORDER BY name, client',
    client.userId,
  )

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
  await settle(client)
  const html = words(await text(client.get('/clients')))
  expect(html).toMatch(/Acme 2 projects active 2h tracked .*Zoo 1 project active nothing tracked .*No client 1 project/)
  expect(words(await text((await signedIn()).get('/clients')))).toContain('No clients yet')
})

test('the preview of a merge names every project that is merged or moved, and writes nothing', async () => {
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

test('a merge takes over how the other client is written', async () => {
  await settle(client)
  const answer = await client.post('/clients/rename', { client: 'Acme', name: 'zoo' })
  expect(flashed(answer)).toContain('Merged the client “Acme” into “Zoo”, 2 projects')
  expect((await projectsOf(client)).map(({ name, client: of }) => [name, of])).toEqual([
    ['Shop', 'Zoo'],
    ['Thesis', ''],
    ['site', 'Zoo'],
  ])
})

test('a client can be taken off its projects', async () => {
  await settle(client)
  const html = words(await text(client.get('/clients/rename?client=Acme&name=')))
  expect(html).toContain('2 projects move from Acme to “No client”.')
  expect(html).toContain('Remove client')
})

test('a client is archived once, with its projects that are active', async () => {
  const { acmeShop } = await settle(client)
  await client.post(`/projects/${acmeShop}/deactivate`)
  expect(words(await text(client.get('/clients/deactivate?client=Acme')))).toContain('1 active project')
  const answer = await client.post('/clients/deactivate', { client: 'Acme' })
  expect(flashed(answer)).toContain('Archived the client “Acme”, 1 project')
  expect((await client.post('/clients/deactivate', { client: 'Acme' })).status).toBe(422)
})

test('a client that is nobody’s, somebody else’s or too long is refused', async () => {
  const stranger = await signedIn()
  await settle(client)
  const before = await state(client)
  for (const act of ['rename', 'deactivate']) {
    expect((await client.post(`/clients/${act}`, { client: '', name: 'Mine' })).status).toBe(404)
    expect((await stranger.post(`/clients/${act}`, { client: 'Acme', name: 'Mine' })).status).toBe(404)
    expect((await stranger.get(`/clients/${act}?client=Acme`)).status).toBe(404)
    expect(await text(client.get(`/clients/${act}`))).toContain('No client selected')
  }
  const long = await client.post('/clients/rename', { client: 'Acme', name: 'x'.repeat(101) }, { part: true })
  expect(long.status).toBe(422)
  expect(await long.text()).toContain('A client has at most 100 characters')
  expect(await state(client)).toBe(before)
})

test('a client of more projects than one batch can write is left as it is, and the person is told', async () => {
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
  await rows('DELETE FROM projects WHERE user_id = ? AND id = ?', client.userId, `p1${client.userId}`)
  const renamed = await client.post('/clients/rename', { client: 'Acme', name: 'Apex' })
  expect(renamed.status).toBe(303)
  const undone = await undoLast(client)
  expect(undone.status).toBe(303)
  expect(new Set((await projectsOf(client)).map((project) => project.client))).toEqual(new Set(['Acme']))
})
