import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/client'
import { jsonSource, previewRestore } from './preview'
import { bytesOf, exportOf, idOf, restore } from './testing'

const at = '2026-03-08T09:00:00.000Z'
const later = '2026-03-09T09:00:00.000Z'
const row = { seq: 1, created_at: at, updated_at: at, deleted_at: null }

/** A document of version 1, in which action items were a list of their own. @param lists of it */
const oldDocument = async (client: Client, lists: object) => {
  const { tasks: _, ...document } = await exportOf(client)
  return JSON.stringify({ ...document, version: 1, ...lists })
}

const task = (id: string, more: object = {}) => ({ id, title: 'Send all figures', ...row, ...more })
const item = (id: string, more: object = {}) => ({ id, description: 'Send the figures', ...row, ...more })

const tasksOf = async (client: Client) =>
  rows<{ id: string }>(
    `SELECT id, title, description, date, owner, due_date, deleted_at IS NOT NULL AS deleted FROM tasks
     WHERE user_id = ? ORDER BY id`,
    await idOf(client),
  )

const lists = {
  action_items: [
    item('linked', { task_id: 'task', due_date: '2026-03-10' }),
    item('plain', { owner: 'person', due_date: '2026-03-11' }),
    item('deleted', { task_id: 'task', deleted_at: at }),
    item('other', { task_id: 'dropped' }),
    item('lost', { task_id: 'nowhere' }),
  ],
  tasks: [
    task('task', { description: 'By mail', date: '2026-03-09' }),
    task('dropped', { status: 'cancelled', date: '2026-03-09' }),
  ],
}

const none = { description: '', date: null, owner: 'me', due_date: null, deleted: 0 }
const plain = { ...none, title: 'Send the figures' }
const restored = [
  { ...plain, id: 'deleted', deleted: 1 },
  { ...none, id: 'dropped', title: 'Send all figures', date: '2026-03-09', owner: null },
  { ...plain, id: 'lost' },
  { ...plain, id: 'other' },
  { ...plain, id: 'plain', owner: 'person', due_date: '2026-03-11' },
  { ...plain, id: 'task', description: 'Send all figures\n\nBy mail', date: '2026-03-09', due_date: '2026-03-10' },
]

test.each(['replace', 'merge'] as const)('action items of an older document are tasks, by %s', async (mode) => {
  const client = await signedIn()
  await restore(client, await oldDocument(client, lists), mode)
  expect(await tasksOf(client)).toEqual(restored)
  const { version, tasks, action_items } = await exportOf(client)
  expect([version, tasks?.length, action_items]).toEqual([2, restored.length, undefined])
})

test('the preview counts them once, and nothing where they are there', async () => {
  const client = await signedIn()
  const text = await oldDocument(client, { action_items: [item('one'), item('two')], tasks: [task('task')] })
  const counts = async () => {
    const source = jsonSource('a.json', bytesOf(text))
    const preview = await previewRestore(env, await idOf(client), source, Date.now())
    return [preview.counts.replace.tasks, preview.counts.merge.tasks]
  }
  const added = { added: 3, changed: 0, removed: 0 }
  expect(await counts()).toEqual([added, added])
  await restore(client, text, 'replace')
  const nothing = { added: 0, changed: 0, removed: 0 }
  expect(await counts()).toEqual([nothing, nothing])
})

test('a merge keeps the row of the person where it is newer, and adds no second one', async () => {
  const client = await signedIn()
  const text = await oldDocument(client, lists)
  await restore(client, text, 'replace')
  const newer = 'UPDATE tasks SET title = ?, updated_at = ? WHERE user_id = ? AND id = ?'
  await env.DB.prepare(newer)
    .bind('Send them all', Date.parse(later), await idOf(client), 'task')
    .run()
  await restore(client, text, 'merge')
  expect((await tasksOf(client)).map(({ id }) => id)).toEqual(restored.map(({ id }) => id))
  expect(await tasksOf(client)).toContainEqual(expect.objectContaining({ id: 'task', title: 'Send them all' }))
})

test('an action item that an older document has twice, or under the id of a task, is refused', async () => {
  const client = await signedIn()
  for (const twice of [
    { action_items: [item('one'), item('one')] },
    { action_items: [item('one')], tasks: [task('one')] },
  ]) {
    const text = await oldDocument(client, { tasks: [], ...twice })
    const preview = previewRestore(env, client.userId, jsonSource('a.json', bytesOf(text)), Date.now())
    await expect(preview).rejects.toThrow('is in the file twice')
  }
})
