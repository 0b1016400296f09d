import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, cost, type FormFields, rows, signedIn, toastOf } from '../../../test/support/client'
import { undoIn } from '../../../test/support/html'

type Task = { id: string; title: string; description: string; seq: number; position: number; deleted_at: number | null }

const tasksOf = ({ userId }: Client) =>
  rows<Task & Record<string, unknown>>('SELECT * FROM tasks WHERE user_id = ? ORDER BY id', userId)

/** A task with these notes, whatever an API would make of them. */
const setting = async (description: string, more: object = {}) => {
  const client = await signedIn({ time_zone: 'UTC' })
  const id = await client.add('/tasks', { title: 'Move house', ...more })
  await env.DB.prepare('UPDATE tasks SET description = ? WHERE id = ?').bind(description, id).run()
  const find = async () => (await tasksOf(client)).find((task) => task.id === id)
  return {
    ...{ client, id, find, url: `/tasks/${id}/steps` },
    notes: async () => (await find())?.description,
    post: (path: string, fields: FormFields = {}, part = false) =>
      client.post(`/tasks/${id}/steps${path}`, fields, part ? { part, page: `/tasks/${id}` } : {}),
  }
}

test('a step is ticked and opened again in one write of its task, and Undo takes that back', async () => {
  const { client, id, post, notes, find } = await setting('Do:\n\n- [ ] a\n- [ ] b\n\nEnd')
  const { seq } = await client.made<Task>('/tasks', { title: 'Other', description: '- [ ] a' })
  const ticked = await post('/1', { text: 'b', done: '1' }, true)
  expect([ticked.status, await notes()]).toEqual([200, 'Do:\n\n- [ ] a\n- [x] b\n\nEnd'])
  const html = await ticked.text()
  expect(html).toContain('1 of 2 steps')
  expect(html).toContain(`data-version="${(await find())?.seq}"`)
  const { path, fields } = undoIn(html)
  expect((await client.post(path, fields, { part: true, page: `/tasks/${id}` })).status).toBe(200)
  expect(await notes()).toBe('Do:\n\n- [ ] a\n- [ ] b\n\nEnd')
  await post('/0', { text: 'a', done: '1' })
  await post('/0', { text: 'a', done: '' })
  expect(await notes()).toBe('Do:\n\n- [ ] a\n- [ ] b\n\nEnd')
  expect((await tasksOf(client)).find(({ title }) => title === 'Other')).toMatchObject({ seq, description: '- [ ] a' })
})

test('a tick that was sent twice writes once, and costs few rows', async () => {
  const { post, find } = await setting('- [ ] a')
  const first = await post('/0', { text: 'a', done: '1' })
  const { seq } = (await find()) ?? {}
  expect(first.headers.get('Location')).toMatch(/#steps$/)
  expect(cost(first)).toMatchObject({ trips: 2 })
  expect(cost(first).written).toBeLessThanOrEqual(10)
  await post('/0', { text: 'a', done: '1' })
  expect((await find())?.description).toBe('- [x] a')
  expect((await find())?.seq).toBe(seq)
})

test.each([
  ['other words', '/0', { text: 'b', done: '1' }],
  ['a place behind them', '/2', { text: 'a', done: '1' }],
  ['no place', '/x', { text: 'a', done: '1' }],
  ['no words', '/0', { done: '1' }],
  ['a task of other words', '/0/task', { text: 'b' }],
])('steps that have changed are left alone: %s', async (_, path, fields) => {
  const { client, post, find } = await setting('- [ ] a\n- [ ] b')
  const before = await find()
  expect((await post(path, fields)).status).toBe(409)
  expect((await post(path, fields, true)).status).toBe(409)
  expect(await find()).toEqual(before)
  expect(await tasksOf(client)).toHaveLength(1)
})

test('ticks and notes that are written at once both stay', async () => {
  const { client, id, post, notes, find } = await setting('- [ ] a\n- [ ] a\n- [ ] a')
  const text = '- [ ] a\n- [ ] a\n- [ ] a\n\nMore'
  const { seq = -1 } = (await find()) ?? {}
  const [saved, ...ticked] = await Promise.all([
    client.post(`/tasks/${id}/notes/description`, { text, base: seq }),
    post('/1', { text: 'a', done: '1' }),
    post('/2', { text: 'a', done: '1' }),
  ])
  expect(ticked.map(({ status }) => status)).toEqual([303, 303])
  expect(await notes()).toBe(`- [ ] a\n- [x] a\n- [x] a${saved.status === 200 ? '\n\nMore' : ''}`)
})

test('Windows lines, emoji, markup and the direction of words stay as they are', async () => {
  const { post, notes, client, id } = await setting('* [ ] 👩‍👩‍👧 <b>x</b>\r\n  1. [X] שלום **a**\r\n')
  await post('/1', { text: 'שלום **a**', done: '' })
  await post('/0', { text: '👩‍👩‍👧 <b>x</b>', done: '1' })
  expect(await notes()).toBe('* [x] 👩‍👩‍👧 <b>x</b>\r\n  1. [ ] שלום **a**\r\n')
  await post('', { step: '  new\u0000 one ' })
  expect(await notes()).toBe('* [x] 👩‍👩‍👧 <b>x</b>\r\n  1. [ ] שלום **a**\r\n* [ ] new one')
  const html = await (await client.get(`/tasks/${id}`)).text()
  expect(html).toContain('&lt;b&gt;x&lt;/b&gt;</span>')
  expect(html).toContain('שלום <strong>a</strong></span>')
})

test('steps are added one after the other, also to no notes, until these are full', async () => {
  const { client, id, post, notes } = await setting('')
  const added = await post('', { step: 'a' }, true)
  expect(await added.text()).toMatch(/^<form [^>]*action="\/tasks\/[^"]*\/steps"/)
  await post('', { step: 'b' })
  expect(await notes()).toBe('- [ ] a\n- [ ] b')
  expect((await post('', { step: ' \n' })).status).toBe(422)
  const full = `- [ ] a\n\n${'x'.repeat(4_991)}`
  await env.DB.prepare('UPDATE tasks SET description = ? WHERE id = ?').bind(full, id).run()
  for (const part of [true, false]) {
    const refused = await post('', { step: 'b' }, part)
    expect([refused.status, (await refused.text()).includes('Notes have at most 5,000 characters')]).toEqual([
      422,
      true,
    ])
  }
  expect(await notes()).toBe(full)
  await post('/0', { text: 'a', done: '1' })
  expect(await notes()).toBe(full.replace('[ ]', '[x]'))
  expect((await client.get(`/tasks/${id}`)).status).toBe(200)
})

test('a step becomes a task beside its task, and Undo takes both back', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const add = (path: string, body: object) => client.add(`/${path}`, body)
  const organization_id = await add('organizations', { name: 'Acme' })
  const [project_id, goal_id] = [await add('projects', { name: 'House' }), await add('goals', { title: 'Move' })]
  const plan_id = await add('plans', { title: 'Plan', content: '# Plan\n\n## One\n' }).catch(() => null)
  const filed = { date: '2199-11-27', project_id, goal_id, organization_id, ...(plan_id && { plan_id }) }
  const description = '- [x] a\n- [ ] Call **Ana**\n  - [ ] ask\n    twice\n- [ ] c'
  const id = await add('tasks', { title: 'Move house', description, priority: 'high', estimated_minutes: 5, ...filed })
  const made = await client.post(
    `/tasks/${id}/steps/1/task`,
    { text: 'Call **Ana**' },
    { part: true, page: `/tasks/${id}` },
  )
  expect(made.status).toBe(200)
  expect(cost(made).trips).toBeLessThanOrEqual(3)
  const [task, step] = await tasksOf(client)
  expect(task).toMatchObject({ description: '- [x] a\n- [ ] c', priority: 'high' })
  expect(step).toMatchObject({ ...filed, title: 'Call **Ana**', description: '- [ ] ask\n  twice' })
  expect(step?.position).toBeGreaterThan(task?.position ?? 0)
  expect(step).toMatchObject({ priority: 'medium', estimated_minutes: null, status: 'todo', owner: null })
  const { path, fields } = undoIn(await made.text())
  expect((await client.post(path, fields)).status).toBe(303)
  const [back, gone] = await tasksOf(client)
  expect(back?.description).toBe(description)
  expect(gone?.deleted_at).not.toBeNull()
  expect((await client.post(path, fields)).status).toBe(409)
})

test('Undo of a step that became a task leaves notes alone that were changed since', async () => {
  const { client, id, post, notes } = await setting('- [ ] a\n- [ ] b')
  const made = await post('/0/task', { text: 'a' }, true)
  await client.post(`/tasks/${id}/steps`, { step: 'c' })
  const { path, fields } = undoIn(await made.text())
  expect((await client.post(path, fields)).status).toBe(409)
  expect(await notes()).toBe('- [ ] b\n- [ ] c')
  expect((await tasksOf(client)).map(({ deleted_at }) => deleted_at)).toEqual([null, null])
})

test('a step that is too long for a title stays a step', async () => {
  const { client, post, notes } = await setting(`- [ ] ${'x'.repeat(201)}`)
  const refused = await post('/0/task', { text: 'x'.repeat(201) })
  expect([refused.status, (await refused.text()).includes('A title has at most 200 characters')]).toEqual([422, true])
  expect(await notes()).toBe(`- [ ] ${'x'.repeat(201)}`)
  expect(await tasksOf(client)).toHaveLength(1)
})

test('steps of somebody else, and of a deleted task, are nowhere', async () => {
  const { client, id, url, post, notes } = await setting('- [ ] a')
  const other = await signedIn()
  for (const path of ['', '/0', '/0/task']) {
    expect((await other.post(url + path, { text: 'a', step: 'b', done: '1' })).status).toBe(404)
  }
  expect(await tasksOf(other)).toEqual([])
  await client.post(`/tasks/${id}/delete`)
  expect((await post('/0', { text: 'a', done: '1' })).status).toBe(404)
  expect(await notes()).toBe('- [ ] a')
})

test('rows say how many steps are done, and those of a repetition are open again', async () => {
  const { client, id, post } = await setting('- [x] a\n  - [ ] b\n\n```\n- [ ] no\n```', {
    date: new Date().toISOString().slice(0, 10),
    repeat: 'daily',
  })
  for (const path of ['/', '/tasks', '/tasks/all'])
    expect(await (await client.get(path)).text(), path).toContain('1 of 2 steps</span></summary>')
  await post('/1', { text: 'b', done: '1' })
  expect(toastOf(await client.post(`/tasks/${id}/complete`)).message).toContain('done')
  const [, next] = await tasksOf(client)
  expect(next?.description).toBe('- [ ] a\n  - [ ] b\n\n```\n- [ ] no\n```')
})
