import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn, text } from '../../../test/support/client'
import { put, putProject, words } from '../../time/sessions/testing'
import { flashed, state, undoLast } from '../changes/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const filed = (table: string) =>
  rows<{ id: string; organization_id: string | null }>(
    `SELECT id, organization_id FROM ${table} WHERE user_id = ? ORDER BY id`,
    client.userId,
  )

/** Acme with Site and Shop, Zoo with Site, a project without an organization, and one row of other kinds for Acme. */
const settle = async () => {
  const acme = await client.add('/organizations', { name: 'Acme', type: 'client', notes: 'Pays late' })
  const zoo = await client.add('/organizations', { name: 'Zoo', notes: 'Pays at once' })
  const projects = {
    acmeSite: await putProject(client, 'Site', 'ACME'),
    acmeShop: await putProject(client, 'Shop', 'Acme'),
    zooSite: await putProject(client, 'site', 'Zoo'),
    thesis: await putProject(client, 'Thesis'),
  }
  await put(client, '2026-03-03T09:00Z', 90, { project_id: projects.acmeSite })
  await put(client, '2026-03-04T09:00Z', 30, { project_id: projects.acmeShop })
  const person = await client.add('/people', { name: 'Ada', organization_id: acme })
  const goal = await client.add('/goals', { title: 'Renew', organization_id: acme })
  const review = { period: 'week', date: '2026-03-04', words: 'Busy' }
  await client.add('/reviews', { ...review, organization_id: acme })
  return { acme, zoo, person, goal, review, ...projects }
}

test('the preview names what moves and every project that is merged, and writes nothing', async () => {
  const { acme, zoo } = await settle()
  const before = await state(client)
  const html = words(await text(client.get(`/organizations/${acme}/merge?into=${zoo}`)))
  expect(html).toContain('1 goal, 2 projects, 1 person and 1 week or month will move to Zoo , including deleted ones.')
  expect(html).toContain('1 project has a name that Zoo also has.')
  expect(html).toContain('Projects to merge 1 Site Acme · 1 session, 1h 30m')
  expect(html).toContain('Zoo gets its notes.')
  expect(await state(client)).toBe(before)
})

test('an organization is not merged into itself, by name or by id', async () => {
  const { acme } = await settle()
  const byName = await client.get(`/organizations/${acme}/merge?name=acme`)
  expect([byName.status, await byName.text()]).toEqual([422, expect.stringContaining('Choose another organization')])
  expect((await client.post(`/organizations/${acme}/merge`, { into: acme })).status).toBe(422)
})

test('a merge moves all that names the organization, and Undo takes all of it back', async () => {
  const { acme, zoo, acmeSite, zooSite } = await settle()
  const before = await state(client)
  const answer = await client.post(`/organizations/${acme}/merge`, { into: zoo })
  expect(flashed(answer)).toContain('Merged “Acme” into “Zoo”, 2 projects')
  for (const table of ['projects', 'people', 'goals', 'reviews'])
    expect((await filed(table)).filter(({ organization_id }) => organization_id === acme)).toEqual([])
  expect(
    await rows('SELECT project_id FROM sessions WHERE user_id = ? AND project_id = ?', client.userId, acmeSite),
  ).toEqual([])
  expect(
    await rows('SELECT id FROM sessions WHERE user_id = ? AND project_id = ?', client.userId, zooSite),
  ).toHaveLength(1)
  const organizations = () =>
    rows(
      'SELECT name, notes, deleted_at IS NULL AS alive FROM organizations WHERE user_id = ? ORDER BY name',
      client.userId,
    )
  expect(await organizations()).toEqual([
    { name: 'Acme', notes: 'Pays late', alive: 0 },
    { name: 'Zoo', notes: 'Pays at once\n\nPays late', alive: 1 },
  ])
  expect((await undoLast(client)).status).toBe(303)
  expect(await state(client)).toBe(before)
})

test('of two reviews of a week the one of the merged organization stays with it', async () => {
  const { acme, zoo, review } = await settle()
  await client.add('/reviews', { ...review, organization_id: zoo })
  expect((await client.post(`/organizations/${acme}/merge`, { into: zoo })).status).toBe(303)
  expect((await filed('reviews')).map(({ organization_id }) => organization_id)).toEqual([acme, zoo])
})

test('an organization that is nobody’s, somebody else’s or the same is refused', async () => {
  const { acme, zoo } = await settle()
  const stranger = await signedIn()
  const before = await state(client)
  expect((await stranger.post(`/organizations/${acme}/merge`, { into: zoo })).status).toBe(404)
  for (const into of [acme, 'nobody', ''])
    expect((await client.post(`/organizations/${acme}/merge`, { into })).status).toBe(422)
  expect(await state(client)).toBe(before)
})

describe('a new name', () => {
  test('is said with its Undo, and the client of its projects follows', async () => {
    const { acme, acmeShop } = await settle()
    const before = await state(client)
    const [row] = await rows<{ seq: number }>('SELECT seq FROM organizations WHERE id = ?', acme)
    const answer = await client.post(`/organizations/${acme}`, {
      name: 'Apex',
      type: 'client',
      notes: 'Pays late',
      seq: String(row?.seq),
    })
    expect(flashed(answer)).toContain('Renamed “Acme” to “Apex”')
    const project = await (await client.json('GET', `/api/v1/projects/${acmeShop}`)).json()
    expect(project).toMatchObject({ client: 'Apex', organization_id: acme })
    expect((await undoLast(client)).status).toBe(303)
    expect(await state(client)).toBe(before)
  })

  test('that another has meanwhile keeps Undo from restoring it', async () => {
    const { acme } = await settle()
    await client.json('PATCH', `/api/v1/organizations/${acme}`, { name: 'Apex' })
    await client.add('/organizations', { name: 'acme' })
    expect((await undoLast(client)).status).toBe(409)
  })
})

test('an organization offers to select its active projects', async () => {
  const { acme, acmeShop, acmeSite } = await settle()
  await client.post(`/projects/${acmeShop}/deactivate`)
  const page = await text(client.get(`/organizations/${acme}`))
  expect([acmeSite, acmeShop].map((id) => page.includes(`name="ids" value="${id}"`))).toEqual([true, false])
})
