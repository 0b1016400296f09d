import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { dayOf } from '../../lib/time/days'
import { isOpen, type TaskStatus } from './schema'

const zone = { time_zone: 'Pacific/Auckland', day_start_minute: 240 }
const dates = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-09', null]

const edits = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ date: fc.constantFrom(...dates) }) },
    fc.record({ status: fc.constantFrom<TaskStatus>('todo', 'in_progress', 'done', 'cancelled') }),
  ),
  { minLength: 1, maxLength: 8 },
)

test('a task is carried over from each day that it was moved away from to a later one, while it was open', async () => {
  const check = fc.asyncProperty(fc.constantFrom(...dates), edits, async (first, all) => {
    const client = await signedIn(zone)
    const id = await client.add('/tasks', { title: 'Call the bank', date: first })
    let [date, status]: [string | null, TaskStatus] = [first, 'todo']
    let carried: string[] = []
    for (const edit of all) {
      expect((await client.json('PATCH', `/api/v1/tasks/${id}`, edit)).status).toBe(200)
      if ('status' in edit) status = edit.status
      if (!('date' in edit)) continue
      const [from, to] = [date ?? '9999', edit.date ?? '9999']
      if (isOpen(status) && to > from) carried.push(from)
      if (to < from) carried = carried.filter((day) => day < to)
      date = edit.date
    }
    const stored = await rows<{ from_date: string }>(
      'SELECT from_date FROM task_carries WHERE user_id = ? AND task_id = ? ORDER BY 1',
      client.userId,
      id,
    )
    expect(stored.map(({ from_date }) => from_date)).toEqual([...new Set(carried)].sort())
    const [task] = await rows('SELECT cancelled_on FROM tasks WHERE user_id = ? AND id = ?', client.userId, id)
    expect(task).toEqual({ cancelled_on: status === 'cancelled' ? dayOf(Date.now(), zone) : null })
  })
  await fc.assert(check, { numRuns: runs(100) })
})

test('a task stays cancelled on the day it was, whatever else is edited', async () => {
  const client = await signedIn(zone)
  const id = await client.add('/tasks', { title: 'Call', status: 'cancelled' })
  await rows("UPDATE tasks SET cancelled_on = '2026-01-05' WHERE user_id = ? AND id = ?", client.userId, id)
  await client.json('PATCH', `/api/v1/tasks/${id}`, { title: 'Call the bank' })
  expect(await rows('SELECT cancelled_on FROM tasks WHERE user_id = ? AND id = ?', client.userId, id)).toEqual([
    { cancelled_on: '2026-01-05' },
  ])
})
