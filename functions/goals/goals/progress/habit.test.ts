import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, signedIn, toastOf } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { addDays, datesBetween, isoWeekday, weekOf } from '../../../lib/time/days'
import { userOf } from '../../../time/sessions/import/testing'
import { words } from '../../../time/sessions/testing'
import { readOpenHabits } from '../reminders'
import { habitDays } from './habit'
import { currentRun, periodOutcome, periodsOf, runsOf } from './periods'
import { type GoalRule, plainRule } from './rule'

/** A Thursday. */
const today = '2026-11-26'
const from = addDays(today, -90)

const history = fc.record({
  on_days: fc.constantFrom(null, null, '12345', '135'),
  target: fc.integer({ min: 1, max: 3 }),
  amounts: fc.array(fc.nat(4), { minLength: 98, maxLength: 98 }),
  restDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 2 }),
  off: fc.uniqueArray(fc.nat(97), { maxLength: 12 }),
  skips: fc.uniqueArray(fc.nat(97), { maxLength: 6 }),
})

const dateAt = (index: number) => addDays(from, index)
const dates = datesBetween(from, dateAt(97))

const worldOf = ({
  on_days,
  target,
  amounts,
  restDays,
  off,
  skips,
}: typeof history extends fc.Arbitrary<infer H> ? H : never) => {
  const amountAt = new Map(dates.map((date, index) => [date, amounts[index] ?? 0]))
  const rule = (period: GoalRule['period']): GoalRule => ({
    ...plainRule('week', 1),
    ...{ measure: 'times', times_of: 'ticks', on_days, target, period },
  })
  const free = {
    restDays,
    daysOff: new Set(off.map(dateAt)),
    skips: new Map(skips.map((index): [string, string] => [dateAt(index), ''])),
  }
  const counts = (date: string) => on_days?.includes(`${isoWeekday(date)}`) ?? true
  return { amountAt, rule, free, counts, target, on_days }
}

const outcomesOf = ({ rule, free, counts, amountAt }: ReturnType<typeof worldOf>, period: GoalRule['period']) => {
  const rules = [{ from_date: from, week_start: 1, rule: rule(period) }]
  return periodsOf(rules, { start: from, today, since: '' }).map((one) => {
    const reached = datesBetween(one.from, one.to)
      .filter(counts)
      .reduce((sum, date) => sum + (amountAt.get(date) ?? 0), 0)
    return periodOutcome(one, reached, today, free)
  })
}

const daysOf = (world: ReturnType<typeof worldOf>, period: GoalRule['period']) =>
  habitDays(
    {
      rules: [{ from_date: from, week_start: 1, rule: world.rule(period) }],
      ...{ start: from, latestDay: today, free: world.free },
      amountOn: (_, date) => world.amountAt.get(date) ?? 0,
    },
    { from, to: dateAt(97) },
  )

test('a day of a daily habit is what a naive look at it says, and so is its row of days', () => {
  fc.assert(
    fc.property(history, (given) => {
      const world = worldOf(given)
      const naive = (date: string) => {
        const amount = world.amountAt.get(date) ?? 0
        if (world.counts(date) && amount >= world.target) return 'met'
        if (world.free.skips.has(date)) return 'skipped'
        const rests = world.on_days === null && world.free.restDays.includes(isoWeekday(date))
        if (!world.counts(date) || world.free.daysOff.has(date) || rests) return amount > 0 ? 'extra' : 'off'
        return date >= today ? 'open' : 'missed'
      }
      const days = daysOf(world, 'day')
      expect(days.map(({ date, verdict }) => [date, verdict])).toEqual(dates.map((date) => [date, naive(date)]))
      let inARow = 0
      for (const date of dates.filter((one) => one <= today).toReversed()) {
        if (naive(date) === 'missed') break
        if (naive(date) === 'met') inARow += 1
      }
      expect(currentRun(outcomesOf(world, 'day'))).toBe(inARow)
    }),
    { numRuns: runs(500) },
  )
})

test('weeks in a row are counted by weeks; a day without a tick is neither met nor missed', () => {
  fc.assert(
    fc.property(history, (given) => {
      const world = worldOf(given)
      const outcomes = outcomesOf(world, 'week')
      const found = runsOf(outcomes)
      expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(
        outcomes.filter(({ state }) => state === 'met').length,
      )
      for (const run of found) {
        const inside = outcomes.filter((one) => one.from >= run.from && one.to <= run.to)
        expect(inside.some(({ state }) => state === 'missed')).toBe(false)
      }
      for (const { date, verdict } of daysOf(world, 'week')) {
        const isDone = (world.amountAt.get(date) ?? 0) > 0
        expect(isDone, date).toBe(verdict === 'met' || verdict === 'extra')
        if (isDone) expect(verdict === 'extra', date).toBe(!world.counts(date))
        const week = weekOf(date, 1)
        const isSkipped = [...world.free.skips.keys()].some((one) => one >= week.from && one <= week.to)
        if (!isDone) expect(verdict === 'skipped', date).toBe(isSkipped)
        expect(verdict).not.toBe('missed')
      }
    }),
    { numRuns: runs(300) },
  )
})

let client: Client
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T12:00:00Z`) })
  client = await signedIn({ time_zone: 'UTC' })
})

const add = async (body: object) => {
  const answer = await client.json('POST', '/api/v1/goals', { title: 'Read', start_date: '2026-11-16', ...body })
  expect(answer.status).toBe(201)
  return (await answer.json<{ id: string }>()).id
}
const daily = { measure: 'times', times_of: 'ticks', period: 'day', target: 1 }

test.each<[string, object, boolean]>([
  ['ticks a day', daily, true],
  ['ticks a week', { ...daily, period: 'week', target: 3 }, true],
  ['time a day', { measure: 'time', period: 'day', target: 1_200 }, true],
  ['time a week', { measure: 'time', period: 'week', target: 1_200 }, false],
  ['sessions a day', { ...daily, times_of: 'sessions' }, false],
  ['a limit', { ...daily, direction: 'at_most' }, false],
  ['ticks in all', { ...daily, period: 'once' }, false],
])('%s: a habit or not, and listed so', async (_, body, isHabit) => {
  const id = await add(body)
  const { items } = await (await client.json('GET', '/api/v1/goals?habit=1')).json<{ items: { id: string }[] }>()
  expect(items.map((goal) => goal.id)).toEqual(isHabit ? [id] : [])
  expect(await (await client.json('GET', `/api/v1/goals/${id}`)).json()).toMatchObject({ is_habit: isHabit })
  const days = await (await client.json('GET', `/api/v1/goals/${id}/days`)).json<{ items: object[] }>()
  expect(days.items.length > 0).toBe(isHabit)
})

test('the days of a habit are listed with their verdicts, from its start on', async () => {
  const id = await add({ ...daily, on_days: [1, 2, 3, 4, 5] })
  for (const date of ['2026-11-16', '2026-11-17', '2026-11-21', '2026-11-25'])
    expect((await client.json('POST', `/api/v1/goals/${id}/ticks`, { date })).status).toBe(201)
  expect((await client.json('POST', `/api/v1/goals/${id}/skips`, { date: '2026-11-19', reason: 'Ill' })).status).toBe(
    201,
  )
  const read = async (query = '') => client.json('GET', `/api/v1/goals/${id}/days${query}`)
  const { items } = await (await read()).json<{ items: { date: string; verdict: string; amount: number }[] }>()
  expect(items.map(({ date, verdict, amount }) => `${date.slice(8)} ${verdict} ${amount}`)).toEqual([
    ...['16 met 1', '17 met 1', '18 missed 0', '19 skipped 0', '20 missed 0', '21 extra 1', '22 off 0'],
    ...['23 missed 0', '24 missed 0', '25 met 1', '26 open 0'],
  ])
  expect((await read('?from=2026-11-26&to=2026-11-28')).status).toBe(200)
  expect((await read('?from=2026-11-26&to=2026-11-25')).status).toBe(422)
  expect((await read('?from=2025-01-01&to=2026-11-25')).status).toBe(422)
  expect((await read('?from=yesterday')).status).toBe(422)
})

test('Today lists habits with their row, and a press on the circle ticks and unticks', async () => {
  const id = await add({ ...daily, title: 'Meditate' })
  await add({ title: 'Read', measure: 'time', period: 'day', target: 1_200, start_date: today })
  await add({ title: 'Thesis', measure: 'time', period: 'week', target: 1_200 })
  for (const date of ['2026-11-24', '2026-11-25']) await client.json('POST', `/api/v1/goals/${id}/ticks`, { date })
  const list = async () => {
    const html = await (await client.get('/')).text()
    return html.slice(html.indexOf('id="habits-head"'), html.indexOf('id="day-rows"'))
  }
  const before = await list()
  expect(before).toContain('Read')
  expect(before).not.toContain('Thesis')
  expect(words(before)).toMatch(/Habits · 0 of 2 done .*Meditate 2 in a row · every day/)
  expect(before).toContain('Tuesday met, Wednesday met, Thursday not yet')
  // Each habit has a cell for each day, so that dots stand below their letters, also where it began this week.
  const cells = [...before.matchAll(/role="img" aria-label="[^"]*not yet[^"]*">(.*?)<\/div>/gs)].map(([, dots = '']) =>
    [...dots.matchAll(/<(span|svg)/g)].map(([, cell]) => (cell === 'svg' ? 'o' : '-')).join(''),
  )
  expect(cells.toSorted()).toEqual(['---oooo', 'ooooooo'])
  expect((await client.post(`/goals/${id}/ticks`)).status).toBe(303)
  const ticked = await list()
  expect(words(ticked)).toMatch(/Habits · 1 of 2 done .*Meditate 3 in a row · every day/)
  expect(ticked).toContain(`action="/goals/${id}/untick"`)
  expect((await client.post(`/goals/${id}/untick`)).status).toBe(303)
  expect(await list()).toBe(before)
  expect((await client.post(`/goals/${id}/untick`)).status).toBe(404)
  const alone = words(await (await client.get('/today/habits')).text())
  expect(alone).toMatch(/Habits · 0 of 2 done .*Meditate 2 in a row/)
  const other = await signedIn({ time_zone: 'UTC' })
  expect(words(await (await other.get('/today/habits')).text())).toContain('No habits yet')
  expect((await other.post(`/goals/${id}/untick`)).status).toBe(404)
})

test('what a habit by time still needs is logged until now, filed so that it counts', async () => {
  const project = await (await client.json('POST', '/api/v1/projects', { name: 'Reading' })).json<{ id: string }>()
  const counts = { any_of: [`project:${project.id}`] }
  const id = await add({ title: 'Read', measure: 'time', period: 'day', target: 1_200, counts })
  expect(await (await client.get('/')).text()).toContain('aria-label="Log 20m: Read"')
  const answer = await client.post(`/goals/${id}/log`, { amount: '20m' })
  expect(toastOf(answer).message).toBe('Logged 20m today:')
  const { items } = await (await client.json('GET', '/api/v1/sessions')).json<{ items: object[] }>()
  expect(items).toMatchObject([
    { title: 'Read', project_id: project.id, goal_id: id, duration_seconds: 1_200, ended_at: `${today}T12:00:00.000Z` },
  ])
  expect(await (await client.get('/')).text()).not.toContain('Log 20m')
  for (const amount of ['', '0', 'much', '25h'])
    expect((await client.post(`/goals/${id}/log`, { amount })).status, amount).toBe(422)
  const other = await signedIn({ time_zone: 'UTC' })
  expect((await other.post(`/goals/${id}/log`, { amount: '20m' })).status).toBe(404)
})

test('a tick of a day before the habit began counts, and the habit begins with it', async () => {
  const { id } = await (await client.json('POST', '/api/v1/goals', { title: 'Meditate', ...daily })).json<{
    id: string
  }>()
  for (const date of ['2026-11-23', '2026-11-25', today])
    await client.json('POST', `/api/v1/goals/${id}/ticks`, { date })
  const { items } = await (await client.json('GET', `/api/v1/goals/${id}/days`)).json<{
    items: { date: string; verdict: string }[]
  }>()
  expect(items.map(({ date, verdict }) => `${date.slice(8)} ${verdict}`)).toEqual([
    ...['23 met', '24 missed', '25 met', '26 met'],
  ])
  const later = await client.json('GET', `/api/v1/goals/${id}/days?from=2026-11-24&to=2026-11-25`)
  expect((await later.json<{ items: object[] }>()).items).toMatchObject([{ verdict: 'missed' }, { verdict: 'met' }])
  const page = await (await client.get(`/goals/${id}`)).text()
  expect(words(page)).toContain('2 in a row')
  expect(page).toContain('aria-label="Each day of 2026: 3 met, 1 missed')
  expect(words(await (await client.get('/today/habits')).text())).toContain('2 in a row')
  // Today's tick is done, so the page offers none.
  expect(page).not.toContain('aria-label="Tick: Meditate"')
})

test('any day is skipped with a reason, and Undo makes it count again', async () => {
  const id = await add(daily)
  const verdict = async (date: string) => {
    const { items } = await (await client.json('GET', `/api/v1/goals/${id}/days?from=${date}&to=${date}`)).json<{
      items: { verdict: string }[]
    }>()
    return items[0]?.verdict
  }
  for (const [date, message, before] of [
    ['2026-11-24', 'Tue 24', 'missed'],
    ['2026-11-27', 'Fri 27', 'open'],
    ['', 'This day', 'open'],
  ] as const) {
    expect(await verdict(date || today)).toBe(before)
    const answer = await client.post(`/goals/${id}/skips`, { date, reason: 'Ill' })
    const toast = toastOf(answer)
    expect(toast.message).toBe(`${message} is skipped`)
    expect(await verdict(date || today)).toBe('skipped')
    expect((await client.post(toast.undo)).status).toBe(303)
    expect(await verdict(date || today)).toBe(before)
  }
  expect((await client.post(`/goals/${id}/skips`, { date: 'someday' })).status).toBe(422)
})

test('a tick on a weekday that does not count says that it is extra', async () => {
  const id = await add({ ...daily, on_days: [1, 2, 3] })
  const answer = await client.post(`/goals/${id}/ticks`)
  expect(toastOf(answer).message).toBe('Kept as extra: Thursday doesn’t count')
  const page = words(await (await client.get(`/goals/${id}`)).text())
  expect(page).toContain('on Mon, Tue, Wed')
  expect(page).toContain('1 extra')
})

test('the page of a habit shows the year, the week and the longest rows', async () => {
  const id = await add({ ...daily, start_date: '2026-10-01' })
  const ticked = [...datesBetween('2026-10-05', '2026-10-11'), '2026-11-25', today]
  for (const date of ticked) await client.json('POST', `/api/v1/goals/${id}/ticks`, { date })
  const html = await (await client.get(`/goals/${id}`)).text()
  expect(html).toContain('aria-label="Each day of 2026: 9 met, ')
  expect(words(html)).toMatch(/2 in a row best 7 , 5–11 Oct/)
  expect(words(html)).toMatch(/Longest in a row .*5–11 Oct 7 since 25 November 2/)
  expect(html).toMatch(/<input type="hidden" name="date" value="2026-11-24"/)
  expect(html).not.toContain('name="date" value="2026-11-27"')
})

test('a habit reminds at its time on days that count, until it is done', async () => {
  const { preferences } = await userOf(client)
  const at = (minute: number) => Date.parse(`${today}T00:00:00Z`) + minute * 60_000
  const remind = async (now: number) => {
    const user = { id: client.userId, preferences }
    const scope = { db: env.DB, user, head: { earned: null }, now, from: at(0), to: at(24 * 60 - 1) }
    return (await readOpenHabits(scope)).map(({ key, at: due, title, text, href }) => ({ key, due, title, text, href }))
  }
  const id = await add({ ...daily, title: 'Meditate', reminder_minute: 21 * 60 })
  const weekend = await add({ ...daily, title: 'Walk', on_days: [6, 7], reminder_minute: 20 * 60 })
  const of = (goal: string, title: string, minute: number, text: string) => ({
    ...{ key: `${goal} ${today}`, due: at(minute), title, text, href: `/goals/${goal}` },
  })
  const said = 'A habit isn’t done yet'
  vi.setSystemTime(at(21 * 60))
  const found = await remind(at(21 * 60))
  expect(found).toHaveLength(2)
  expect(found).toEqual(expect.arrayContaining([of(id, said, 21 * 60, 'Meditate'), of(weekend, '', 20 * 60, 'Walk')]))
  await client.json('POST', `/api/v1/goals/${id}/ticks`, { date: today })
  expect(await remind(at(21 * 60))).toEqual(expect.arrayContaining([of(id, '', 21 * 60, 'Meditate')]))
})

test.each([
  ['21:00', 1_260],
  ['9pm', 1_260],
  ['', null],
])('the time %j of a reminder is set in place, and shown', async (typed, minute) => {
  const id = await add({ ...daily, reminder_minute: 60 })
  const { seq } = await (await client.json('GET', `/api/v1/goals/${id}`)).json<{ seq: number }>()
  const answer = await client.post(
    `/goals/${id}`,
    {
      field: 'reminder_minute',
      reminder_minute: typed,
      seq: `${seq}`,
    },
    { part: true },
  )
  expect(answer.status).toBeLessThan(400)
  expect(await (await client.json('GET', `/api/v1/goals/${id}`)).json()).toMatchObject({ reminder_minute: minute })
  const page = words(await (await client.get(`/goals/${id}`)).text())
  expect(page.includes('21:00, if it isn’t done')).toBe(minute !== null)
})
