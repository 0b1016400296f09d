import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { importPlan, knotsText } from '../../learning/plans/testing'

// A Wednesday in Lisbon, whose clock is that of UTC.
const [yesterday, today, tomorrow] = ['2026-03-10', '2026-03-11', '2026-03-12']
const preferences = { time_zone: 'Europe/Lisbon' }

stopClock(`${today}T08:30:00Z`)

type Added = { id: string; title: string }
const add = async (client: Client, task: object): Promise<Added> =>
  (await client.json('POST', '/api/v1/tasks', { date: today, ...task })).json()
const meet = (client: Client, meeting: object) => client.json('POST', '/api/v1/meetings', { date: today, ...meeting })

const page = async (client: Client, query = '') => (await client.get(`/plan${query}`)).text()
const task = async (client: Client, title: string) =>
  (
    await rows<{ date: string | null; at: string | null; status: string; estimated_minutes: number | null }>(
      'SELECT date, at, status, estimated_minutes FROM tasks WHERE user_id = ? AND title = ? AND deleted_at IS NULL',
      client.userId,
      title,
    )
  )[0]
const times = (client: Client) =>
  rows<{ title: string; at: string | null }>(
    'SELECT title, at FROM tasks WHERE user_id = ? ORDER BY position',
    client.userId,
  )
const lastChange = async (client: Client) =>
  (
    await rows<{ id: string; summary: string }>(
      'SELECT id, summary FROM changes WHERE user_id = ? ORDER BY id DESC LIMIT 1',
      client.userId,
    )
  )[0] ?? { id: '', summary: '' }
const rowOf = (html: string, title: string) => html.split('<li ').find((row) => row.includes(title)) ?? ''

test('what was left over goes to the day, to another day or away, with one press each', async () => {
  const client = await signedIn(preferences)
  const left = []
  for (const title of ['Write', 'Call', 'Buy']) left.push(await add(client, { title, date: yesterday }))
  const html = await page(client)
  expect(html).toContain('What is left over?')
  for (const { title } of left) expect(rowOf(html, title)).toContain('from yesterday')
  expect(html).toContain(`All 3 to today`)
  const [write, call, buy] = left.map(({ id }) => `/tasks/${id}`)
  await client.post(`${write}/schedule`, { to: today })
  await client.post(`${call}/schedule`, { to: '2026-03-16' })
  await client.post(`${buy}/drop`, {})
  expect(await task(client, 'Write')).toMatchObject({ date: today, status: 'todo' })
  expect(await task(client, 'Call')).toMatchObject({ date: '2026-03-16' })
  expect(await task(client, 'Buy')).toMatchObject({ status: 'cancelled' })
  expect(await page(client)).toContain('Nothing is left over')
  await client.post(`${buy}/reopen?status=todo`, {})
  expect(await page(client)).toContain('Buy')
})

test('a plan of tomorrow takes what is not done today', async () => {
  const client = await signedIn(preferences)
  const { id } = await add(client, { title: 'Write' })
  expect(await page(client)).toContain('Nothing is left over')
  expect(rowOf(await page(client, '?date=tomorrow'), 'Write')).toContain(`value="${tomorrow}"`)
  await client.post(`/tasks/${id}/schedule`, { to: tomorrow })
  expect(rowOf(await page(client, `?date=${tomorrow}&step=length`), 'Write')).toContain('Estimate of Write')
  expect((await client.post(`/tasks/${id}/schedule`, { to: '2026-02-30' })).status).toBe(422)
  // A task that is planned before a later day is not left over.
  expect(rowOf(await page(client, '?date=2026-03-13'), 'Write')).toBe('')
})

test('goals, chunks, cards, people and meetings ask; one press plans each, and then it asks no more', async () => {
  const client = await signedIn(preferences)
  await client.json('POST', '/api/v1/goals', { title: 'Thesis', measure: 'time', target: 3600, period: 'day' })
  await client.json('POST', '/api/v1/goals', {
    title: 'Less mail',
    measure: 'time',
    target: 60,
    period: 'day',
    direction: 'at_most',
  })
  await importPlan(client, knotsText('knots'), {}, 1)
  await client.json('POST', '/api/v1/cards', { question: 'A', answer: 'B' })
  await meet(client, { title: 'Standup', time: '10:00', duration_minutes: 30 })
  const asked = async () => {
    const html = await page(client, '?step=asked')
    return [...html.matchAll(/<li id="ask-([a-z]+).*?<\/li>/gs)].map(([row, kind]) => ({ kind, row }))
  }
  const before = await asked()
  expect(before.map(({ kind }) => kind)).toEqual(['goal', 'plan', 'cards', 'meeting'])
  for (const { row } of before) {
    const fields = [...row.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])
    expect((await client.post('/tasks', Object.fromEntries(fields))).status).toBe(303)
  }
  expect(await asked()).toEqual([])
  expect(await task(client, 'Thesis')).toMatchObject({ date: today, estimated_minutes: 60 })
  expect(await task(client, 'Sheet bend')).toMatchObject({ date: today, estimated_minutes: 30 })
  await client.post(`/plan/place?date=${today}`, {})
  // A preparation ends where its meeting begins.
  expect(await task(client, 'Prepare Standup')).toMatchObject({ date: today, estimated_minutes: 15, at: '09:45' })
  // They stand in the day once.
  const home = await (await client.get('/')).text()
  expect(home).not.toContain('id="cards-due"')
  expect(home).not.toContain('id="plan-knots"')
})

test('a goal asks by how late it is, else by what it needs', async () => {
  const client = await signedIn(preferences)
  const goal = (title: string, more: object) =>
    client.json('POST', '/api/v1/goals', { title, status: 'in_progress', progress_percentage: 10, ...more })
  await goal('Overdue', { target_date: '2026-03-03' })
  await goal('Behind', { start_date: '2026-01-01', target_date: '2026-04-01' })
  await goal('Soon', { target_date: '2026-03-14' })
  const html = await page(client, '?step=asked')
  const reasons = ['Overdue', 'Behind', 'Soon'].map((title) => rowOf(html, title))
  expect(reasons).toEqual(
    ['8 days overdue', 'months behind', 'due in 3 days'].map((words) => expect.stringContaining(words)),
  )
  expect(html).not.toContain('due soon')
})

test('an estimate is saved alone; one that is none keeps what was typed and says why', async () => {
  const client = await signedIn(preferences)
  const { id } = await add(client, { title: 'Write', estimated_minutes: 10 })
  const path = `/tasks/${id}/estimate`
  expect((await client.post(path, { estimated_minutes: '1:30' }, { part: true })).status).toBe(200)
  expect(await task(client, 'Write')).toMatchObject({ estimated_minutes: 90 })
  const refused = await client.post(path, { estimated_minutes: 'long' }, { part: true })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(/value="long"[\s\S]*Enter a time such as 45m/)
  await client.post(path, { estimated_minutes: '' })
  expect(await task(client, 'Write')).toMatchObject({ estimated_minutes: null })
})

test('the day is compared with the hours until work ends, meetings taken out', async () => {
  const client = await signedIn(preferences)
  await add(client, { title: 'Long', estimated_minutes: 360 })
  await add(client, { title: 'Last', estimated_minutes: 120 })
  await meet(client, { title: 'Review', time: '10:00', duration_minutes: 60 })
  await meet(client, { title: 'Beside it', time: '10:30', duration_minutes: 60 })
  // Nine to six without an hour and a half.
  const html = await page(client, '?step=fit')
  expect(html).toMatch(
    /take <b>8h<\/b>[\s\S]*You have <b>7h 30m<\/b> before work ends, not counting 1h 30m of meetings/,
  )
  expect(html).toContain('30m too much')
  expect(rowOf(html, 'Last')).toContain('can wait')
  expect((await client.post('/plan/hours?step=fit', { work_start: '9', work_end: '19:00' })).status).toBe(303)
  expect(await page(client, '?step=fit')).toContain('It fits')
  const wrong = await client.post('/plan/hours?step=fit', { work_start: 'early', work_end: '19:00' })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toMatch(/value="early"[\s\S]*Enter a time of day/)
})

test('tasks are placed around meetings in their order, with Undo; what does not fit is told', async () => {
  const client = await signedIn(preferences)
  for (const [title, minutes] of [
    ['One', 45],
    ['Two', 60],
    ['Three', 500],
    ['Four', undefined],
  ] as const) {
    await add(client, { title, ...(minutes && { estimated_minutes: minutes }) })
  }
  await add(client, { title: 'Fixed', at: '11:30', estimated_minutes: 30 })
  await meet(client, { title: 'Standup', time: '10:00', duration_minutes: 30 })
  const placed = await client.post(`/plan/place?date=${today}`, {})
  expect(placed.headers.get('Location')).toBe(`/plan?date=${today}&step=order`)
  const change = await lastChange(client)
  expect(change.summary).toBe('2 tasks scheduled, 1 doesn’t fit before work ends, 1 without a length')
  expect(await times(client)).toEqual([
    { title: 'One', at: '09:00' },
    { title: 'Two', at: '10:30' },
    { title: 'Three', at: null },
    { title: 'Four', at: null },
    { title: 'Fixed', at: '11:30' },
  ])
  await client.post(`/changes/${change.id}/undo`, {})
  expect((await times(client)).map(({ at }) => at)).toEqual([null, null, null, null, '11:30'])
  await client.post(`/plan/unplace?date=${today}`, {})
  expect((await times(client)).map(({ at }) => at)).toEqual([null, null, null, null, null])
})

test('Today asks for the plan in the morning, for the end of the day and then for tomorrow, and marks what is next', async () => {
  const client = await signedIn(preferences)
  await add(client, { title: 'First' })
  await add(client, { title: 'Later', at: '15:00' })
  const asks = async () => /href="(\/plan[^"]*)"[^>]*aria-label/.exec(await (await client.get('/')).text())?.[1] ?? null
  const next = async () =>
    (await (await client.get('/')).text()).split('<li ').find((row) => /(>| · )next<|Starts in 10m/.test(row)) ?? ''
  expect(await asks()).toBe('/plan')
  expect(await next()).toBe('')
  await client.post('/plan/done', {})
  expect(await asks()).toBe(null)
  expect(await next()).toContain('First')
  vi.setSystemTime(Date.parse(`${today}T14:50:00Z`))
  expect(await next()).toContain('Later')
  vi.setSystemTime(Date.parse(`${today}T17:10:00Z`))
  expect(await asks()).toBe('/plan/close')
  await client.post('/plan/close', {})
  expect(await asks()).toBe('/plan?date=tomorrow')
  await client.post(`/plan/done?date=${tomorrow}`, {})
  expect(await asks()).toBe(null)
})

test('the end of the day moves what is not done, puts the first thing first and keeps a line, all with one Undo', async () => {
  const client = await signedIn(preferences)
  vi.setSystemTime(Date.parse(`${today}T17:30:00Z`))
  const [one, two, three] = [
    await add(client, { title: 'One' }),
    await add(client, { title: 'Two' }),
    await add(client, { title: 'Three', date: yesterday }),
  ]
  await add(client, { title: 'Planned', date: tomorrow })
  const stay = [
    [(await add(client, { title: 'Four', date: yesterday })).id, today],
    [(await add(client, { title: 'Five' })).id, yesterday],
    [(await add(client, { title: 'Six' })).id, '2026-02-30'],
    [(await add(client, { title: 'Seven' })).id, 'tomorrow'],
  ]
  const done = await add(client, { title: 'Finished' })
  await client.post(`/tasks/${done.id}/complete`, {})
  const html = await page(client, '/close')
  expect(html).toContain('Finished')
  await client.post('/plan/close', {
    [`to-${one.id}`]: tomorrow,
    [`to-${two.id}`]: 'someday',
    [`to-${three.id}`]: tomorrow,
    ...Object.fromEntries(stay.map(([id, to]) => [`to-${id}`, to])),
    first: three.id,
    line: ' Shipped <b>it</b> ',
  })
  const change = await lastChange(client)
  expect(change.summary).toBe('Day closed: 1 task done, 3 moved')
  const words = () => rows('SELECT date, words FROM reviews WHERE user_id = ? AND deleted_at IS NULL', client.userId)
  expect(await words()).toEqual([{ date: '2026-03-09', words: '- Wed 11: Shipped <b>it</b>' }])
  const order = await rows<{ title: string }>(
    'SELECT title FROM tasks WHERE user_id = ? AND date = ? ORDER BY position',
    client.userId,
    tomorrow,
  )
  expect(order.map(({ title }) => title)[0]).toBe('Three')
  expect(await task(client, 'Two')).toMatchObject({ date: null })
  // No task goes to a day that is not to come.
  for (const title of ['Five', 'Six', 'Seven']) expect(await task(client, title)).toMatchObject({ date: today })
  expect(await task(client, 'Four')).toMatchObject({ date: yesterday })
  // A second line of the week follows the first.
  await client.post('/plan/close', { line: 'Again' })
  expect(await words()).toMatchObject([{ words: '- Wed 11: Shipped <b>it</b>\n- Wed 11: Again' }])
  await client.post(`/changes/${change.id}/undo`, {})
  expect(await task(client, 'One')).toMatchObject({ date: today })
  expect(await task(client, 'Three')).toMatchObject({ date: yesterday })
})

test('Undo takes the line of a closed day back, and a week that is full refuses one and moves nothing', async () => {
  const client = await signedIn(preferences)
  const { id } = await add(client, { title: 'One' })
  const words = () => rows('SELECT words FROM reviews WHERE user_id = ? AND deleted_at IS NULL', client.userId)
  await client.post('/plan/close', { line: 'A good day', [`to-${id}`]: tomorrow })
  await client.post(`/changes/${(await lastChange(client)).id}/undo`, {})
  expect(await words()).toEqual([])
  expect(await task(client, 'One')).toMatchObject({ date: today })
  await client.json('POST', '/api/v1/reviews', { period: 'week', date: today, words: 'a'.repeat(10_000) })
  const refused = await client.post('/plan/close', { line: 'One more', [`to-${id}`]: 'someday' })
  expect(refused.status).toBe(422)
  const again = await refused.text()
  expect(again).toMatch(/value="One more"[\s\S]*at their maximum length/)
  expect(again).toMatch(/<option value="someday" selected/)
  expect(await task(client, 'One')).toMatchObject({ date: today })
  const long = await client.post('/plan/close', { line: 'a'.repeat(501) })
  expect([long.status, (await long.text()).includes('at most 500 characters')]).toEqual([422, true])
})

test('a day that is planned holds as much on Today as in its plan', async () => {
  const client = await signedIn({ ...preferences, daily_target_minutes: 60 })
  await add(client, { title: 'Long', estimated_minutes: 480 })
  await meet(client, { title: 'Review', time: '10:00', duration_minutes: 120 })
  const over = async (path: string) => /(\d[\w ]* over[\w ]*)</.exec(await (await client.get(path)).text())?.[1]
  // Until then the target measures it, and the words say so.
  expect(await over('/')).toBe('9h over target')
  await client.post('/plan/done', {})
  expect([await over('/'), await over('/plan?step=fit')]).toEqual(['1h over', '1h over'])
  // So it does once the next day is planned.
  await client.post(`/plan/done?date=${tomorrow}`, {})
  expect(await over('/')).toBe('1h over')
})

test('a day that was, and one that is none, count as today', async () => {
  const client = await signedIn(preferences)
  for (const date of [yesterday, '2026-02-30', 'x', '2036-01-01', '']) {
    expect(await page(client, `?date=${date}&step=nonsense`)).toContain('Plan today')
  }
})
