import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { addDays, dayStart, isoWeekday, weekOf } from '../../../lib/time/days'
import { newSession, putAll, words } from '../../../time/sessions/testing'
import { added, part, stored, text, today } from '../testing'
import { utc } from './testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

/** The ISO weekday before today's: every other day may be a rest day. */
const restless = () => ((isoWeekday(today()) + 5) % 7) + 1

/** A session of so many minutes on a date, of a goal. */
const tracked = (date: string, minutes: number, goal_id: string) =>
  newSession(dayStart(date, utc), minutes, { ...utc, goal_id })

describe('the form', () => {
  test.each([
    ['1,000h', 60_000],
    ['', null],
    ['3', 180],
    ['100000h', 6_000_000],
  ])('takes %j as hours planned', async (typed, minutes) => {
    const { id } = await added(client, 'Goal', { target_minutes: typed })
    expect(await stored(client, id)).toMatchObject({ target_minutes: minutes })
    const form = await text(client.get(`/goals/${id}/edit`))
    const [, value = ''] = / value="([^"]*)"[^>]* name="target_minutes"/.exec(form) ?? []
    const { seq } = await stored(client, id)
    expect((await client.post(`/goals/${id}`, { title: 'Goal', target_minutes: value, seq })).status).toBe(303)
    expect((await stored(client, id)).target_minutes).toBe(minutes)
  })

  test.each([
    ['0', 'Enter 1 minute to 100,000 hours'],
    ['100001h', 'Enter 1 minute to 100,000 hours'],
    ['soon', 'Enter a time such as 60h'],
  ])('refuses %j as hours planned, and keeps it', async (typed, message) => {
    const answer = await client.post('/goals', { title: 'Goal', target_minutes: typed }, part)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    for (const shown of [message, `value="${typed}"`]) expect(html).toContain(shown)
  })

  test('asks for hours where progress comes from tracked time, and knows its sources', async () => {
    const add = (fields: Record<string, string>) => client.post('/goals', { title: 'Goal', ...fields })
    const refused = await add({ progress_source: 'time' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Progress from tracked time needs a target time')
    expect((await add({ progress_source: 'magic' })).status).toBe(422)
    expect((await add({ progress_source: 'time', target_minutes: '2h' })).status).toBe(303)
  })

  test('offers progress by hand only where it counts', async () => {
    const whole = await added(client, 'Whole', { status: 'in_progress', progress_percentage: 10 })
    expect(await text(client.get(`/goals/${whole.id}/edit`))).toContain('name="progress_percentage"')
    await added(client, 'Part', { parent_id: whole.id, progress_percentage: 40 })
    const form = await text(client.get(`/goals/${whole.id}/edit`))
    expect(form).not.toContain('name="progress_percentage"')
    expect(form).toContain('Currently from 1 subgoal')
    const page = await text(client.get(`/goals/${whole.id}`))
    expect(page).not.toContain('Set progress')
    expect(page).toMatch(/aria-label="Progress of Whole: 40 %"/)
  })
})

describe('automatic progress', () => {
  test('is the default of the form, the line and the API; existing goals keep their source', async () => {
    await client.post('/goals', { title: 'By form' })
    await client.post('/capture', { kind: 'goal', entry: 'By line' })
    await client.json('POST', '/api/v1/goals', { title: 'By API' })
    const sources = () => rows('SELECT DISTINCT progress_source FROM goals WHERE user_id = ?', client.userId)
    expect(await sources()).toEqual([{ progress_source: 'auto' }])
    expect(await text(client.get('/goals/new'))).toContain('value="auto" checked')
    const { id, seq } = await added(client, 'By hand', { progress_source: 'manual' })
    await client.post(`/goals/${id}`, { title: 'Renamed', seq })
    expect(await stored(client, id)).toMatchObject({ progress_source: 'manual' })
  })

  test('shows milestones and target time together, on the page and in the list', async () => {
    const { id } = await added(client, 'Both', { target_minutes: '60h' })
    for (const description of ['One', 'Two', 'Three']) await client.post(`/goals/${id}/milestones`, { description })
    expect(words(await text(client.get(`/goals/${id}`)))).toContain('0 of 3 milestones, 0m of 60h')
    expect(words(await text(client.get('/goals')))).toMatch(/0m of 60h.*0 of 3/)
  })
})

describe('a row', () => {
  test('says what is reached of a period, till when, what is needed and what was met', async () => {
    const week = weekOf(today(), 1)
    const start = addDays(week.from, -28)
    const { id } = await added(client, 'Weekly', {
      kind: 'weekly',
      target_minutes: '1h',
      status: 'in_progress',
      start_date: start,
    })
    await putAll(client, [
      ...[1, 2, 4].map((n) => tracked(addDays(week.from, -7 * n), 60, id)),
      tracked(addDays(week.from, -21), 59, id),
      tracked(week.from, 55, id),
    ])
    const html = words(await text(client.get('/goals')))
    expect(html).toMatch(/5m left this week(, \dm on each of \d days)?/)
    expect(html).toMatch(/per week +until (today|\w+day)/)
    expect(html).toContain('55m of 1h')
    const page = words(await text(client.get(`/goals/${id}`)))
    expect(page).toContain('3 met · 1 missed · 2 weeks in a row')
    expect(page).toMatch(/left this week.* until (today|\w+day)/)
    expect(page.match(/ met | missed /g)?.length).toBeGreaterThanOrEqual(4)
  })

  test('of what a changed goal is part of shows its new progress', async () => {
    const root = await added(client, 'Root', { status: 'in_progress' })
    const middle = await added(client, 'Middle', { status: 'in_progress', parent_id: root.id })
    const leaf = await added(client, 'Leaf', { status: 'in_progress', parent_id: middle.id })
    const html = await text(
      client.post(`/goals/${leaf.id}`, { title: 'Leaf', progress_percentage: 60, seq: leaf.seq }, part),
    )
    expect(html.match(/60%<\/a>/g)).toHaveLength(3)
    const list = await text(client.get('/goals'))
    expect(list.slice(list.indexOf(`id="goal-${leaf.id}"`))).toMatch(/^[^/]*Subgoal, level 2: /)
    const page = await text(client.get(`/goals/${leaf.id}`))
    expect(words(/<nav aria-label="Parent goals">.*?<\/nav>/s.exec(page)?.[0] ?? '')).toMatch(/Root +\/ +Middle/)
  })
})

type Dates = { start_date?: number; target_date?: number; progress_source?: string; status?: string }
const paces: [string, Dates, RegExp][] = [
  ['starts later', { start_date: 3, target_date: 4 }, /Pace +5h a day +to finish on time, from \d+ \w+/],
  ['starts later, without a target date', { start_date: 3 }, /Pace +starts \d+ \w+/],
  ['is overdue', { start_date: -9, target_date: -3 }, /Pace +3 days overdue, 10h left/],
  [
    'is overdue and by percent',
    { start_date: -9, target_date: -1, progress_source: 'manual' },
    /Pace +1 day overdue(?!,)/,
  ],
  ['has only rest days left', { start_date: -9, target_date: 0 }, /Pace +10h left .*with only rest days until then/],
  ['was completed', { target_date: 3, status: 'completed' }, /Pace +completed/],
  ['was cancelled', { target_date: 3, status: 'cancelled' }, /Pace +cancelled/],
]

test.each(paces)('the pace of a goal that %s says so', async (_, { start_date, target_date, ...values }, said) => {
  const client = await signedIn({
    rest_days: target_date === 0 ? [1, 2, 3, 4, 5, 6, 7].filter((day) => day !== restless()) : [],
  })
  const dates = Object.entries({ start_date, target_date }).flatMap(([name, days]) =>
    days === undefined ? [] : [[name, addDays(today(), days)]],
  )
  const time = { progress_source: 'time', target_minutes: '10h', status: 'in_progress' }
  const { id } = await added(client, 'Goal', { ...time, ...values, ...Object.fromEntries(dates) })
  expect(words(await text(client.get(`/goals/${id}`)))).toMatch(said)
})

describe('the target of a period', () => {
  const targets = (userId: string) =>
    rows('SELECT from_date, kind, target_minutes, week_start FROM goal_targets WHERE user_id = ? ORDER BY 1', userId)

  test('is written with the goal, and once a day however often the goal is edited', async () => {
    const { id } = await added(client, 'Weekly', { kind: 'weekly', target_minutes: '1h' })
    const { from } = weekOf(today(), 1)
    for (const target_minutes of ['2h', '2h', '3h']) {
      const { seq } = await stored(client, id)
      await client.post(`/goals/${id}`, { title: 'Weekly', target_minutes, seq })
    }
    const rule = { from_date: today(), kind: 'weekly', target_minutes: 180, week_start: 1 }
    const written = today() === from ? [rule] : [{ ...rule, from_date: from, target_minutes: 60 }, rule]
    expect(await targets(client.userId)).toEqual(written)
    await client.post(`/goals/${id}/cancel`)
    expect((await targets(client.userId)).at(-1)).toMatchObject({
      from_date: addDays(today(), 1),
      target_minutes: null,
    })
    await client.post(`/goals/${id}/reopen`)
    expect(await targets(client.userId)).toEqual(written)
  })

  test('goes by the new week when the week begins on another day', async () => {
    await added(client, 'Weekly', { kind: 'weekly', target_minutes: '1h', start_date: addDays(today(), -30) })
    await added(client, 'Monthly', { kind: 'monthly', target_minutes: '1h' })
    const { id } = await added(client, 'Deleted', {
      kind: 'weekly',
      target_minutes: '1h',
      start_date: addDays(today(), -9),
    })
    await client.post(`/goals/${id}/delete`)
    await client.post('/settings', { week_start: 4 })
    const changed = async () => (await targets(client.userId)).filter(({ week_start }) => week_start === 4)
    const rule = { from_date: today(), kind: 'weekly', target_minutes: 60, week_start: 4 }
    expect(await changed()).toEqual([rule])
    await client.post(`/goals/${id}/restore`)
    expect(await changed()).toEqual([rule, rule])
  })
})

test('a goal’s page is whole for a deep tree', async () => {
  const ids: string[] = []
  for (let level = 0; level < 8; level += 1) {
    ids.push((await added(client, `Level ${level}`, { parent_id: ids.at(-1) ?? '', status: 'in_progress' })).id)
  }
  await putAll(client, [tracked(today(), 30, ids.at(-1) ?? '')])
  const page = await text(client.get(`/goals/${ids[0]}`))
  for (const id of ids.slice(1)) expect(page).toContain(`id="goal-${id}"`)
  expect(words(page)).toContain('30m in subgoals')
})

test('a goal’s page says of a cancelled part that it is, and what a period’s progress is of', async () => {
  const whole = await added(client, 'Whole', { kind: 'weekly', target_minutes: '5h' })
  const gone = await added(client, 'Gone', { parent_id: whole.id, target_date: '2031-01-15' })
  await putAll(client, [tracked(today(), 90, whole.id)])
  await client.post(`/goals/${gone.id}/cancel`)
  const page = words(await text(client.get(`/goals/${whole.id}`)))
  expect(page).toMatch(/15 Jan 2031 +cancelled/)
  expect(page).toContain('by tracked time, 1h 30m of 5h')
})

test('a week that was met stays drawn as met when the target is raised', async () => {
  const { from } = weekOf(addDays(today(), -14), 1)
  const goal = await added(client, 'Weekly', { kind: 'weekly', target_minutes: '1h', start_date: from })
  await putAll(client, [tracked(from, 90, goal.id), tracked(addDays(from, 7), 30, goal.id)])
  await client.post(`/goals/${goal.id}`, { title: 'Weekly', target_minutes: '2h', seq: goal.seq })
  const page = await text(client.get(`/goals/${goal.id}`))
  const bars = [...page.matchAll(/<rect class="([^"]*)"/g)].map(([, tone]) => tone)
  expect(bars.slice(-3)).toEqual(['fill', 'fill-soft', 'fill-open'])
})

test('a goal’s page shows at most 200 parts, and says how many more there are', async () => {
  const { id } = await added(client, 'Whole')
  await env.DB.prepare(
    `INSERT INTO goals (user_id, id, parent_id, title, seq, created_at, updated_at)
     WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 203)
     SELECT ?1, 'part-' || n, ?2, 'Part ' || n, 1, 1, 1 FROM n`,
  )
    .bind(client.userId, id)
    .run()
  const page = await text(client.get(`/goals/${id}`))
  expect(page.match(/<li id="goal-[^"]*" class="row"/g)).toHaveLength(200)
  expect(words(page)).toContain('3 more subgoals not shown')
})

test('the chart of a goal’s page begins with its start, or with its first tracked time', async () => {
  const chart = async (fields: Record<string, string>, daysAgo: number) => {
    const { id } = await added(client, 'Goal', fields)
    await putAll(client, [tracked(addDays(today(), -daysAgo), 60, id)])
    return words(await text(client.get(`/goals/${id}`)))
  }
  expect(await chart({}, 0)).toMatch(/1h in 1 week /)
  expect(await chart({ start_date: addDays(today(), -14) }, 0)).toContain('1h in 3 weeks')
  expect(await chart({}, 21)).toContain('1h in 4 weeks')
  expect(await chart({}, 400)).not.toContain('Time by week')
})
