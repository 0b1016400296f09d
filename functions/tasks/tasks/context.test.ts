import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { rows } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { filing, insertRows, twoOrganizations } from '../../../test/support/rows/organizations'
import { runs } from '../../../test/support/runs'
import { noOrg } from '../../lib/org'
import { addDays } from '../../lib/time/days'

const today = '2026-11-20'

stopClock(`${today}T12:00:00Z`)

const someTasks = fc.array(
  fc.record({
    ...{ filing, days: fc.option(fc.integer({ min: -2, max: 3 })), status: fc.constantFrom('todo', 'todo', 'done') },
    minutes: fc.nat(90),
  }),
  { minLength: 1, maxLength: 14 },
)
type SomeTask = typeof someTasks extends fc.Arbitrary<(infer T)[]> ? T & { title: string; id: string } : never

const world = async (generated: Omit<SomeTask, 'title' | 'id'>[]) => {
  const there = await twoOrganizations()
  const tasks = generated.map((task, index) => ({ ...task, id: uuid(), title: `row ${index}.` }))
  await insertRows(
    'tasks',
    tasks.map(({ id, title, filing, days, status, minutes }, index) => ({
      ...there.stamps,
      ...there.columns(filing),
      ...{ id, title, status, date: days === null ? null : addDays(today, days), position: index + 1 },
      ...{ estimated_minutes: minutes, completed_on: status === 'done' ? today : null, completed_at: null },
    })),
  )
  const stored = () =>
    rows<{ title: string; date: string | null; position: number }>(
      "SELECT title, date, position FROM tasks WHERE user_id = ? AND status = 'todo' ORDER BY date, position, id",
      there.client.userId,
    )
  return { ...there, tasks, stored }
}

const titles = (some: { title: string }[]) => some.map(({ title }) => title)

test('a new order of the shown tasks leaves the others in their order', async () => {
  const orders = fc.infiniteStream(fc.nat())
  const check = fc.asyncProperty(someTasks, orders, fc.nat(13), async (generated, seeds, nth) => {
    const { client, acme, tasks, isIn, post, stored } = await world(
      generated.map((task) => ({ ...task, days: 0, status: 'todo' })),
    )
    const shown = tasks.filter((task) => isIn(acme, task.filing))
    if (shown.length === 0) return
    const before = await stored()
    const order = shown.map((task) => ({ task, by: seeds.next().value })).sort((a, b) => a.by - b.by)
    const ids = order.map(({ task }) => task.id).join(',')
    expect((await post('/tasks/order', { ids }, acme, '/tasks')).status).toBe(303)
    const isShown = ({ title }: { title: string }) => shown.some((one) => one.title === title)
    const expectPlaces = async (wanted: string[]) => {
      const after = await stored()
      expect(titles(after.filter(isShown))).toEqual(wanted)
      const isHidden = (task: { title: string }) => !isShown(task)
      expect(titles(after.filter(isHidden))).toEqual(titles(before.filter(isHidden)))
    }
    const chosen = order.map(({ task }) => task)
    await expectPlaces(titles(chosen))
    const moved = chosen[nth % Math.max(chosen.length, 1)]
    if (!moved) return
    await client.post(`/tasks/${moved.id}/move`, { to: 'last' }, { page: `/tasks?org=${acme}` })
    await expectPlaces(titles([...chosen.filter((task) => task !== moved), moved]))
  })
  await fc.assert(check, { numRuns: runs(30) })
})

test('carries over what is shown, and adds up its plan without the target', async () => {
  const none = { own: 3, project: 4 }
  const { acme, post, get, stored } = await world([
    { filing: { own: 0, project: 4 }, days: -1, status: 'todo', minutes: 30 },
    { filing: { own: 3, project: 0 }, days: -2, status: 'todo', minutes: 45 },
    { filing: none, days: -1, status: 'todo', minutes: 60 },
    { filing: none, days: 0, status: 'todo', minutes: 90 },
  ])
  const dates = async () => (await stored()).map(({ title, date }) => [title, date])
  const before = await dates()
  const carried = await post('/tasks/carry-over', {}, acme, '/tasks')
  expect(await dates()).toEqual([
    ['row 2.', addDays(today, -1)],
    ['row 3.', today],
    ['row 1.', today],
    ['row 0.', today],
  ])
  expect(await get('/tasks', acme)).toContain('<p>1h 15m planned</p>')
  expect(await get('/tasks', 'all')).toContain('planned of 2h')

  // Undo puts them back among those that the context hides.
  const flash = carried.headers.getSetCookie().find((cookie) => cookie.startsWith('flash=')) ?? ''
  const [path = ''] = /\/changes\/[\w-]+\/undo/.exec(decodeURIComponent(flash)) ?? []
  await post(path, {}, acme, '/tasks')
  expect(await dates()).toEqual(before)
})

test('what is added belongs to the context, or to its project', async () => {
  const { client, acme, gone, projects, post } = await world([])
  const added = async () =>
    (
      await rows<{ title: string; organization_id: string | null }>(
        'SELECT title, organization_id FROM tasks WHERE user_id = ? ORDER BY created_at, title',
        client.userId,
      )
    ).map(({ title, organization_id }) => [title, organization_id])
  await post('/tasks/quick', { line: 'A' }, acme, '/tasks')
  await post('/tasks', { title: 'B' }, acme)
  await post('/tasks', { title: 'C', project_id: projects[1] ?? '' }, acme)
  await post('/tasks/quick', { line: 'D' }, noOrg, '/tasks')
  await post('/tasks/quick', { line: 'E' }, gone, '/tasks')
  await client.json('POST', '/api/v1/tasks', { title: 'F' }, { Referer: `http://localhost/tasks?org=${acme}` })
  expect(await added()).toEqual([
    ['A', acme],
    ['B', acme],
    ['C', null],
    ['D', null],
    ['E', null],
    ['F', null],
  ])
})
