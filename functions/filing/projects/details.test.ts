import { expect, test } from 'vitest'
import { type Client, rows, signedIn, text } from '../../../test/support/client'
import { undoLast } from '../../data/changes/testing'

type Project = { id: string; organization_id: string | null; tech_stack: string[]; repository: string | null }
type Made = Project & { seq: number; title: string }

const read = async ({ json }: Client, kind: string, { id }: { id: string }) =>
  (await json('GET', `/api/v1/${kind}/${id}`)).json<Made>()

const stored = ({ userId }: Client) =>
  rows<{ id: string }>(
    'SELECT id, organization_id, tech_stack, repository FROM projects WHERE user_id = ? ORDER BY id',
    userId,
  )

test('a project has an organization, a tech stack and a repository, in its form and in the API', async () => {
  const client = await signedIn()
  const clinic = await client.made<Made>('/organizations', { name: 'Harbour Clinic' })
  const form = {
    name: 'Portal',
    organization_id: clinic.id,
    tech_stack: ' TypeScript, #sql,, SQL ',
    repository: 'https://github.com/harbour/portal.git',
  }
  expect((await client.post('/projects', form)).status).toBe(303)
  const [{ id = '' } = {}] = await stored(client)
  const details = { organization_id: clinic.id, tech_stack: ['TypeScript', 'SQL'], repository: 'harbour/portal' }
  expect(await read(client, 'projects', { id })).toMatchObject(details)
  const edit = await text(client.get(`/projects/${id}/edit`))
  expect(edit).toContain('value="Harbour Clinic"')
  expect(edit).toContain('value="TypeScript, SQL"')
  expect(edit).toContain('value="harbour/portal"')
  const patched = await client.json('PATCH', `/api/v1/projects/${id}`, { tech_stack: ['Elm'], repository: null })
  expect(await patched.json()).toMatchObject({ tech_stack: ['Elm'], repository: null, organization_id: clinic.id })
  const { items } = await (await client.json('GET', `/api/v1/projects?organization_id=${clinic.id}`)).json<{
    items: Project[]
  }>()
  expect(items.map((project) => project.id)).toEqual([id])
})

test('projects and goals show as without a deleted organization, and keep it', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const clinic = await client.made<Made>('/organizations', { name: 'Harbour Clinic' })
  const theirs = await other.made<Made>('/organizations', { name: 'Theirs' })
  const project = await client.made<Made>('/projects', { name: 'Portal', organization_id: clinic.id })
  const goal = await client.made<Made>('/goals', { title: 'Launch', organization_id: clinic.id })
  await client.post(`/organizations/${clinic.id}/delete`)
  for (const [kind, { id }] of [['projects', project] as const, ['goals', goal] as const]) {
    expect((await read(client, kind, { id })).organization_id).toBeNull()
    const edit = await text(client.get(`/${kind}/${id}/edit`))
    if (kind === 'goals') expect(edit).toContain('Harbour Clinic (deleted)')
    expect((await client.json('PATCH', `/api/v1/${kind}/${id}`, { organization_id: theirs.id })).status).toBe(422)
  }
  const [{ seq } = { seq: 0 }] = await rows<{ seq: number }>('SELECT seq FROM projects WHERE id = ?', project.id)
  await client.post(`/projects/${project.id}`, { name: 'The portal', client: '', seq: String(seq) })
  await client.json('PATCH', `/api/v1/goals/${goal.id}`, { title: 'Launch it' })
  await client.post(`/organizations/${clinic.id}/restore`)
  expect((await read(client, 'projects', project)).organization_id).toBe(clinic.id)
  expect((await read(client, 'goals', goal)).organization_id).toBe(clinic.id)
})

test('a goal gets an organization in its form, and a conflict names it', async () => {
  const client = await signedIn()
  const clinic = await client.made<Made>('/organizations', { name: 'Harbour Clinic' })
  expect((await client.post('/goals', { title: 'Launch', organization_id: clinic.id })).status).toBe(303)
  const { items } = await (await client.json('GET', `/api/v1/goals?organization_id=${clinic.id}`)).json<{
    items: Made[]
  }>()
  const [goal] = items
  expect(goal?.organization_id).toBe(clinic.id)
  const stale = await client.post(`/goals/${goal?.id}`, { title: 'Launch', organization_id: '', seq: '1' })
  expect(stale.status).toBe(409)
  expect(await stale.text()).toContain('Harbour Clinic')
})

test('a merge fills what the target lacks, says so before, and Undo takes it back', async () => {
  const client = await signedIn()
  const clinic = await client.made<Made>('/organizations', { name: 'Harbour Clinic' })
  const into = await client.made<Made>('/projects', {
    name: 'Portal',
    tech_stack: ['SQL'],
    repository: 'harbour/portal',
  })
  const from = await client.made<Made>('/projects', {
    name: 'Portal 2',
    organization_id: clinic.id,
    tech_stack: ['sql', 'Elm'],
    repository: 'harbour/portal-2',
  })
  const before = await stored(client)
  expect(await text(client.get(`/projects/${from.id}/merge?into=${into.id}`))).toContain(
    'gets its organization and tech stack.',
  )
  await client.post(`/projects/${from.id}/merge`, { into: into.id })
  expect(await read(client, 'projects', into)).toMatchObject({
    organization_id: clinic.id,
    tech_stack: ['SQL', 'Elm'],
    repository: 'harbour/portal',
  })
  await undoLast(client)
  expect(await stored(client)).toEqual(before)
})
