import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn, toastOf } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { addDays } from '../../lib/time/days'

type Item = { status: string; completed_at: string | null; task_id: string | null; seq: number }
type Task = { status: string; completed_at: string | null; date: string | null; title: string; seq: number }

const itemApi = '/api/v1/action-items'
const taskApi = '/api/v1/tasks'

const setting = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const body = { description: 'Send the figures', due_date: '2199-11-27', priority: 'high' }
  const { id } = await (await client.json('POST', itemApi, body)).json<{ id: string }>()
  return { client, id }
}

const itemOf = async ({ json }: Client, id: string) => (await json('GET', `${itemApi}/${id}`)).json<Item>()
const taskOf = async ({ json }: Client, id: string) => (await json('GET', `${taskApi}/${id}`)).json<Task>()

/** Places of the tasks that the lists of tasks have, by their ids, and ids of the action items that theirs has. */
const listed = async (client: Client) => {
  const of = async (path: string) =>
    (await (await client.json('GET', path)).json<{ items: { id: string; position: number }[] }>()).items
  const places = Object.fromEntries((await of(taskApi)).map(({ id, position }) => [id, position]))
  return { places, items: (await of(itemApi)).map(({ id }) => id) }
}

/** The path that Undo of an answer posts to. */
const undoOf = (answer: Response) => toastOf(answer).undo

const actions = [
  ...['complete', 'reopen', 'delete', 'restore', 'plan', 'unplan', 'undo'],
  ...['start item', 'start task', 'cancel task', 'edit item', 'edit task'],
] as const
type Action = (typeof actions)[number]

const patches: Record<string, [api: string, body: object]> = {
  'start item': [itemApi, { status: 'in_progress' }],
  'start task': [taskApi, { status: 'in_progress' }],
  'cancel task': [taskApi, { status: 'cancelled' }],
  'edit item': [itemApi, { description: 'Send all' }],
  'edit task': [taskApi, { title: 'Send all' }],
}

/** Does something to an action item, as a person can; returns the path that takes it back. */
const act = async (client: Client, id: string, action: Action, undo: string) => {
  const [api, body] = patches[action] ?? []
  if (api) {
    await client.json('PATCH', `${api}/${id}`, body)
    return ''
  }
  if (action === 'undo') return undo ? undoOf(await client.post(undo)) : ''
  const to = action === 'plan' ? 'due' : action === 'unplan' ? 'someday' : undefined
  return undoOf(await client.post(`/tasks/${id}/${to ? 'schedule' : action}`, to ? { to } : {}))
}

test('whatever is done to an action item, it is one thing in all lists, and while it has a day the last of its tasks', async () => {
  const check = fc.asyncProperty(
    fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 14 }),
    async (done) => {
      const { client, id } = await setting()
      for (const date of ['2199-11-27', undefined]) await client.json('POST', taskApi, { title: 'Other', date })
      const { places: others } = await listed(client)
      let undo = ''
      for (const action of done) {
        undo = await act(client, id, action, undo)
        const { places, items } = await listed(client)
        if (items.length === 0) {
          expect([action, places]).toEqual([action, others])
          continue
        }
        const [item, task] = [await itemOf(client, id), await taskOf(client, id)]
        const isPlanned = task.date !== null
        expect([action, places]).toEqual([action, isPlanned ? { ...others, [id]: 2 } : others])
        expect(item.task_id).toBe(isPlanned ? id : null)
        expect(item.status).toBe(task.status === 'cancelled' ? 'done' : task.status)
        expect([item.completed_at, item.seq]).toEqual([task.completed_at, task.seq])
        expect(task.status === 'done').toBe(task.completed_at !== null)
      }
    },
  )
  await fc.assert(check, { numRuns: runs(60) })
})

const planned = async () => {
  const { client, id } = await setting()
  const answer = await client.post(`/tasks/${id}/schedule`, { to: 'due' })
  return { client, id, answer }
}

test('an action item is planned for the day that it is due, which Undo takes back', async () => {
  const { client, id, answer } = await planned()
  expect(await taskOf(client, id)).toMatchObject({
    ...{ title: 'Send the figures', priority: 'high', status: 'todo' },
    date: '2199-11-27',
  })
  await client.post(undoOf(answer))
  expect((await itemOf(client, id)).task_id).toBeNull()
})

test('one that is overdue is planned for today, and a long one keeps its words', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const description = `Send ${'all '.repeat(60)}figures`
  const body = { description, due_date: '2020-01-01' }
  const { id } = await (await client.json('POST', itemApi, body)).json<{ id: string }>()
  await client.post(`/tasks/${id}/schedule`, { to: 'due' })
  const task = await taskOf(client, id)
  expect([task.date, task.title]).toEqual([new Date().toISOString().slice(0, 10), description])
  const edited = { title: description, owner: 'me', seq: String(task.seq), due_date: '2199-01-01' }
  expect((await client.post(`/tasks/${id}`, edited)).status).toBe(303)
  expect(await itemOf(client, id)).toMatchObject({ description, due_date: '2199-01-01' })
  expect((await client.post('/tasks', { title: description })).status).toBe(422)
})

test('Undo of completing gives back what it had', async () => {
  const { client, id } = await planned()
  await client.json('PATCH', `${taskApi}/${id}`, { status: 'in_progress' })
  const answer = await client.post(`/tasks/${id}/complete`)
  expect([(await itemOf(client, id)).status, (await taskOf(client, id)).status]).toEqual(['done', 'done'])
  await client.post(undoOf(answer))
  expect([(await itemOf(client, id)).status, (await taskOf(client, id)).status]).toEqual(['in_progress', 'in_progress'])
})

test('a cancelled one is open nowhere', async () => {
  const { client, id } = await planned()
  await client.json('PATCH', `${taskApi}/${id}`, { status: 'cancelled' })
  expect(await (await client.get('/tasks/with-people')).text()).not.toContain(`id="task-${id}"`)
  const found = async (query: string) => (await client.json('GET', `${itemApi}?${query}`)).text()
  expect(await found('status=todo')).not.toContain(id)
  expect(await found('status=done')).toContain(id)
})

test('one that is done is not planned', async () => {
  const { client, id } = await setting()
  await client.post(`/tasks/${id}/complete`)
  await client.post(`/tasks/${id}/schedule`, { to: 'due' })
  expect((await itemOf(client, id)).task_id).toBeNull()
})

test('the days and the reviews of tasks have an action item while it has a day or is due, and All tasks always', async () => {
  const { client, id } = await setting()
  const shown = async (path: string) => (await (await client.get(path)).text()).includes(`id="task-${id}"`)
  expect(await shown('/tasks')).toBe(false)
  expect(await shown('/tasks/all')).toBe(true)
  expect(await shown('/tasks/all?date=none')).toBe(false)
  for (const [days, isShown] of [
    [7, true],
    [8, false],
  ] as const) {
    await client.json('PATCH', `${itemApi}/${id}`, { due_date: addDays(new Date().toISOString().slice(0, 10), days) })
    expect(await shown('/tasks')).toBe(isShown)
  }
  await client.post(`/tasks/${id}/complete`)
  expect(await shown('/tasks')).toBe(false)
  expect(await (await client.get('/review/week')).text()).not.toContain('Send the figures')
  await client.post(`/tasks/${id}/reopen`)
  await client.post(`/tasks/${id}/schedule`, { to: 'today' })
  expect([await shown('/tasks'), await shown('/tasks/all'), await shown('/tasks/with-people')]).toEqual([
    true,
    true,
    true,
  ])
})

test('a task that is moved to another day goes back to its own by Undo', async () => {
  const client = await signedIn()
  const day = '2199-03-05'
  const id = await client.add('/tasks', { title: 'x', date: day })
  const dateNow = async () => (await rows<{ date: string | null }>('SELECT date FROM tasks WHERE id = ?', id))[0]?.date
  const answer = await client.post(`/tasks/${id}/schedule`, { to: 'someday' }, { part: true, page: '/tasks' })
  expect(await dateNow()).toBeNull()
  const [undo = ''] = /[^"]+task\.schedule~[^"]+/.exec(await answer.text()) ?? []
  await client.post(undo)
  expect(await dateNow()).toBe(day)
  await client.post(`/changes/task.schedule~${id}~2026-02-30/undo`)
  expect(await dateNow()).toBeNull()
})
