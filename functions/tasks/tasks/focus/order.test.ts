import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cost, rows, signedIn } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { filing, insertRows, twoOrganizations } from '../../../../test/support/rows/organizations'
import { runs } from '../../../../test/support/runs'
import { Move } from '../../../lib/http/selection'
import { allOrgs } from '../../../lib/org'
import { addDays } from '../../../lib/time/days'

const today = '2026-11-20'

stopClock(`${today}T12:00:00Z`)

const nth = fc.nat(30)
const days = fc.constantFrom(0, 0, 0, 0, 0, 0, -1, 1, null)
const inContext = fc.boolean()
const command = fc.oneof(
  fc.record({ do: fc.constant('add' as const), days, filing }),
  fc.record({ do: fc.constantFrom('rename', 'done', 'reopen', 'reopen', 'delete', 'restore', 'restore'), nth }),
  fc.record({ do: fc.constantFrom('done', 'reopen', 'reopen', 'delete', 'restore', 'restore'), nth }),
  fc.record({ do: fc.constant('plan' as const), nth, to: fc.constantFrom('today', 'tomorrow', 'someday') }),
  fc.record({ do: fc.constantFrom('carry', 'carry and undo', 'remember'), inContext }),
  fc.record({ do: fc.constant('move' as const), nth, to: fc.constantFrom(...Move.options), inContext }),
  fc.record({ do: fc.constant('move' as const), nth, to: fc.constantFrom(...Move.options), inContext }),
  fc.record({ do: fc.constant('drag' as const), nth, place: fc.nat(9), isOutdated: fc.boolean() }),
  fc.record({ do: fc.constant('place' as const), nth, place: fc.integer({ min: 1, max: 9 }) }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

type Stored = { id: string; date: string | null; status: string; deleted_at: number | null; seq: number }

const isOpen = ({ status, deleted_at }: Stored) => deleted_at === null && status === 'todo'

const dateOf = (days: number | null) => (days === null ? null : addDays(today, days))

const pick = <T>(items: T[], nth: number) => items[nth % Math.max(items.length, 1)]

/** Pairs of tasks that are in their order. */
const pairsOf = <T>(items: T[]) =>
  items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const))

const world = async (dense: { days: number | null; filing: { own: number; project: number }; isDone: boolean }[]) => {
  const there = await twoOrganizations()
  const { client } = there
  const stored = () =>
    rows<Stored>(
      'SELECT id, date, status, deleted_at, seq FROM tasks WHERE user_id = ? ORDER BY date, position, id',
      client.userId,
    )
  // As older versions wrote them: open ones are numbered from 1 on, done ones keep their last number.
  const places = new Map<number | null, number>()
  await insertRows(
    'tasks',
    dense.map(({ days, filing, isDone }, index) => {
      const place = (places.get(days) ?? 0) + 1
      if (!isDone) places.set(days, place)
      return {
        ...{ ...there.stamps, ...there.columns(filing), id: `old-${String(index).padStart(2, '0')}`, title: 'Old' },
        ...{ date: dateOf(days), position: place, status: isDone ? 'done' : 'todo' },
        ...{ completed_on: isDone ? today : null, completed_at: isDone ? 1 : null },
      }
    }),
  )
  /** By date: pairs of tasks that were open together, in the order that they have by hand. */
  const known = new Map<string, Map<string, [first: string, second: string]>>()
  const pairsOn = (date: string | null) => {
    const pairs = known.get(String(date)) ?? new Map<string, [string, string]>()
    known.set(String(date), pairs)
    return pairs
  }
  return {
    ...there,
    stored,
    outdated: [] as string[],
    /** Forgets the order of a task that a person moved, on a date. */
    forget: (id: string, date: string | null) => {
      for (const [key, pair] of pairsOn(date)) if (pair.includes(id)) pairsOn(date).delete(key)
    },
    /** Compares with the order that is known, and adds to it. */
    check: async () => {
      for (const [date, some] of Map.groupBy((await stored()).filter(isOpen), ({ date }) => date)) {
        const pairs = pairsOn(date)
        for (const [{ id: one }, { id: other }] of pairsOf(some)) {
          const key = [one, other].sort().join()
          expect([date, one, other]).toEqual([date, ...(pairs.get(key) ?? [one, other])])
          pairs.set(key, [one, other])
        }
      }
    },
  }
}
type World = Awaited<ReturnType<typeof world>>

const ok = async (answer: Promise<Response>, statuses = [303]) => expect(statuses).toContain((await answer).status)

/** Sends the order of a list on screen, in which a person dragged one row to a place. */
const drag = async (there: World, shown: string[], { nth, place }: { nth: number; place: number }, open: string[]) => {
  const id = pick(shown, nth)
  if (id === undefined) return
  const others = shown.filter((one) => one !== id)
  const ids = others.toSpliced(place % (others.length + 1), 0, id)
  const answer = await there.client.post('/tasks/order', { ids: ids.join(','), moved: id })
  expect(answer.status).toBe(ids.every((one) => open.includes(one)) ? 303 : 409)
  if (answer.status === 409) return
  // A list that is older than the move of another tab takes that back: both rows of such a pair may have moved.
  const places = new Map(open.map((one, index) => [one, index]))
  const turned = pairsOf(ids.filter((one) => one !== id)).filter(
    ([one, other]) => (places.get(one) ?? 0) > (places.get(other) ?? 0),
  )
  for (const moved of new Set([id, ...turned.flat()])) there.forget(moved, today)
  expect((await there.stored()).filter((task) => isOpen(task) && ids.includes(task.id)).map((task) => task.id)).toEqual(
    ids,
  )
}

const run = async (there: World, command: Command) => {
  const { client, acme, post, stored, forget } = there
  const before = await stored()
  const open = before.filter(isOpen)
  const openToday = open.filter(({ date }) => date === today).map(({ id }) => id)
  const context = 'inContext' in command && command.inContext ? acme : allOrgs
  switch (command.do) {
    case 'add': {
      const { organization_id, project_id } = there.columns({ ...command.filing, own: command.filing.own % 2 })
      const body = { title: 'Task', date: dateOf(command.days), organization_id, project_id }
      return ok(client.json('POST', '/api/v1/tasks', body), [201, 422])
    }
    case 'plan': {
      const task = pick(open, command.nth)
      if (!task) return
      await ok(client.post(`/tasks/${task.id}/schedule`, { to: command.to }))
      const date = (await stored()).find(({ id }) => id === task.id)?.date ?? null
      return date === task.date || forget(task.id, date)
    }
    case 'move': {
      const task = pick(open, command.nth)
      if (!task) return
      const { status } = await post(`/tasks/${task.id}/move`, { to: command.to }, context, '/tasks')
      expect([303, context === acme ? 404 : 303]).toContain(status)
      return forget(task.id, task.date)
    }
    case 'place': {
      const task = pick(open, command.nth)
      if (!task) return
      await ok(client.json('PATCH', `/api/v1/tasks/${task.id}`, { position: command.place }), [200])
      return forget(task.id, task.date)
    }
    case 'drag':
      return drag(there, command.isOutdated ? there.outdated : openToday, command, openToday)
    case 'remember':
      there.outdated = openToday
      return
    case 'carry':
    case 'carry and undo': {
      const answer = await post('/tasks/carry-over', {}, context, '/tasks')
      const flash = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('flash=')) ?? ''
      const [path] = /\/changes\/[\w-]+\/undo/.exec(decodeURIComponent(flash)) ?? []
      if (command.do === 'carry and undo' && path) return ok(client.post(path))
      const after = new Map((await stored()).map(({ id, date }) => [id, date]))
      for (const { id, date } of open) if (after.get(id) !== date) forget(id, today)
      return
    }
    default: {
      const deleted = before.filter(({ deleted_at }) => deleted_at !== null)
      const done = before.filter(({ status, deleted_at }) => status === 'done' && deleted_at === null)
      const some = command.do === 'restore' ? deleted : command.do === 'reopen' ? done : open
      const task = pick(some, command.nth)
      if (!task) return
      if (command.do === 'rename')
        return ok(client.json('PATCH', `/api/v1/tasks/${task.id}`, { title: 'Other' }), [200])
      return ok(client.post(`/tasks/${task.id}/${command.do === 'done' ? 'complete' : command.do}`))
    }
  }
}

const dense = fc.array(fc.record({ days, filing, isDone: fc.constantFrom(false, false, false, true) }), {
  minLength: 4,
  maxLength: 10,
})

test('whatever is written, tasks that nobody moved keep their order by hand', async () => {
  const check = fc.asyncProperty(dense, fc.array(command, { minLength: 10, maxLength: 30 }), async (old, commands) => {
    const there = await world(old)
    for (const command of commands) {
      await run(there, command)
      await there.check()
    }
  })
  await fc.assert(check, { numRuns: runs(30) })
})

/** A person with 30 tasks today, and their ids in their order. */
const thirtyTasks = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  for (let task = 0; task < 30; task += 1) {
    await client.json('POST', '/api/v1/tasks', { title: `Task ${task}`, date: today })
  }
  const ids = async () =>
    (await rows<{ id: string }>('SELECT id FROM tasks WHERE user_id = ? ORDER BY position, id', client.userId)).map(
      ({ id }) => id,
    )
  return { client, ids }
}

test('a time on the clock is written to its task alone, and Undo takes it back', async () => {
  const { client, ids } = await thirtyTasks()
  const [first = '', second = ''] = await ids()
  const stored = () =>
    rows('SELECT id, at, position, seq FROM tasks WHERE user_id = ? AND id <> ? ORDER BY id', client.userId, second)
  const others = await stored()
  const atOf = async () => rows<{ at: string | null; seq: number }>('SELECT at, seq FROM tasks WHERE id = ?', second)
  const [before] = await atOf()
  const set = { field: 'at', at: '14:35', seq: before?.seq ?? 0 }
  const answer = await client.post(`/tasks/${second}`, set, { part: true, page: '/' })
  const html = await answer.text()
  expect(html).toContain('planned for 14:35')
  expect(cost(answer).written).toBeLessThanOrEqual(10)
  expect([await atOf(), await stored()]).toEqual([[{ at: '14:35', seq: expect.any(Number) }], others])
  // An untimed task passes those without a time alone, as Today lists them.
  await client.post(`/tasks/${first}/move?untimed`, { to: 'down' })
  expect((await ids()).slice(0, 3)).toEqual([second, expect.any(String), first])
  const outdated = await client.post(`/tasks/${second}`, { ...set, at: '15:00' }, { part: true, page: '/' })
  expect([outdated.status, (await atOf())[0]?.at]).toEqual([409, '14:35'])
  // As the calendar moves it to another day.
  await client.post(`/tasks/${second}`, { ...set, date: '2026-05-04', seq: (await atOf())[0]?.seq ?? 0 })
  expect(await rows('SELECT date, at FROM tasks WHERE id = ?', second)).toEqual([{ date: '2026-05-04', at: '14:35' }])
})

test('an order of 30 tasks writes at most 10 rows', async () => {
  const { client, ids } = await thirtyTasks()
  const [first = '', second = '', ...others] = await ids()
  const last = others.pop() ?? ''
  const orders = [
    { order: [last, first, second, ...others], moved: last },
    { order: [first, second, ...others.toSpliced(15, 0, last)], moved: last },
    { order: [...others.toSpliced(15, 0, last), first, second], moved: '' },
  ]
  for (const { order, moved } of orders) {
    const answer = await client.post('/tasks/order', { ids: order.join(','), moved })
    expect([answer.status, await ids()]).toEqual([303, order])
    expect(cost(answer).written).toBeLessThanOrEqual(10)
  }
  for (const to of Move.options) {
    const answer = await client.post(`/tasks/${first}/move`, { to })
    expect(cost(answer).written).toBeLessThanOrEqual(10)
  }
  const answer = await client.json('PATCH', `/api/v1/tasks/${first}`, { position: 7 })
  expect(await answer.json()).toMatchObject({ position: 7 })
  expect(cost(answer).written).toBeLessThanOrEqual(10)
  // The tasks behind it do not move up.
  expect(cost(await client.post(`/tasks/${second}/complete`)).written).toBeLessThanOrEqual(14)
})

test('Undo of a move by hand restores the order of all tasks of the day, whatever the page shows of them', async () => {
  const { client, ids } = await thirtyTasks()
  const [first = '', second = '', third = '', ...others] = await ids()
  const setAt = async (id: string) => {
    const [task] = await rows<{ seq: number }>('SELECT seq FROM tasks WHERE id = ?', id)
    await client.post(`/tasks/${id}`, { field: 'at', at: '14:35', seq: task?.seq ?? 0 })
  }
  await setAt(second)
  const before = await ids()
  const untimed = [first, third, ...others]
  const moves = [
    () => client.post(`/tasks/${third}/move?untimed`, { to: 'up' }, { part: true, page: '/' }),
    () => client.post(`/tasks/${others[3]}/move?untimed`, { to: 'first' }, { part: true, page: '/' }),
    () => {
      const order = [...untimed.slice(1), first]
      return client.post('/tasks/order', { ids: order.join(','), moved: first }, { part: true, page: '/' })
    },
  ]
  for (const move of moves) {
    const html = await (await move()).text()
    expect(html).toMatch(/Task \d+.”: \d+ of 29/)
    expect(await ids()).not.toEqual(before)
    const [, path = ''] = /action="([^"]+task\.move~[^"]+)"/.exec(html) ?? []
    const [, sent = ''] = /name="ids" value="([^"]+)"/.exec(html) ?? []
    const undone = await client.post(path, { ids: sent }, { part: true, page: '/' })
    expect(await undone.text()).toMatch(/moved back<(?!.*data-undo)/)
    expect(cost(undone).written).toBeLessThanOrEqual(10)
    expect(await ids()).toEqual(before)
  }
  expect((await client.post(`/changes/task.move~${crypto.randomUUID()}/undo`, { ids: first })).status).toBe(404)
})
