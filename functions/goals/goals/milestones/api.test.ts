import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../../test/support/client'

type Milestone = { id: string; description: string; position: number; seq: number; completed: boolean }
type Page = { items: Milestone[]; next_cursor: string | null }

/** A person with a goal that is measured by its milestones, and the path of these. */
const prepare = async () => {
  const client = await signedIn()
  const id = await client.add('/goals', { title: 'Thesis', progress_source: 'milestones' })
  return { client, goal: `/api/v1/goals/${id}`, path: `/api/v1/goals/${id}/milestones` }
}

const add = async (client: Client, path: string, body: object) => {
  const answer = await client.json('POST', path, body)
  expect(answer.status).toBe(201)
  return answer.json<Milestone>()
}

const list = async (client: Client, path: string) => (await client.json('GET', path)).json<Page>()

test('a milestone is added, read, reached and deleted', async () => {
  const { client, goal, path } = await prepare()
  const milestone = await add(client, path, { description: ' Outline ', target_date: '2026-12-01' })
  expect(milestone).toMatchObject({ description: 'Outline', completed: false, completed_at: null, position: 1 })
  const second = await add(client, path, { description: 'Draft', completed: true })
  expect(second).toMatchObject({ completed: true, completed_at: expect.any(String), position: 2 })
  const progress = async () =>
    (await (await client.json('GET', goal)).json<{ progress_percentage: number }>()).progress_percentage
  expect(await progress()).toBe(50)
  const at = `${path}/${milestone.id}`
  expect(await (await client.json('GET', at)).json()).toEqual(milestone)
  const reached = await client.json('PATCH', at, { completed: true, target_date: null, seq: milestone.seq })
  expect(await reached.json()).toMatchObject({ completed: true, target_date: null, description: 'Outline' })
  expect(await progress()).toBe(100)
  expect(await (await client.json('PATCH', at, { completed: false })).json()).toMatchObject({ completed_at: null })
  await client.json('DELETE', at)
  expect(await list(client, path)).toMatchObject({ items: [{ description: 'Draft', position: 1 }], next_cursor: null })
})

test('a milestone moved stands at its place, and the others keep their order', async () => {
  const { client, path } = await prepare()
  let model: string[] = []
  for (const description of ['a', 'b', 'c', 'd', 'e']) model.push((await add(client, path, { description })).id)
  const move = fc.record({ from: fc.nat(4), to: fc.integer({ min: 1, max: 8 }) })
  for (const { from, to } of fc.sample(move, 12)) {
    const id = model[from] ?? ''
    const answer = await client.json('PATCH', `${path}/${id}`, { position: to, description: `${from} to ${to}` })
    expect(answer.status).toBe(200)
    model = model.filter((one) => one !== id)
    model.splice(to - 1, 0, id)
    expect(await answer.json()).toMatchObject({ position: model.indexOf(id) + 1, description: `${from} to ${to}` })
    expect((await list(client, path)).items.map((milestone) => milestone.id)).toEqual(model)
  }
})

test('a milestone read while another request deletes it has a place or is gone', async () => {
  const { client, path } = await prepare()
  for (let round = 0; round < 5; round++) {
    const at = `${path}/${(await add(client, path, { description: 'Outline' })).id}`
    const reads = Array.from({ length: 12 }, () => client.json('GET', at))
    const [answers] = await Promise.all([Promise.all(reads), client.json('DELETE', at)])
    for (const answer of answers) {
      const { position } = await answer.json<Partial<Milestone>>()
      expect(position).toBe(answer.status === 404 ? undefined : 1)
    }
  }
})
