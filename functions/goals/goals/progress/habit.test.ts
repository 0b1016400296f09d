import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, signedIn, toastOf } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { commit } from '../../../lib/db/sql'
import { addDays, datesBetween, isoWeekday, weekOf } from '../../../lib/time/days'
import { userOf } from '../../../time/sessions/import/testing'
import { words } from '../../../time/sessions/testing'
import { readOpenHabits } from '../reminders'
import { addSkip, addTick } from '../ticks/queries'
import { habitDays } from './habit'
import { habitTally } from './page'
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

test('a habit by the week is counted by weeks in each of its figures, as a naive count does; its days are done or nothing', () => {
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
      const sumOf = (days: string[]) =>
        days.filter(world.counts).reduce((sum, date) => sum + (world.amountAt.get(date) ?? 0), 0)
      const isSkipped = (days: string[]) => days.some((date) => world.free.skips.has(date))
      // The first week is cut by the start.
      const naive = (days: string[]) => {
        const { daysOff } = world.free
        if (sumOf(days) >= world.target) return 'met'
        if (isSkipped(days)) return 'skipped'
        const rest = days.filter((date) => daysOff.has(date)).length
        if (rest > 3 || days.filter(world.counts).every((date) => daysOff.has(date))) return 'off'
        return days[0] && days[0] < from ? 'uncounted' : 'missed'
      }
      const weeks = [...new Set(dates.filter((date) => date <= today).map((date) => weekOf(date, 1).from))]
      const past = weeks
        .map((first) => datesBetween(first, addDays(first, 6)))
        .filter((days) => (days[6] ?? '') < today)
      const present = datesBetween(weekOf(today, 1).from, weekOf(today, 1).to)
      const states = [...past.map(naive), ...(sumOf(present) >= world.target ? ['met'] : [])]
      const counted = states.filter((state) => state === 'met' || state === 'missed')
      const { tally, met, counted: all } = habitTally('week', daysOf(world, 'week'), outcomes, '2026')
      expect([met, all]).toEqual([counted.filter((state) => state === 'met').length, counted.length])
      for (const { verdict, count } of tally.filter(({ verdict: one }) => ['met', 'missed'].includes(one)))
        expect(count, verdict).toBe(counted.filter((state) => state === verdict).length)
      expect(currentRun(outcomes)).toBe(counted.length - 1 - counted.lastIndexOf('missed'))
      for (const { date, verdict } of daysOf(world, 'week')) {
        const isDone = (world.amountAt.get(date) ?? 0) > 0
        const week = datesBetween(weekOf(date, 1).from, weekOf(date, 1).to)
        const rests = date < today || world.free.daysOff.has(date) || !world.counts(date)
        const nothing = isSkipped(week) ? 'skipped' : rests || sumOf(week) >= world.target ? 'none' : 'open'
        expect(verdict, date).toBe(isDone ? (world.counts(date) ? 'done' : 'extra') : nothing)
      }
    }),
    { numRuns: runs(500) },
  )
})

test('the tally of a habit by the day is that of its days', () => {
  fc.assert(
    fc.property(history, (given) => {
      const world = worldOf(given)
      const days = daysOf(world, 'day')
      const { tally, met, counted } = habitTally('day', days, outcomesOf(world, 'day'), '2026')
      const naive = (verdict: string) => days.filter((day) => day.verdict === verdict).length
      for (const one of tally) expect(one.count, one.verdict).toBe(naive(one.verdict))
      // A day to come may have a tick here.
      const isLater = ({ date, verdict }: (typeof days)[number]) => verdict === 'met' && date > today
      expect([met, counted]).toEqual([
        naive('met') - days.filter(isLater).length,
        naive('met') + naive('missed') - days.filter(isLater).length,
      ])
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
  expect(ticked).toContain(`<input type="hidden" name="untick" value="${today}"`)
  expect((await client.post(`/goals/${id}/ticks`, { untick: today })).status).toBe(303)
  expect(await list()).toBe(before)
  expect((await client.post(`/goals/${id}/ticks`, { untick: today })).status).toBe(404)
  const alone = words(await (await client.get('/today/habits')).text())
  expect(alone).toMatch(/Habits · 0 of 2 done .*Meditate 2 in a row/)
  const other = await signedIn({ time_zone: 'UTC' })
  expect(words(await (await other.get('/today/habits')).text())).toContain('No habits yet')
  expect((await other.post(`/goals/${id}/ticks`, { untick: today })).status).toBe(404)
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
  const menu = async (date: string) =>
    words(await (await client.get(`/goals/${id}/day?date=${date}`, { part: true })).text())
  expect(await menu('2026-11-24')).toMatch(/Tue 24 Nov .*Log time/)
  const past = await client.post(`/goals/${id}/log`, { amount: '20m', date: '2026-11-24' })
  expect(toastOf(past).message).toMatch(/^Logged 20m on Tue 24 Nov/)
  await client.post(`/goals/${id}/log`, { amount: '5m', date: '2026-11-24' })
  expect(await menu('2026-11-24')).toContain('met, 25m of 20m')
  expect((await client.post(`/goals/${id}/log`, { amount: '5m', date: '2026-12-24' })).status).toBe(422)
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
    expect(toast.message).toBe(`${message} is skipped:`)
    expect(await verdict(date || today)).toBe('skipped')
    expect((await client.post(toast.undo)).status).toBe(303)
    expect(await verdict(date || today)).toBe(before)
  }
  expect((await client.post(`/goals/${id}/skips`, { date: 'someday' })).status).toBe(422)
})

test('a tick on a weekday that does not count says that it is extra', async () => {
  const id = await add({ ...daily, on_days: [1, 2, 3] })
  const answer = await client.post(`/goals/${id}/ticks`)
  expect(toastOf(answer).message).toBe('Kept as extra, as Thursday doesn’t count:')
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
  expect(html).toContain('value="2026-11-24" title="Tue 24 Nov: missed"')
  expect(html).toContain('value="2026-10-05" title="Mon 5 Oct: met"')
  expect(words(html)).toContain('9 of 57 days met')
})

const random = (seed: number) => () => {
  seed = (seed * 16_807) % 2_147_483_647
  return seed / 2_147_483_647
}

test.each([1, 2, 3])('Today, the page and a naive count say the same row and tally, history %d', async (seed) => {
  const next = random(seed)
  const daily0 = await add({ ...daily, start_date: '2026-01-01' })
  const weekly = await add({ ...daily, period: 'week', target: 2, start_date: '2026-01-05' })
  const days = datesBetween('2026-01-05', addDays(today, -1))
  const breaks = days.filter(() => next() < 0.008)
  const done: Record<string, Set<string>> = { [daily0]: new Set(), [weekly]: new Set() }
  const skips = new Set<string>()
  const writes: D1PreparedStatement[] = []
  for (const date of days) {
    for (const id of [daily0, weekly]) {
      const isBroken = breaks.some(
        (one) => one === date || (id === weekly && weekOf(one, 1).from === weekOf(date, 1).from),
      )
      if (isBroken || (id === weekly && ![1, 4].includes(isoWeekday(date)))) continue
      if (id === daily0 && next() < 0.02) skips.add(date)
      else done[id]?.add(date)
    }
  }
  for (const [id, dates] of Object.entries(done))
    for (const date of dates)
      writes.push(
        ...addTick(env.DB, client.userId, { id: uuid(), goal_id: id, date, amount: 1, note: '', created_at: 0 }),
      )
  for (const date of skips) writes.push(...addSkip(env.DB, client.userId, daily0, date, 'Ill'))
  await commit(env.DB, client.userId, ['stats'], writes)
  const weeks = [...new Set(days.map((date) => weekOf(date, 1).from))].filter((first) => first < '2026-11-23')
  const isWeekMet = (first: string) =>
    datesBetween(first, addDays(first, 6)).filter((date) => done[weekly]?.has(date)).length >= 2
  const count = (all: { isMet: boolean; isMissed: boolean }[]) => {
    const counted = all.filter(({ isMet, isMissed }) => isMet || isMissed)
    return {
      met: all.filter(({ isMet }) => isMet).length,
      all: counted.length,
      inARow: counted.length - 1 - counted.findLastIndex(({ isMissed }) => isMissed),
    }
  }
  const ofDays = count(
    datesBetween('2026-01-01', addDays(today, -1)).map((date) => ({
      isMet: done[daily0]?.has(date) === true,
      isMissed: !done[daily0]?.has(date) && !skips.has(date),
    })),
  )
  const ofWeeks = count(weeks.map((first) => ({ isMet: isWeekMet(first), isMissed: !isWeekMet(first) })))
  const todayWords = words(await (await client.get('/today/habits')).text())
  if (ofDays.inARow > 1) expect(todayWords).toContain(`${ofDays.inARow} in a row`)
  if (ofWeeks.inARow > 1) expect(todayWords).toContain(`${ofWeeks.inARow} weeks in a row`)
  expect(todayWords).not.toMatch(/\d\+ /)
  const pageOf = async (id: string) => words(await (await client.get(`/goals/${id}`)).text())
  const [page, pageOfWeeks] = [await pageOf(daily0), await pageOf(weekly)]
  expect(page).toContain(`${ofDays.inARow} in a row`)
  expect(page).toContain(`${ofDays.met} of ${ofDays.all} days met`)
  expect(page).toContain(`${ofDays.met} met`)
  expect(page).toContain(`${ofDays.all - ofDays.met} missed`)
  expect(pageOfWeeks).toContain(`${ofWeeks.inARow} weeks in a row`)
  expect(pageOfWeeks).toContain(`${ofWeeks.met} weeks met`)
  expect(pageOfWeeks).toContain(`${ofWeeks.met} of ${ofWeeks.all} weeks met`)
  expect(pageOfWeeks).not.toMatch(/ off | % met/)
})

test('deleting and restoring a habit calls it a habit', async () => {
  const id = await add(daily)
  expect(toastOf(await client.post(`/goals/${id}/delete`)).message).toBe('Habit deleted')
  expect(toastOf(await client.post(`/goals/${id}/restore`)).message).toBe('Habit restored')
})

test.each([
  ['weeks to days', { period: 'week' }, 10],
  ['time to ticks', { measure: 'time', times_of: null, target: 600 }, 40],
])('after a change of its rule, from %s, Today says of a row what its page says', async (_, former, ago) => {
  const changed = addDays(today, -ago)
  vi.setSystemTime(new Date(`${addDays(changed, -20)}T12:00:00Z`))
  const id = await add({ ...daily, ...former, start_date: addDays(changed, -20) })
  const sessions = datesBetween(addDays(changed, -20), addDays(changed, -1)).map((date) =>
    client.json('POST', '/api/v1/sessions', {
      ...{ title: 'Read', goal_id: id, started_at: `${date}T08:00:00Z`, ended_at: `${date}T09:00:00Z` },
    }),
  )
  vi.setSystemTime(new Date(`${changed}T12:00:00Z`))
  for (const { status } of await Promise.all(sessions)) expect(status).toBe(201)
  const edited = await client.json('PATCH', `/api/v1/goals/${id}`, daily)
  expect(edited.status).toBe(200)
  vi.setSystemTime(new Date(`${today}T12:00:00Z`))
  const ticks = datesBetween(changed, today).flatMap((date) =>
    addTick(env.DB, client.userId, { id: uuid(), goal_id: id, date, amount: 1, note: '', created_at: 0 }),
  )
  await commit(env.DB, client.userId, ['stats'], ticks)
  const inARow = (html: string) => /(\d+\+?) in a row/.exec(words(html))?.[1]
  const page = Number(inARow(await (await client.get(`/goals/${id}`)).text()))
  const onToday = inARow(await (await client.get('/today/habits')).text()) ?? ''
  expect(page).toBeGreaterThan(ago)
  if (onToday.endsWith('+')) expect(Number.parseInt(onToday, 10)).toBeLessThan(page)
  else expect(onToday).toBe(`${page}`)
})

test('the menu of a day ticks, unticks, skips with a reason and takes the skip back, each with Undo', async () => {
  const id = await add({ ...daily, start_date: '2026-10-01' })
  const menu = async (date: string, part = true) =>
    words(await (await client.get(`/goals/${id}/day?date=${date}`, { part })).text())
  expect(await menu('2026-11-10')).toMatch(/Tue 10 Nov .*missed .*Tick .*Skip Tue 10/)
  expect(await menu('2026-11-10', false)).toContain('missed')
  await client.post(`/goals/${id}/ticks`, { date: '2026-11-10' })
  expect(await menu('2026-11-10')).toMatch(/met Untick/)
  const removed = toastOf(await client.post(`/goals/${id}/ticks`, { untick: '2026-11-10' }))
  expect(await menu('2026-11-10')).toContain('missed')
  await client.post(removed.undo)
  expect(await menu('2026-11-10')).toContain('met')
  await client.post(`/goals/${id}/skips`, { date: '2026-11-11', reason: 'Ill' })
  expect(await menu('2026-11-11')).toMatch(/skipped: Ill .*Take the skip back/)
  const page = await (await client.get(`/goals/${id}`)).text()
  expect(words(page)).toMatch(/Skipped Wed 11 Nov Ill Take back/)
  await client.post(`/goals/${id}/skips`, { date: today, reason: 'Tired' })
  const row = await (await client.get('/today/habits')).text()
  expect(words(row)).toMatch(/skipped: Tired .*Take the skip back/)
  expect(row).not.toContain(`tick-habit-${id}`)
  const [, takesBack = ''] = /action="([^"]*goal\.skip[^"]*)"/.exec(row) ?? []
  const again = await client.post(takesBack)
  expect(words(await (await client.get('/today/habits')).text())).not.toContain('skipped')
  expect(toastOf(again).message).toBe('Thu 26 counts again:')
  await client.post(`/goals/${id}/skips`, { date: today, reason: 'Tired' })
  expect(await menu(today)).toContain('skipped: Tired')
  expect(await menu('2026-12-24')).not.toContain('Tick')
  const other = await signedIn({ time_zone: 'UTC' })
  expect((await other.get(`/goals/${id}/day`)).status).toBe(404)
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
  expect(page.includes('does not come yet: Turn it on in Notifications')).toBe(minute !== null)
  for (const [by, said] of [
    ['push', 'by push'],
    ['mail', 'by email'],
  ]) {
    await client.post('/settings/notifications', { 'habit_open.by': by ?? '' })
    const html = await (await client.get(`/goals/${id}`)).text()
    expect(words(html).includes(`${said} , also in your quiet hours`)).toBe(minute !== null)
    expect(html.includes('/settings/notifications?adding#kind-habit_open')).toBe(minute !== null)
  }
})
