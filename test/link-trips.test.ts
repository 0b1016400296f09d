import { expect, test } from 'vitest'
import { putPlan } from '../functions/plans/testing'
import { put, putGoal, putProject } from '../functions/sessions/testing'
import { type Client, cost, type Fields, rows, signedIn } from './client'

/** Round trips that wait for one another: the sign-in with the row, what the edit names, and the write. */
const limit = 3

const organization = async ({ json }: Client) => {
  const answer = await json('POST', '/api/v1/organizations', { name: 'Acme' })
  return (await answer.json<{ id: string }>()).id
}

/** Rows that an edit names. */
const linked = async (client: Client) => ({
  organization_id: await organization(client),
  project_id: await putProject(client, 'Site'),
  goal_id: await putGoal(client, 'Ship'),
  plan_id: await putPlan(client, 'sql', 'SQL', { joins: 'not-started' }).then(() => 'sql'),
  chunk_id: 'joins',
})

type Linked = Awaited<ReturnType<typeof linked>>

const kinds: [name: string, row: object, edit: (links: Linked) => object][] = [
  ['skills', { name: 'SQL' }, (to) => ({ project_ids: [to.project_id], plan_ids: [to.plan_id] })],
  ['skills', { name: 'SQL' }, ({ organization_id }) => ({ organization_id })],
  ['cards', { question: 'One', answer: 'Two' }, ({ plan_id, chunk_id }) => ({ plan_id, chunk_id })],
  ['goals', { title: 'Part' }, ({ goal_id, organization_id }) => ({ parent_id: goal_id, organization_id })],
  ['goals', { title: 'Part' }, ({ plan_id }) => ({ progress_source: 'plan', plan_id })],
  ['tasks', { title: 'Work' }, ({ project_id, goal_id, plan_id }) => ({ project_id, goal_id, plan_id })],
  ['learnings', { title: 'Work' }, ({ project_id, plan_id }) => ({ project_id, plan_id })],
  ['goals', { title: 'Part' }, () => ({ category: 'reading' })],
  ['people', { name: 'Ada' }, ({ organization_id }) => ({ organization_id })],
  ['energy', { energy_level: 4, engagement_level: 3 }, ({ organization_id }) => ({ organization_id })],
  ['projects', { name: 'Shop' }, ({ organization_id }) => ({ organization_id })],
]

const added = async ({ json }: Client, name: string, row: object) => {
  const answer = await json('POST', `/api/v1/${name}`, row)
  return { id: (await answer.json<{ id: string }>()).id, tag: answer.headers.get('ETag') ?? '' }
}

test.each(kinds)('an edit of the links of %s waits for few round trips', async (name, row, edit) => {
  for (const isNamed of [false, true]) {
    const client = await signedIn()
    const { id, tag } = await added(client, name, row)
    const to = edit(await linked(client))
    const answer = await client.json('PATCH', `/api/v1/${name}/${id}`, to, isNamed ? { 'If-Match': tag } : {})
    expect([answer.status, cost(answer).trips]).toEqual([200, expect.toSatisfy((trips: number) => trips <= limit)])
    expect(await answer.json()).toMatchObject(to)
  }
})

const forms: [name: string, row: object, form: Fields, edit: (links: Linked) => Partial<Linked>][] = [
  [
    'cards',
    { question: 'One', answer: 'Two' },
    { question: 'One', answer: 'Two', tags: '' },
    ({ plan_id }) => ({ plan_id }),
  ],
  ['tasks', { title: 'Work' }, { title: 'Work' }, ({ project_id, goal_id }) => ({ project_id, goal_id })],
  ['learnings', { title: 'Work' }, { title: 'Work' }, ({ project_id, plan_id }) => ({ project_id, plan_id })],
]

test.each(forms)('a form with links of %s waits for few round trips', async (name, row, form, edit) => {
  const client = await signedIn()
  const { id } = await added(client, name, row)
  const to = edit(await linked(client))
  const [stored] = await rows<{ seq: number }>(
    `SELECT seq FROM ${name} WHERE user_id = ? AND id = ?`,
    client.userId,
    id,
  )
  const answer = await client.post(
    `/${name}/${id}`,
    { ...form, ...to, seq: stored?.seq ?? 0 },
    { part: true, page: `/${name}` },
  )
  expect([answer.status, cost(answer).trips]).toEqual([200, expect.toSatisfy((trips: number) => trips <= limit)])
  expect(await rows(`SELECT * FROM ${name} WHERE user_id = ? AND id = ?`, client.userId, id)).toMatchObject([to])
})

test('a client that becomes another, with a project of both, waits for few round trips', async () => {
  const client = await signedIn()
  const old = await putProject(client, 'Site', 'A')
  await putProject(client, 'Shop', 'A')
  await putProject(client, 'Site', 'B')
  await put(client, '2026-03-03T09:00Z', 90, { project_id: old })
  for (const part of [false, true]) {
    const answer = await client.post('/clients/rename', { client: 'A', name: 'B' }, { part, page: '/clients' })
    expect([answer.status < 400, cost(answer).trips]).toEqual([
      true,
      expect.toSatisfy((trips: number) => trips <= limit),
    ])
    const [change] = await rows<{ id: string }>('SELECT id FROM changes WHERE user_id = ?', client.userId)
    await client.post(`/changes/${change?.id}/undo`)
  }
})
