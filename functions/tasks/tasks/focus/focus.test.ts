import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { Move } from '../../../lib/http/selection'
import { addDays, dayOf, isoWeekday, monthEnd, monthOf } from '../../../lib/time/days'
import { taskRepeat } from '../../../lib/time/repeat'
import type { TaskRow } from '../schema'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

const text = (html: string) => html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')

/** On either side of the end of a month, and of clock changes in New York and Lisbon. */
const starts = ['2026-01-30T21:00:00Z', '2026-03-07T23:00:00Z', '2026-03-28T22:00:00Z', '2026-10-30T20:00:00Z']
const zones = ['America/New_York', 'Europe/Lisbon', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu']

type Stored = TaskRow & { deleted_at: number | null }

const nth = fc.nat(30)
const command = fc.oneof(
  fc.record({
    do: fc.constant('add' as const),
    days: fc.option(fc.integer({ min: -3, max: 2 })),
    repeat: fc.constantFrom(...taskRepeat.options),
  }),
  fc.record({ do: fc.constant('complete' as const), nth }),
  fc.record({ do: fc.constant('complete' as const), nth }),
  fc.record({ do: fc.constant('reopen' as const), nth }),
  fc.record({ do: fc.constant('carry all' as const) }),
  fc.record({ do: fc.constant('carry all and undo' as const) }),
  fc.record({ do: fc.constant('undo the first carry' as const) }),
  fc.record({ do: fc.constant('schedule' as const), nth, to: fc.constantFrom('today', 'tomorrow', 'someday') }),
  fc.record({ do: fc.constant('rename' as const), nth }),
  fc.record({ do: fc.constant('place' as const), nth, position: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ do: fc.constant('delete and restore' as const), nth }),
  fc.record({ do: fc.constant('reorder twice at once' as const), one: fc.nat(), other: fc.nat() }),
  fc.record({ do: fc.constant('move at once' as const), nth, others: nth, to: fc.constantFrom(...Move.options) }),
  fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ do: fc.constant('travel' as const), zone: fc.constantFrom(...zones) }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

const isOpen = ({ status, deleted_at }: Stored) =>
  deleted_at === null && (status === 'todo' || status === 'in_progress')

/** The date of the next repetition, day by day. */
const naiveNext = (repeat: TaskRow['repeat'], from: string, after: string) => {
  const fits = (day: string) => {
    if (repeat === 'weekdays') return isoWeekday(day) <= 5
    if (repeat === 'weekly') return isoWeekday(day) === isoWeekday(from)
    const last = Number(monthEnd(monthOf(day)).slice(8))
    return repeat === 'daily' || Number(day.slice(8)) === Math.min(Number(from.slice(8)), last)
  }
  let day = addDays(after, 1)
  while (!fits(day)) day = addDays(day, 1)
  return day
}

/** Deterministic order of a list by a number. */
const shuffled = <T>(items: T[], seed: number) =>
  items
    .map((item, index) => ({ item, key: ((seed + 1) * 7919 * (index + 3)) % 1009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)

const person = async (start: number) => {
  vi.setSystemTime(start)
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  let zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
  const stored = () =>
    rows<Stored>(
      `SELECT id, title, status, date, due_date, position, repeat, repeat_from, repeats, completed_on, updated_at, created_at,
         deleted_at FROM tasks WHERE user_id = ? ORDER BY date, position, id`,
      client.userId,
    )
  /** Undoes the first time that tasks were carried over. */
  const carried: string | undefined = undefined
  return {
    client,
    stored,
    carried: carried as string | undefined,
    today: () => dayOf(Date.now(), zone),
    open: async () => (await stored()).filter(isOpen),
    travel: async (time_zone: string) => {
      zone = { ...zone, time_zone }
      await env.DB.prepare("UPDATE users SET preferences = json_set(preferences, '$.time_zone', ?) WHERE id = ?")
        .bind(time_zone, client.userId)
        .run()
    },
  }
}
type Person = Awaited<ReturnType<typeof person>>

const pick = <T>(items: T[], nth: number) => items[nth % Math.max(items.length, 1)]

const ok = async (answer: Promise<Response>, statuses = [303]) => expect(statuses).toContain((await answer).status)

const orderOn = (tasks: Stored[], date: string | null) =>
  tasks.filter((task) => isOpen(task) && task.date === date).map(({ id }) => id)

const complete = async ({ client, stored, today }: Person, task: Stored, before: Stored[]) => {
  await ok(client.post(`/tasks/${task.id}/complete`))
  const after = await stored()
  expect(after.find(({ id }) => id === task.id)).toMatchObject({ status: 'done', completed_on: today() })
  const made = after.filter(({ id }) => !before.some((one) => one.id === id))
  const had = before.some(({ repeats }) => repeats === task.id)
  if (task.repeat === 'none' || had) return expect(made).toEqual([])
  const late = task.date === null || task.date < today() ? today() : task.date
  const date = naiveNext(task.repeat, task.repeat_from ?? task.date ?? today(), late)
  expect(made).toMatchObject([{ repeats: task.id, status: 'todo', date, repeat: task.repeat }])
  expect(orderOn(after, date).at(-1)).toBe(made[0]?.id)
}

const reopen = async ({ client, stored }: Person, task: Stored, before: Stored[]) => {
  await ok(client.post(`/tasks/${task.id}/reopen?status=todo`))
  const after = await stored()
  const next = before.find(({ repeats }) => repeats === task.id)
  const isTakenBack = next && next.deleted_at === null && next.updated_at === next.created_at
  expect(after.some(({ id }) => id === next?.id)).toBe(next !== undefined && !isTakenBack)
  expect(after).toHaveLength(before.length - (isTakenBack ? 1 : 0))
  expect(after.find(({ id }) => id === task.id)).toMatchObject({ status: 'todo', completed_on: null, date: task.date })
}

/** @returns the path that undoes it, if there were any */
const carryAll = async ({ client, stored, today }: Person, before: Stored[]) => {
  const late = before.filter((task) => isOpen(task) && task.date !== null && task.date < today()).map(({ id }) => id)
  const answer = await client.post('/tasks/carry-over', {}, { part: true, page: '/tasks' })
  expect(orderOn(await stored(), today())).toEqual([...orderOn(before, today()), ...late])
  const [, undo] = /action="(\/changes\/[^"]*\/undo)"/.exec(await answer.text()) ?? []
  expect(undo !== undefined).toBe(late.length > 0)
  return undo
}

const places = (tasks: Stored[]) => tasks.map(({ id, date, position }) => ({ id, date, position }))

const reorderTwice = async ({ client, today, stored }: Person, { one, other }: { one: number; other: number }) => {
  const ids = orderOn(await stored(), today())
  if (ids.length === 0) return
  const orders = [shuffled(ids, one), shuffled(ids, other)]
  const answers = await Promise.all(orders.map((order) => client.post('/tasks/order', { ids: order.join(',') })))
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect(orders).toContainEqual(orderOn(await stored(), today()))
}

const run = async (someone: Person, command: Command) => {
  const { client, stored, today } = someone
  const before = await stored()
  const open = before.filter(isOpen)
  switch (command.do) {
    case 'add': {
      const date = command.days === null ? '' : addDays(today(), command.days)
      await ok(client.post('/tasks', { title: 'Task', date, repeat: command.repeat }))
      return expect(await stored()).toHaveLength(before.length + 1)
    }
    case 'complete': {
      const task = pick(open, command.nth)
      return task && complete(someone, task, before)
    }
    case 'reopen': {
      const done = before.filter(({ status, deleted_at }) => status === 'done' && deleted_at === null)
      const task = pick(done, command.nth)
      return task && reopen(someone, task, before)
    }
    case 'carry all': {
      const undo = await carryAll(someone, before)
      someone.carried ??= undo
      return
    }
    case 'carry all and undo': {
      const undo = await carryAll(someone, before)
      if (undo === undefined) return
      await ok(client.post(undo))
      expect(places(await stored())).toEqual(places(before))
      return ok(client.post(undo), [404])
    }
    case 'undo the first carry': {
      const { carried } = someone
      if (carried === undefined) return
      someone.carried = undefined
      await ok(client.post(carried))
      const after = await stored()
      expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort())
      const moved = after.filter(({ id, date }) => before.some((one) => one.id === id && one.date !== date))
      // Only tasks that a carry moved go anywhere, and only back.
      for (const { id, date } of moved) {
        const { date: from = null } = before.find((one) => one.id === id) ?? {}
        expect([from !== null && date !== null && date < from, open.some((one) => one.id === id)]).toEqual([true, true])
      }
      return
    }
    case 'schedule': {
      const task = pick(open, command.nth)
      if (!task) return
      await ok(client.post(`/tasks/${task.id}/schedule`, { to: command.to }))
      const date = { today: today(), tomorrow: addDays(today(), 1), someday: null }[command.to] ?? null
      const { repeat_from } = task
      return expect((await stored()).find(({ id }) => id === task.id)).toMatchObject({ date, repeat_from })
    }
    case 'rename': {
      const task = pick(open, command.nth)
      return task && ok(client.json('PATCH', `/api/v1/tasks/${task.id}`, { title: 'Another' }), [200])
    }
    case 'place': {
      const task = pick(open, command.nth)
      if (!task) return
      const { position } = command
      await ok(client.json('PATCH', `/api/v1/tasks/${task.id}`, { position }), [200])
      const order = orderOn(before, task.date).filter((id) => id !== task.id)
      return expect(orderOn(await stored(), task.date)).toEqual(order.toSpliced(position - 1, 0, task.id))
    }
    case 'delete and restore': {
      const task = pick(open, command.nth)
      if (!task) return
      await ok(client.post(`/tasks/${task.id}/delete`))
      await expectPlaces(someone)
      await ok(client.post(`/tasks/${task.id}/restore`))
      return expect(orderOn(await stored(), task.date)).toEqual(orderOn(before, task.date))
    }
    case 'reorder twice at once':
      return reorderTwice(someone, command)
    case 'move at once': {
      const tasks = [pick(open, command.nth), pick(open, command.others)].filter((task) => task !== undefined)
      await Promise.all(tasks.map(({ id }) => ok(client.post(`/tasks/${id}/move`, { to: command.to }))))
      return expect(orderOn(await stored(), tasks[0]?.date ?? null).toSorted()).toEqual(
        orderOn(before, tasks[0]?.date ?? null).toSorted(),
      )
    }
    case 'wait':
      return vi.setSystemTime(Date.now() + command.hours * 3_600_000)
    case 'travel':
      return someone.travel(command.zone)
  }
}

/** The API says places from 1 to n on each date, and each task has at most one that repeats it. */
const expectPlaces = async ({ client, stored }: Person) => {
  const tasks = await stored()
  const { items } = await (await client.json('GET', '/api/v1/tasks?limit=100')).json<{ items: TaskRow[] }>()
  const placeOf = new Map(items.map(({ id, position }) => [id, position]))
  for (const [date, some] of Map.groupBy(tasks.filter(isOpen), ({ date }) => date)) {
    expect([date, some.map(({ id }) => placeOf.get(id))]).toEqual([date, some.map((_, index) => index + 1)])
  }
  const repeats = tasks.flatMap((task) => task.repeats ?? [])
  expect(new Set(repeats).size).toBe(repeats.length)
}

test('whatever happens to tasks, none is lost or doubled, and each stands in its place', async () => {
  const steps = fc.array(command, { minLength: 5, maxLength: 25 })
  const check = fc.asyncProperty(fc.constantFrom(...starts), steps, async (start, commands) => {
    const someone = await person(Date.parse(start))
    for (const days of [0, 0, -1]) await run(someone, { do: 'add', days, repeat: days === 0 ? 'none' : 'monthly' })
    for (const command of commands) {
      await run(someone, command)
      await expectPlaces(someone)
    }
  })
  // Moved down past others, and deleted and restored between others, in each run of it.
  const add: Command = { do: 'add', days: 0, repeat: 'none' }
  const each = [0, 1, 2, 3, 4].flatMap((nth): Command[] => [
    { do: 'place', nth, position: 3 },
    { do: 'delete and restore', nth },
  ])
  await fc.assert(check, { numRuns: runs(30) + 1, examples: [['2026-01-30T21:00:00Z', [add, add, ...each]]] })
})

const titles = async (client: Client, query: string) => {
  const { items } = await (await client.json('GET', `/api/v1/tasks?${query}`)).json<{ items: { title: string }[] }>()
  return items.map(({ title }) => title)
}

test('a task that is completed twice at once makes its next one once, and undoing keeps one that was changed', async () => {
  const { client, stored } = await person(Date.parse('2026-01-31T09:00:00Z'))
  await client.post('/tasks', { title: 'Pay rent', date: '2026-01-31', repeat: 'monthly' })
  const [task] = await stored()
  const path = `/tasks/${task?.id}`
  const done = await Promise.all([client.post(`${path}/complete`), client.post(`${path}/complete`)])
  expect(done.map(({ status }) => status)).toEqual([303, 303])
  const next = (await stored()).find(({ repeats }) => repeats === task?.id)
  expect([next?.date, await titles(client, 'status=todo')]).toEqual(['2026-02-28', ['Pay rent']])
  await client.post(`/tasks/${next?.id}/schedule`, { to: 'tomorrow' })
  await client.post(`${path}/reopen?status=todo`)
  await client.post(`${path}/complete`)
  expect((await stored()).map(({ date, status }) => [date, status])).toEqual([
    ['2026-01-31', 'done'],
    ['2026-02-01', 'todo'],
  ])
  vi.setSystemTime(Date.parse('2026-02-28T09:00:00Z'))
  await client.post(`/tasks/${next?.id}/complete`)
  expect((await stored()).at(-1)).toMatchObject({ date: '2026-03-31', repeats: next?.id, repeat_from: '2026-01-31' })
})

test('the next task has the due date, moved as its day or alone, and the rates', async () => {
  const { client, stored } = await person(Date.parse('2026-11-27T09:00:00Z'))
  const add = (body: object) => client.add('/tasks', { title: 'Report', ...body })
  const both = await add({ date: '2026-11-27', due_date: '2026-11-30', repeat: 'weekly' })
  const due = await add({ due_date: '2026-10-31', repeat: 'monthly' })
  const neither = await add({ repeat: 'daily' })
  const afterDone = await add({ due_date: '2026-11-20', repeat: { unit: 'day', every: 3, from: 'completion' } })
  await client.post(`/tasks/${both}/rates`, { from: '2026-01-01', rate: '80 EUR', billable: '1' })
  await client.post(`/tasks/${both}/rates`, { from: '2026-02-01', rate: '', billable: '0' })
  for (const id of [both, due, neither, afterDone]) await client.post(`/tasks/${id}/complete`)
  const nextOf = async (id: string) => (await stored()).find(({ repeats }) => repeats === id)
  const next = await nextOf(both)
  expect([next, await nextOf(due), await nextOf(neither), await nextOf(afterDone)]).toMatchObject([
    { date: '2026-12-04', due_date: '2026-12-07' },
    { date: null, due_date: '2026-11-30', repeat_from: '2026-10-31' },
    { date: '2026-11-28', due_date: null },
    { date: null, due_date: '2026-11-30' },
  ])
  const rates = `SELECT from_date, billable, hourly_rate, currency FROM rates WHERE user_id = ? AND subject = ?`
  expect(await rows(rates, client.userId, `task:${next?.id}`)).toEqual(await rows(rates, client.userId, `task:${both}`))
  expect(await rows(rates, client.userId, `task:${next?.id}`)).toHaveLength(2)
  const last = await nextOf(due)
  await client.post(`/tasks/${last?.id}/complete`)
  expect(await nextOf(last?.id ?? '')).toMatchObject({ date: null, due_date: '2026-12-31' })
})

test('a repetition that is taken back takes no place before the tasks behind it', async () => {
  const someone = await person(Date.parse('2026-11-20T09:00:00Z'))
  const { client, stored } = someone
  await client.post('/tasks', { title: 'Stretch', date: '2026-11-20', repeat: 'daily' })
  const [task] = await stored()
  await client.post(`/tasks/${task?.id}/complete`)
  await client.post('/tasks', { title: 'Behind it', date: '2026-11-21' })
  await client.post(`/tasks/${task?.id}/reopen?status=todo`)
  expect((await stored()).map(({ title, date }) => [title, date])).toEqual([
    ['Stretch', '2026-11-20'],
    ['Behind it', '2026-11-21'],
  ])
  await expectPlaces(someone)
})

test('a rest day and a day off have no target, as on the first page', async () => {
  const { client, stored } = await person(Date.parse('2026-11-20T09:00:00Z'))
  await client.post('/tasks/quick', { line: 'Write the report 1h 30m' })
  const page = async () => (await client.get('/tasks')).text()
  expect(await page()).toContain('1h 30m planned of 2h')
  await client.post('/settings/days-off', { from: '2026-11-20', to: '2026-11-20' })
  expect(await page()).toContain('<p>1h 30m planned</p>')
  await client.post('/tasks/quick', { line: 'Print it 15m' })
  const printed = (await stored()).find(({ title }) => title === 'Print it')
  await client.post(`/tasks/${printed?.id}/complete`)
  expect(await page()).toContain('<p>1h 30m planned</p>')
})

test('the page says how much is planned, and offers what was not finished', async () => {
  const { client, stored } = await person(Date.parse('2026-11-20T09:00:00Z'))
  const page = async () => (await client.get('/tasks')).text()
  expect(await page()).toContain('Nothing planned for today')
  await client.post('/tasks/quick', { line: 'Call the bank' })
  expect(text(await page())).toContain('Today1 task without an estimate')
  await client.post('/tasks/quick', { line: 'Write the report 1h 30m high' })
  expect(text(await page())).toContain('1h 30m planned of 2h')
  vi.setSystemTime(Date.parse('2026-11-21T09:00:00Z'))
  expect(text(await page())).toContain('Not finished2 · 1h 30m')
  const answer = await client.post('/tasks/carry-over', {}, { part: true, page: '/tasks' })
  const html = await answer.text()
  expect(html).toContain('2 tasks planned for today')
  expect(html).not.toContain('Not finished')
  const [, undo = ''] = /action="([^"]*\/undo)"/.exec(html) ?? []
  await client.post(undo, {}, { page: '/tasks' })
  const undone = text(await page())
  expect(undone).toContain('Not finished2 · 1h 30m')
  // A task that was done since stays, and so does the order of the others.
  const again = await (await client.post('/tasks/carry-over', {}, { part: true, page: '/tasks' })).text()
  const [first] = await stored()
  await client.post(`/tasks/${first?.id}/complete`)
  const [, path = ''] = /action="(\/changes\/[^"]*\/undo)"/.exec(again) ?? []
  const stranger = await signedIn()
  expect((await stranger.post(path)).status).toBe(404)
  const kept = await client.post(path, {}, { page: '/tasks' })
  expect([kept.status, kept.headers.get('Location')]).toEqual([303, '/tasks'])
  const flash = kept.headers.getSetCookie().find((cookie) => cookie.startsWith('flash=')) ?? ''
  expect(decodeURIComponent(flash)).toContain('Undone: 2 tasks planned for today')
  expect((await stored()).map(({ date, status }) => [date, status])).toEqual([
    ['2026-11-20', 'todo'],
    ['2026-11-21', 'done'],
  ])
  const stale = await client.post('/tasks/order', { ids: 'a,b' }, { part: true, page: '/tasks' })
  expect(stale.status).toBe(409)
})
