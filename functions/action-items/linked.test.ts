import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/client'
import { runs } from '../../test/runs'
import { toastOf } from '../meetings/import/testing'

type Item = { status: string; completed_at: number | null; task_id: string | null; deleted_at: number | null }
type Task = { status: string; completed_at: number | null; deleted_at: number | null; position: number }

const itemApi = '/api/v1/action-items'
const taskApi = '/api/v1/tasks'

const setting = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const body = { description: 'Send the figures', due_date: '2026-11-27', priority: 'high' }
  const { id } = await (await client.json('POST', itemApi, body)).json<{ id: string }>()
  return { client, id }
}

const itemOf = async (id: string) => {
  const [item] = await rows<Item>('SELECT status, completed_at, task_id, deleted_at FROM action_items WHERE id = ?', id)
  if (!item) throw new Error('no action item')
  return item
}

const taskIdOf = async (id: string) => (await itemOf(id)).task_id ?? ''

const taskOf = async (id: string) => {
  const query = 'SELECT status, completed_at, deleted_at, position FROM tasks WHERE id = ?'
  const [task] = await rows<Task>(query, id)
  if (!task) throw new Error('no task')
  return task
}

/** Places of the open tasks, which are all of one day. */
const openPlaces = async ({ userId }: Client) => {
  const query = `SELECT position FROM tasks
    WHERE user_id = ? AND deleted_at IS NULL AND status IN ('todo', 'in_progress') ORDER BY position`
  return (await rows<{ position: number }>(query, userId)).map(({ position }) => position)
}

/** The path that Undo of an answer posts to. */
const undoOf = (answer: Response) => toastOf(answer).undo ?? ''

const actions = [
  ...['complete item', 'reopen item', 'start item', 'delete item', 'restore item', 'edit item', 'make a task'],
  ...['complete task', 'reopen task', 'start task', 'cancel task', 'delete task', 'restore task', 'edit task', 'undo'],
] as const
type Action = (typeof actions)[number]

/** Does something to an action item or its task, as a person can; returns the path that takes it back. */
const act = async (client: Client, id: string, task: string, action: Action, undo: string) => {
  const [verb, what] = action.split(' ')
  if (action === 'undo') return undo ? undoOf(await client.post(undo)) : ''
  if (action === 'make a task') return undoOf(await client.post(`/action-items/${id}/task`))
  const [page, api] =
    what === 'item' ? [`/action-items/${id}`, `${itemApi}/${id}`] : [`/tasks/${task}`, `${taskApi}/${task}`]
  const patch = {
    edit: what === 'item' ? { description: 'Send all' } : { title: 'Send all' },
    start: { status: 'in_progress' },
    cancel: { status: 'cancelled' },
  }[verb ?? '']
  if (patch) {
    await client.json('PATCH', api, patch)
    return ''
  }
  return undoOf(await client.post(`${page}/${verb}`))
}

test('whatever is done to an action item and its task, both have one status while both are there', async () => {
  const check = fc.asyncProperty(
    fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 14 }),
    async (done) => {
      const { client, id } = await setting()
      let undo = undoOf(await client.post(`/action-items/${id}/task`))
      let task = await taskIdOf(id)
      for (const action of done) {
        const [before, taskBefore] = [await itemOf(id), await taskOf(task)]
        undo = await act(client, id, task, action, undo)
        const item = await itemOf(id)
        if (item.task_id !== null && item.task_id !== task) task = item.task_id
        const its = await taskOf(task)
        const isLinked = item.task_id === task && its.deleted_at === null && its.status !== 'cancelled'
        if (isLinked) expect([action, item.status, item.completed_at]).toEqual([action, its.status, its.completed_at])
        expect(item.status === 'done').toBe(item.completed_at !== null)
        // An edit of one is no edit of the other, and nothing is lost by deleting one of them.
        if (action.startsWith('edit') || action.startsWith('delete'))
          expect([item.status, its.status]).toEqual([before.status, taskBefore.status])
        const open = await openPlaces(client)
        expect(open).toEqual(open.map((_, index) => index + 1))
      }
    },
  )
  await fc.assert(check, { numRuns: runs(60) })
})

const linked = async () => {
  const { client, id } = await setting()
  await client.post(`/action-items/${id}/task`)
  return { client, id, task: await taskIdOf(id) }
}

test('an action item becomes a task on the day that it is due, which Undo takes back', async () => {
  const { client, id } = await setting()
  const answer = await client.post(`/action-items/${id}/task`)
  const task = await taskIdOf(id)
  const json = await (await client.json('GET', `${taskApi}/${task}`)).json<Record<string, unknown>>()
  expect(json).toMatchObject({ title: 'Send the figures', priority: 'high', status: 'todo' })
  expect(await (await client.get(`/tasks/${task}`)).text()).toContain(`href="/action-items/${id}"`)
  expect(await (await client.get(`/action-items/${id}`)).text()).toContain(`href="/tasks/${task}"`)
  await client.post(undoOf(answer))
  expect((await itemOf(id)).task_id).toBeNull()
  expect((await taskOf(task)).deleted_at).not.toBeNull()
})

test('one that is overdue becomes a task of today, a long one keeps its words', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const description = `Send ${'all '.repeat(60)}figures`
  const { id } = await (await client.json('POST', itemApi, { description, due_date: '2020-01-01' })).json<{
    id: string
  }>()
  await client.post(`/action-items/${id}/task`)
  const json = await (await client.json('GET', `${taskApi}/${await taskIdOf(id)}`)).json<Record<string, string>>()
  expect(json.date).toBe(new Date().toISOString().slice(0, 10))
  expect(json.title).toBe(description.slice(0, 200))
  expect(json.description).toBe(description)
})

test('completing either completes the other, and Undo gives both back what they had', async () => {
  for (const side of ['item', 'task']) {
    const { client, id, task } = await linked()
    await client.json('PATCH', `${taskApi}/${task}`, { status: 'in_progress' })
    expect((await itemOf(id)).status).toBe('in_progress')
    const answer = await client.post(side === 'item' ? `/action-items/${id}/complete` : `/tasks/${task}/complete`)
    expect([(await itemOf(id)).status, (await taskOf(task)).status]).toEqual(['done', 'done'])
    await client.post(undoOf(answer))
    expect([(await itemOf(id)).status, (await taskOf(task)).status]).toEqual(['in_progress', 'in_progress'])
  }
})

test('a deleted task leaves its action item alone, and is linked again when it is restored', async () => {
  const { client, id, task } = await linked()
  const shown = async () => (await (await client.json('GET', `${itemApi}/${id}`)).json<{ task_id: string }>()).task_id
  await client.post(`/tasks/${task}/delete`)
  expect(await shown()).toBeNull()
  await client.post(`/tasks/${task}/restore`)
  expect(await shown()).toBe(task)
  // One that was completed in the meantime keeps that; the task comes back as it was, by itself.
  await client.post(`/tasks/${task}/delete`)
  await client.post(`/action-items/${id}/complete`)
  await client.post(`/tasks/${task}/restore`)
  expect(await shown()).toBeNull()
  expect([(await itemOf(id)).status, (await taskOf(task)).status]).toEqual(['done', 'todo'])
})

test('a cancelled task leaves its action item open, and follows no more', async () => {
  const { client, id, task } = await linked()
  await client.json('PATCH', `${taskApi}/${task}`, { status: 'cancelled' })
  expect((await itemOf(id)).status).toBe('todo')
  await client.post(`/action-items/${id}/complete`)
  expect([(await itemOf(id)).status, (await taskOf(task)).status]).toEqual(['done', 'cancelled'])
  await client.json('PATCH', `${taskApi}/${task}`, { status: 'todo' })
  expect((await itemOf(id)).status).toBe('todo')
})

test('an action item that was deleted has the status of its task when it comes back', async () => {
  const { client, id, task } = await linked()
  await client.post(`/action-items/${id}/delete`)
  await client.post(`/tasks/${task}/complete`)
  await client.post(`/action-items/${id}/restore`)
  expect((await itemOf(id)).status).toBe('done')
})

test('an action item that is done makes no task', async () => {
  const { client, id } = await setting()
  await client.post(`/action-items/${id}/complete`)
  expect((await client.post(`/action-items/${id}/task`)).status).toBe(409)
})
