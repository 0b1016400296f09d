import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { plansOf } from '../../../test/support/query-plans'
import { insertRows, twoOrganizations } from '../../../test/support/rows/organizations'
import { runs } from '../../../test/support/runs'
import { allOrgs } from '../../lib/org'
import { addDays } from '../../lib/time/days'
import { focusTasks, readFutureTasks, tasksOfToday } from './focus/queries'

const today = '2026-11-20'
const at = (days: number | null) => (days === null ? null : addDays(today, days))

stopClock(`${today}T12:00:00Z`)

const text = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&#39;/g, '’')
    .replace(/\s+/g, ' ')

/** The words of a task's row. */
const rowOf = (html: string, id: string) => {
  const [, row = ''] = html.split(`<li id="task-${id}"`)
  return text(`<${row.slice(0, row.indexOf('row-actions'))}`)
}

const add = (client: Client, fields: Record<string, string>) => client.add('/tasks', { title: 'Hand it in', ...fields })

const day = fc.option(fc.integer({ min: -3, max: 9 }))
const task = fc.record({
  date: day,
  due: day,
  owner: fc.constantFrom(null, 'me'),
  status: fc.constantFrom('todo', 'todo', 'todo', 'in_progress', 'done', 'cancelled'),
})

test('an open task stands once, under its day or an earlier one on which it is due', async () => {
  const check = fc.asyncProperty(fc.array(task, { maxLength: 5 }), async (some) => {
    const { userId } = await signedIn({ time_zone: 'UTC' })
    const tasks = some.map((one) => ({ ...one, id: uuid() }))
    await insertRows(
      'tasks',
      tasks.map(({ id, date, due, owner, status }) => ({
        ...{ user_id: userId, id, title: 'A', seq: 1, created_at: 1, updated_at: 1, position: 1 },
        ...{ date: at(date), due_date: at(due), owner, status },
        ...{ completed_on: status === 'done' ? today : null, cancelled_on: status === 'cancelled' ? today : null },
      })),
    )
    const sections: Record<string, string[]> = {}
    for (const { id, date, due, owner, status } of tasks) {
      const isListed = owner === null || date !== null
      const section =
        status === 'done'
          ? isListed && 'done'
          : status === 'cancelled'
            ? null
            : date === 0
              ? 'todays'
              : date !== null && date < 0
                ? 'overdue'
                : (due ?? 99) <= 0
                  ? 'due'
                  : Math.min(date ?? 99, due ?? 99) <= 7
                    ? 'ahead'
                    : date === null && due === null && isListed && 'someday'
      if (section) sections[section] = [...(sections[section] ?? []), id].sort()
    }
    const idsIn = (list: { id: string }[]) => list.map(({ id }) => id).sort()
    const { running: _, ...focus } = await focusTasks(env.DB, userId, allOrgs, today)
    expect(
      Object.fromEntries(
        Object.entries(focus).flatMap(([name, { tasks }]) => (tasks[0] ? [[name, idsIn(tasks)]] : [])),
      ),
    ).toEqual(sections)

    const ofToday = await tasksOfToday(env.DB, userId, today, allOrgs)
    const isOpen = ({ status }: { status: string }) => status === 'todo' || status === 'in_progress'
    const isDue = ({ date, due }: (typeof tasks)[number]) => date !== 0 && due !== null && due <= 0
    expect(idsIn(ofToday.due)).toEqual(idsIn(tasks.filter((one) => isOpen(one) && isDue(one))))
    expect(idsIn(ofToday.todays)).toEqual(sections.todays ?? [])
    const first = ({ date, due }: (typeof tasks)[number]) => Math.min(date ?? 99, due ?? 99)
    const ahead = tasks.filter((one) => isOpen(one) && first(one) === 1)
    expect(idsIn(ofToday.tomorrow)).toEqual(idsIn(ahead))
    const onDay = tasks.filter((one) => isOpen(one) && (one.date === 1 || (one.due === 1 && first(one) === 1)))
    expect(idsIn(await readFutureTasks(env.DB, userId, addDays(today, 1), allOrgs))).toEqual(idsIn(onDay))
  })
  await fc.assert(check, { numRuns: runs(200) })
})

test('overdue is said once, in days, and a day that is over not at all', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const late = await add(client, { date: '2026-11-17', due_date: '2026-11-18' })
  const planned = await add(client, { date: '2026-11-23', due_date: '2026-11-18' })
  const coming = await add(client, { date: '2026-11-17', due_date: '2026-11-24' })
  const free = await add(client, { due_date: '2026-11-20' })
  for (const path of ['/', '/tasks', '/tasks/all']) {
    const html = await (await client.get(path)).text()
    expect(rowOf(html, late).match(/2 days overdue/g), path).toHaveLength(1)
    expect(rowOf(html, late), path).not.toMatch(/from|planned/)
    expect(rowOf(html, planned).match(/overdue/g), path).toHaveLength(1)
    expect(rowOf(html, coming), path).toContain('from')
    expect(rowOf(html, free), path).toContain('due today')
    expect(rowOf(html, free), path).not.toContain('someday')
  }
  expect(rowOf(await (await client.get('/tasks')).text(), planned)).toContain('planned for Mon')
})

test('a due date before the day is said on the page and in the form, until it is over', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const early = await add(client, { date: '2026-11-27', due_date: '2026-11-25' })
  const good = await add(client, { date: '2026-11-25', due_date: '2026-11-27' })
  const over = await add(client, { date: '2026-11-27', due_date: '2026-11-18' })
  const says = async (path: string) => text(await (await client.get(path)).text()).includes('Before its day')
  expect([await says(`/tasks/${early}`), await says(`/tasks/${early}/edit`)]).toEqual([true, true])
  expect([await says(`/tasks/${good}`), await says(`/tasks/${good}/edit`)]).toEqual([false, false])
  expect([await says(`/tasks/${over}`), await says(`/tasks/${over}/edit`)]).toEqual([false, true])
  await client.post(`/tasks/${early}/complete`)
  expect(await says(`/tasks/${early}`)).toBe(false)
})

test.each([
  ['Pacific/Kiritimati', '2026-11-20T11:00:00Z', '2026-11-21'],
  ['Pacific/Pago_Pago', '2026-11-20T10:30:00Z', '2026-11-19'],
  // The day that has 23 hours, and the one that has 25, at their ends.
  ['America/New_York', '2026-03-09T03:30:00Z', '2026-03-08'],
  ['America/New_York', '2026-11-02T04:30:00Z', '2026-11-01'],
])('in %s it is due on the day there at %s', async (time_zone, now, date) => {
  vi.setSystemTime(new Date(now))
  const client = await signedIn({ time_zone })
  const due = await add(client, { due_date: date })
  const late = await add(client, { due_date: addDays(date, -1) })
  const next = await add(client, { due_date: addDays(date, 1) })
  const html = await (await client.get('/tasks')).text()
  expect([due, late, next].map((id) => /due \w+|\d days? overdue/.exec(rowOf(html, id))?.[0])).toEqual([
    'due today',
    '1 day overdue',
    'due tomorrow',
  ])
})

test('a context hides what is due elsewhere', async () => {
  const { client, acme, stamps, columns, get } = await twoOrganizations()
  const [inside, outside] = [uuid(), uuid()]
  const due = { ...stamps, title: 'A', status: 'todo', position: 1, due_date: today }
  await insertRows('tasks', [
    { ...due, ...columns({ own: 0, project: 4 }), id: inside },
    { ...due, ...columns({ own: 1, project: 4 }), id: outside },
  ])
  for (const path of ['/', '/tasks']) {
    const shown = async (html: string) => [inside, outside].map((id) => html.includes(`id="task-${id}"`))
    expect(await shown(await (await client.get(path)).text())).toEqual([true, true])
    expect(await shown(await get(path, acme))).toEqual([true, false])
  }
})

test('all tasks can be narrowed to those with a due date, and stand by the day that comes first', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const free = await add(client, { date: '2026-11-21' })
  const later = await add(client, { date: '2026-12-24', due_date: '2026-11-21' })
  const late = await add(client, { due_date: '2026-11-18' })
  const ids = async (path: string) =>
    [...(await (await client.get(path)).text()).matchAll(/<li id="task-([\w-]+)"/g)].map(([, id]) => id)
  expect(await ids('/tasks/all')).toEqual([late, later, free])
  expect(await ids('/tasks/all?date=due')).toEqual([late, later])
  expect(await ids('/tasks/all?date=none')).toEqual([])
  expect(await rows('SELECT 1 FROM tasks WHERE user_id = ?', client.userId)).toHaveLength(3)
})

test('what is due is found by its index, in one range', async () => {
  const plans = await plansOf(async (db) => {
    await tasksOfToday(db, 'a', today, allOrgs)
    await focusTasks(db, 'a', allOrgs, today)
    await readFutureTasks(db, 'a', today, allOrgs)
  })
  const due = plans.flatMap(({ query, steps }) => (query.includes('due_date IS NOT NULL') ? [steps] : []))
  expect(due).toHaveLength(4)
  for (const steps of due) {
    expect(steps.some((step) => /^SEARCH tasks USING INDEX tasks_due \(user_id=\? AND due_key[<>]/.test(step))).toBe(
      true,
    )
    expect(steps.filter((step) => step === 'SEARCH tasks USING PRIMARY KEY (user_id=?)')).toEqual([])
  }
})
