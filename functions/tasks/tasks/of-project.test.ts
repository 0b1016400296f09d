import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { putProject, words } from '../../time/sessions/testing'

const add = (client: Client, task: object) => client.add('/tasks', task)

const person = async () => {
  const client = await signedIn()
  const project_id = await putProject(client, 'Thesis')
  return { client, project_id, page: `/projects/${project_id}` }
}

const section = (html: string) => /<section[^>]*id="tasks".*?<\/section>/s.exec(html)?.[0] ?? ''

test('a project lists its open tasks by date and the ones done last, each with its tick', async () => {
  const { client, project_id, page } = await person()
  const other = await add(client, { title: 'Elsewhere', date: '2026-03-01' })
  await add(client, { title: 'Whenever', project_id })
  await add(client, { title: 'Later <i>', date: '2026-03-05', project_id })
  const first = await add(client, { title: 'First', date: '2026-03-02', project_id })
  await add(client, { title: 'Dropped', date: '2026-03-02', project_id, status: 'cancelled' })
  const done = await add(client, { title: 'Done', date: '2026-03-01', project_id, status: 'done' })
  await client.json('DELETE', `/api/v1/tasks/${await add(client, { title: 'Deleted', project_id })}`)
  const html = section(await (await client.get(page)).text())
  const order = ['First', 'Later &lt;i&gt;', 'Whenever', 'Done last', '/complete', '/reopen'].map((text) =>
    html.indexOf(text),
  )
  expect(order.slice(0, 4)).toEqual(order.slice(0, 4).toSorted((a, b) => a - b))
  expect(order).not.toContain(-1)
  for (const title of ['Elsewhere', 'Dropped', 'Deleted']) expect(html).not.toContain(title)
  expect(html).toContain(`href="/tasks/${done}"`)
  expect(html).not.toContain(other)
  expect(html).toContain(`name="project_id" value="${project_id}"`)

  const ticked = await client.post(`/tasks/${first}/complete`, {}, { part: true, page })
  const text = await ticked.text()
  expect(text).toContain('hx-target="#project-tasks"')
  expect(words(text)).toMatch(/Done last.*First/s)
  expect((await client.post(`/tasks/${first}/reopen`, {}, { page })).headers.get('Location')).toBe(page)
})

test('a project without tasks says the first step', async () => {
  const { client, page } = await person()
  expect(words(section(await (await client.get(page)).text()))).toContain('Call the bank tomorrow 15m high')
})

test('the page of a task says since when its timer runs and stops it, and offers no second start', async () => {
  const { client } = await person()
  const task = await add(client, { title: 'Write' })
  const read = async () => (await client.get(`/tasks/${task}`)).text()
  expect(await read()).toContain('aria-label="Start: Write"')
  await client.post('/timer/start', { title: 'Write', task_id: task })
  const html = await read()
  const main = /<main.*<\/main>/s.exec(html)?.[0] ?? ''
  expect(words(main)).toMatch(/Running since \d/)
  expect(main).toContain('form="stop-timer"')
  expect(main).not.toContain('aria-label="Start: Write"')
  expect(await (await client.get(`/tasks/${task}`, { part: true, page: '/tasks' })).text()).toContain(
    'Stop the timer: Write',
  )
  await client.post('/timer/stop', {})
  const part = await client.get(`/tasks/${task}/timer`, { part: true, page: `/tasks/${task}` })
  expect(await part.text()).toContain('aria-label="Start: Write"')
  expect((await client.get(`/tasks/${task}/timer`)).headers.get('Location')).toBe(`/tasks/${task}`)
  const other = await signedIn()
  expect((await other.get(`/tasks/${task}/timer`, { part: true, page: '/tasks' })).status).toBe(404)
})

test('the page of a task edits its facts in place, and says which it has none of', async () => {
  const { client } = await person()
  const task = await add(client, { title: 'Write' })
  const path = `/tasks/${task}`
  const html = await (await client.get(path)).text()
  expect(words(html)).toMatch(/Due Add Estimate Add Priority Medium Status To do Repeats Add Project Add Goal Add/)
  expect(html).toContain('data-edits="goal_id"')
  const [, seq = ''] =
    /name="seq" value="(\d+)"/.exec(await (await client.get(`${path}/edit?field=priority`)).text()) ?? []
  const saved = await client.post(path, { seq, field: 'priority', priority: 'high' }, { part: true, page: path })
  const part = await saved.text()
  expect(part).toContain(`hx-target="#task-${task}-page"`)
  expect(words(part)).toContain('Priority High')
})
