import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { importPlan, knotsText, planText } from '../../learning/plans/testing'
import { words } from '../../time/sessions/testing'
import { added, stored, text } from './testing'

const add = async (client: Client, body: object) => {
  const answer = await client.json('POST', '/api/v1/goals', { title: 'Learn', progress_source: 'plan', ...body })
  return { status: answer.status, json: await answer.json<Record<string, unknown>>() }
}

const percent = async (client: Client, id: unknown) => {
  const goal = await (await client.json('GET', `/api/v1/goals/${id}`)).json<{ progress_percentage: number }>()
  return goal.progress_percentage
}

const four = { a: 'completed', b: 'completed', c: 'skipped', d: 'not-started' }

test('a goal follows the chunks of its plan, wherever it is shown', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await importPlan(client, planText('sql', 'SQL <b>', four))
  const { status, json } = await add(client, { plan_id: 'sql', status: 'in_progress', target_date: '2030-01-01' })
  const { id } = json
  expect(await percent(client, id)).toBe(67)
  expect([status, json.plan_id, json.progress_source, json.progress_percentage]).toEqual([201, 'sql', 'plan', 67])
  for (const path of ['/goals', `/goals/${id}`]) {
    expect([path, words(await text(client.get(path)))]).toEqual([path, expect.stringMatching(/2 of 3|67/)])
  }
  expect(words(await text(client.get(`/goals/${id}`)))).toContain('from the plan SQL &lt;b&gt;, 2 of 3 chunks done')
  expect(await text(client.get(`/goals/${id}`))).toContain('href="/plans/sql"')
  await client.post('/plans/sql/chunks/d/status', { status: 'completed' })
  expect(await percent(client, id)).toBe(100)
  await client.post('/plans/sql/chunks/a/status', { status: 'not_started' })
  expect(await percent(client, id)).toBe(67)
})

test('a deleted plan leaves its last state, and the goal says so; a restored one measures again', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await importPlan(client, planText('sql', 'SQL', four))
  const { json } = await add(client, { plan_id: 'sql', status: 'in_progress' })
  await client.post('/plans/sql/delete', {})
  expect(await percent(client, json.id)).toBe(67)
  const page = await text(client.get(`/goals/${json.id}`))
  expect(words(page)).toContain('from the deleted plan SQL, 2 of 3 chunks done')
  expect(page).not.toContain('href="/plans/sql"')
  const form = await text(client.get(`/goals/${json.id}/edit`))
  expect(form).toContain('<option value="sql" selected="">SQL (deleted)</option>')
  // It is kept by an edit of something else, and is no choice of another goal.
  const { seq } = await stored(client, String(json.id))
  const edit = { title: 'Learn more', progress_source: 'plan', plan_id: 'sql', seq }
  expect((await client.post(`/goals/${json.id}`, edit)).status).toBe(303)
  expect(await stored(client, String(json.id))).toMatchObject({ title: 'Learn more', plan_id: 'sql' })
  expect((await add(client, { plan_id: 'sql' })).status).toBe(422)
  await client.post('/plans/sql/restore', {})
  await client.post('/plans/sql/chunks/d/status', { status: 'completed' })
  expect(await percent(client, json.id)).toBe(100)
})

test.each([
  ['foreign', 'Choose one of your plans'],
  ['none', 'Choose one of your plans'],
  ['', 'Choose the plan that measures this goal'],
])('“%s” as the plan is refused, by the API and the form', async (plan_id, message) => {
  const client = await signedIn()
  await importPlan(await signedIn(), knotsText('foreign'))
  const { status, json } = await add(client, { plan_id: plan_id || null })
  expect([status, json]).toMatchObject([422, { errors: [{ path: 'plan_id' }] }])
  const answer = await client.post('/goals', { title: 'Learn', progress_source: 'plan', plan_id })
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
})

test('a plan goes with another source, and is not taken without its own', async () => {
  const client = await signedIn()
  await importPlan(client, knotsText('knots'))
  const goal = await added(client, 'Learn', { progress_source: 'plan', plan_id: 'knots' })
  expect(goal).toMatchObject({ progress_source: 'plan', plan_id: 'knots' })
  const patch = (body: object) => client.json('PATCH', `/api/v1/goals/${goal.id}`, body)
  expect((await patch({ progress_percentage: 10 })).status).toBe(422)
  expect((await patch({ progress_source: 'manual' })).status).toBe(200)
  expect(await stored(client, goal.id)).toMatchObject({ progress_source: 'manual', plan_id: null })
  const refused = await patch({ plan_id: 'knots' })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('progress_source')])
  expect((await patch({ progress_source: 'plan', plan_id: 'knots' })).status).toBe(200)
  expect(await stored(client, goal.id)).toMatchObject({ progress_source: 'plan', plan_id: 'knots' })
})
