import { expect, test } from 'vitest'
import { type Client, type FormFields, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { wrongSums } from '../../../test/support/models/sums'
import { putProject, words } from '../../time/sessions/testing'
import { flashed, state, undoLast } from './testing'

const tomorrow = '2026-03-12'
stopClock('2026-03-11T15:00:00Z')

/** Three rows of a kind, by the path of its list. */
const newRows: Record<string, (client: Client, n: number, more?: object) => Promise<string>> = {
  '/tasks': (client, n) => client.add('/tasks', { title: `Task ${n}`, date: '2026-03-03' }),
  '/goals': (client, n) => client.add('/goals', { title: `Goal ${n}`, target_date: '2026-03-03' }),
  '/learnings': (client, n) => client.add('/learnings', { title: `Learning ${n}`, tags: ['old'] }),
  '/cards': (client, n) => client.add('/cards', { question: `Question ${n}`, answer: 'A', tags: ['old'] }),
}

type Case = [path: string, act: string, values: Record<string, string>, column: string, after: unknown, said: string]

const cases: Case[] = [
  ['/tasks', 'move', { project_id: 'P' }, 'project_id', 'P', 'Moved 2 tasks to “Thesis”'],
  ['/tasks', 'plan', { date: 'tomorrow' }, 'date', tomorrow, 'Planned 2 tasks for tomorrow'],
  ['/tasks', 'plan', { date: 'none' }, 'date', null, 'Planned 2 tasks for someday'],
  ['/tasks', 'delete', {}, 'deleted_at > 0', 1, 'Deleted 2 tasks'],
  ['/goals', 'plan', { date: '2030-01-02' }, 'target_date', '2030-01-02', 'Planned 2 goals for 2 January 2030'],
  ['/goals', 'plan', { date: 'none' }, 'target_date', null, 'Planned 2 goals for no date'],
  ['/goals', 'delete', {}, 'deleted_at > 0', 1, 'Deleted 2 goals'],
  ['/learnings', 'tag', { add_tags: 'new, #more', remove_tags: 'OLD' }, 'tags', '["new","more"]', 'Tagged 2 learnings'],
  ['/learnings', 'move', { project_id: 'P' }, 'project_id', 'P', 'Moved 2 learnings to “Thesis”'],
  ['/learnings', 'delete', {}, 'deleted_at > 0', 1, 'Deleted 2 learnings'],
  ['/cards', 'tag', { add_tags: 'new' }, 'tags', '["old","new"]', 'Tagged 2 cards'],
  ['/cards', 'suspend', {}, 'suspended', 1, 'Suspended 2 cards'],
  ['/cards', 'delete', {}, 'deleted_at > 0', 1, 'Deleted 2 cards'],
]

test.each(cases)(
  '%s: %s acts on what is selected, skips what is gone or another’s, and is undone exactly',
  async (path, act, values, column, after, said) => {
    const [client, other] = [await signedIn(), await signedIn()]
    const add = newRows[path] ?? (() => Promise.reject(new Error(path)))
    const project = await putProject(client, 'Thesis')
    const [first, second, third, gone] = [
      await add(client, 1),
      await add(client, 2),
      await add(client, 3),
      await add(client, 4),
    ]
    const foreign = await add(other, 1)
    await client.post(`${path}/${gone}/delete`)
    const [before, theirs] = [await state(client), await state(other)]
    const filled = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value === 'P' ? project : value]),
    )
    const answer = await client.post(`${path}/selected`, {
      ids: [first, third, gone, foreign, first],
      act,
      typed: act,
      ...filled,
    })
    expect(answer.status).toBe(303)
    expect(flashed(answer)).toContain(`${said}. 2 no longer exist.`)
    const table = path.slice(1)
    const expected = after === 'P' ? project : after
    const changed = await rows<{ id: string }>(
      `SELECT id FROM ${table} WHERE user_id = ? AND id IN (?, ?, ?) AND ${column} IS ? ORDER BY created_at, id`,
      client.userId,
      first,
      second,
      third,
      expected,
    )
    expect(changed.map(({ id }) => id)).toEqual([first, third])
    expect(await wrongSums(client.userId)).toEqual([])
    const page = words(await (await client.get('/changes')).text())
    expect(page).toContain(said)
    expect((await undoLast(client)).status).toBe(303)
    expect(await state(client)).toEqual(before)
    expect(await state(other)).toEqual(theirs)
  },
)

test('a row that has more tags than may be added loses some', async () => {
  const client = await signedIn()
  const id = await client.add('/learnings', { title: 'Knots' })
  const tags = Array.from({ length: 30 }, (_, n) => `t${n}`)
  await rows('UPDATE learnings SET tags = ? WHERE id = ?', JSON.stringify(tags), id)
  await client.post('/learnings/selected', { ids: [id], act: 'tag', typed: 'tag', remove_tags: 't0, t9' })
  const kept = JSON.stringify(tags.filter((tag) => tag !== 't0' && tag !== 't9'))
  expect(await rows('SELECT tags FROM learnings WHERE id = ?', id)).toEqual([{ tags: kept }])
})

const titlesOn = async (client: Client, date: string) =>
  (
    await rows<{ title: string }>(
      "SELECT title FROM tasks WHERE user_id = ? AND date = ? AND status = 'todo' AND deleted_at IS NULL ORDER BY position, id",
      client.userId,
      date,
    )
  ).map(({ title }) => title)

test.each([
  ['delete', {}],
  ['plan', { date: '2026-03-04' }],
])('%s of tasks leaves the others in their order, and its Undo puts each back in its place', async (act, values) => {
  const client = await signedIn()
  const ids: string[] = []
  for (const title of ['A', 'B', 'C', 'D']) ids.push(await client.add('/tasks', { title, date: '2026-03-03' }))
  const [a, b, c, d] = ids
  await client.post('/tasks/selected', { ids: [a ?? '', c ?? ''], act, typed: act, ...values })
  expect(await titlesOn(client, '2026-03-03')).toEqual(['B', 'D'])
  await client.post(`/tasks/${d}/move`, { to: 'first' })
  await client.post(`/tasks/${b}/complete`)
  await undoLast(client)
  expect(await titlesOn(client, '2026-03-03')).toEqual(['A', 'D', 'C'])
  expect(await titlesOn(client, '2026-03-04')).toEqual([])
})

test('an act that needs a value asks for it, says what is wrong with it, and changes nothing until then', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const [task, goal] = [await client.add('/tasks', { title: 'Call' }), await client.add('/goals', { title: 'Run' })]
  const learning = await client.add('/learnings', {
    title: 'One',
    tags: Array.from({ length: 20 }, (_, n) => `t${n}`),
  })
  const theirs = await putProject(other, 'Theirs')
  const before = await state(client)
  const send = async (path: string, body: FormFields, part = false) => {
    const answer = await client.post(`${path}/selected`, body, { part })
    return [answer.status, words(await answer.text())] as const
  }
  const page = await send('/tasks', { ids: task, act: 'move' })
  expect(page).toEqual([200, expect.stringMatching(/Move 1 task .*Project/)])
  const fields = await client.post('/tasks/selected', { ids: task, act: 'plan' }, { part: true })
  expect(await fields.text()).toContain('<hx-partial hx-target="[data-picks-fields]"')
  const invalid: [path: string, body: FormFields, error: string][] = [
    ['/tasks', { ids: task, act: 'move', typed: 'move', project_id: theirs }, 'Choose a project from the list'],
    ['/tasks', { ids: task, act: 'plan', typed: 'plan', date: '2026-02-30' }, 'Enter a date'],
    ['/goals', { ids: goal, act: 'plan', typed: 'plan', date: '' }, 'Enter a date'],
    ['/learnings', { ids: learning, act: 'tag', typed: 'tag', add_tags: ' ,', remove_tags: '' }, 'Enter a tag'],
    ['/learnings', { ids: learning, act: 'tag', typed: 'tag', add_tags: 'a'.repeat(51) }, 'at most 50 characters'],
    ['/tasks', { act: 'delete' }, 'Select the tasks first'],
    ['/tasks', { ids: task, act: 'suspend' }, 'Choose what to do'],
    ['/tasks', { ids: task, act: 'constructor' }, 'Choose what to do'],
    ['/tasks', { ids: Array.from({ length: 201 }, (_, n) => `none ${n}`), act: 'delete' }, 'at most 200'],
  ]
  for (const [path, body, error] of invalid) {
    for (const part of [false, true])
      expect(await send(path, body, part)).toEqual([422, expect.stringContaining(error)])
  }
  const full = await send('/learnings', { ids: learning, act: 'tag', typed: 'tag', add_tags: 'more' }, true)
  expect(full).toEqual([200, expect.stringContaining('Nothing changed. 1 unchanged.')])
  expect(await state(client)).toEqual(before)
})

test('a task that moves to a project of another organization belongs to that one', async () => {
  const client = await signedIn()
  const [acme, zoo] = [
    await client.add('/organizations', { name: 'Acme' }),
    await client.add('/organizations', { name: 'Zoo' }),
  ]
  const [site, home] = [
    await client.add('/projects', { name: 'Site', organization_id: zoo }),
    await client.add('/projects', { name: 'Home' }),
  ]
  const task = await client.add('/tasks', { title: 'Call', organization_id: acme })
  const filed = async (project_id: string) => {
    await client.post('/tasks/selected', { ids: task, act: 'move', typed: 'move', project_id })
    return (await rows('SELECT project_id, organization_id FROM tasks WHERE user_id = ?', client.userId))[0]
  }
  expect(await filed(home)).toEqual({ project_id: home, organization_id: acme })
  expect(await filed(site)).toEqual({ project_id: site, organization_id: null })
})

test('`?select=task` gives each task a box that belongs to the bar; other pages have the bar alone', async () => {
  const client = await signedIn()
  const task = await client.add('/tasks', { title: 'Call' })
  const page = async (path: string) => (await client.get(path)).text()
  const box = `id="pick-${task}" form="picks" name="ids" value="${task}"`
  expect(await page('/tasks/all?select=task')).toContain(box)
  expect(await page('/tasks/all?select=goal')).not.toContain(`id="pick-${task}"`)
  expect(await page('/tasks/all')).not.toContain(`id="pick-${task}"`)
  expect(await page('/tasks/all')).toContain('data-rows="task"')
  const part = await client.post(
    '/tasks/selected',
    { ids: 'none', act: 'delete' },
    { part: true, page: '/tasks/all?select=task' },
  )
  expect(await part.text()).toContain(box)
})
