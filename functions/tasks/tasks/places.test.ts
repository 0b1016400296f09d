import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, cost, signedIn } from '../../../test/support/client'
import { insertRows } from '../../../test/support/rows/organizations'
import { runs } from '../../../test/support/runs'

type Task = { id: string; date: string | null; status: string; position: number; owner: string | null; gone: boolean }

const put = ({ userId }: Client, tasks: Task[]) =>
  insertRows(
    'tasks',
    tasks.map(({ gone, ...task }) => ({
      ...{ user_id: userId, title: task.id, priority: 'medium', seq: 1, created_at: 1, updated_at: 1 },
      ...{ ...task, deleted_at: gone ? 1 : null },
    })),
  )

const listed = async (client: Client, query: string) => {
  const answer = await client.json('GET', `/api/v1/tasks?limit=100${query}`)
  const { items } = await answer.json<{ items: Pick<Task, 'id' | 'position'>[] }>()
  return { places: new Map(items.map(({ id, position }) => [id, position])), read: cost(answer).read }
}

const tasks = fc.array(
  fc.record({
    date: fc.constantFrom(null, '2026-03-02', '2026-03-03'),
    status: fc.constantFrom('todo', 'todo', 'in_progress', 'done', 'cancelled'),
    position: fc.integer({ min: 1, max: 4 }),
    owner: fc.constantFrom(null, null, 'me'),
    gone: fc.boolean(),
  }),
  { maxLength: 20 },
)

test('a list says the place of each task as its own answer does: behind the open ones of its date', async () => {
  const check = fc.asyncProperty(tasks, async (drawn) => {
    const client = await signedIn()
    const all = drawn.map((task, index) => ({ ...task, id: `task-${String(index).padStart(2, '0')}` }))
    await put(client, all)
    const isListed = ({ gone, owner, date }: Task) => !gone && (owner === null || date !== null)
    const isOpen = (task: Task) => isListed(task) && ['todo', 'in_progress'].includes(task.status)
    const key = ({ position, id }: Task) => `${position} ${id}`
    const placeOf = (task: Task) =>
      1 + all.filter((other) => isOpen(other) && other.date === task.date && key(other) < key(task)).length
    const { places } = await listed(client, '')
    expect(places).toEqual(
      new Map(
        all
          .filter(isListed)
          .toReversed()
          .map((task) => [task.id, placeOf(task)]),
      ),
    )
    const [first] = places.keys()
    if (first === undefined) return
    const one = await (await client.json('GET', `/api/v1/tasks/${first}`)).json<Task>()
    expect(one.position).toBe(places.get(first))
  })
  await fc.assert(check, { numRuns: runs(20) })
})

test('a list of many tasks for someday reads each of them a few times at most', async () => {
  const client = await signedIn()
  const someday = { date: null, status: 'todo', owner: null, gone: false }
  await put(
    client,
    Array.from({ length: 750 }, (_, n) => ({
      ...someday,
      id: `task-${String(n).padStart(3, '0')}`,
      position: 750 - n,
    })),
  )
  const { places, read } = await listed(client, '&date=none')
  expect([...places.values()].slice(0, 2)).toEqual([1, 2])
  expect(read).toBeLessThan(3 * 750)
})
