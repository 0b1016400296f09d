import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, rows, toastOf } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { deleteProject, put, putGoal, putProject, words } from '../sessions/testing'
import { personAtNoon } from './testing'

let client: Client
beforeEach(async () => {
  client = await personAtNoon()
})

const all = (client: Client) =>
  rows('SELECT * FROM sessions WHERE user_id = ? AND deleted_at IS NULL ORDER BY started_at, number', client.userId)

const onPage = { part: true, page: '/sessions' }

const ask = async (client: Client, entry: string) => {
  const answer = await client.get(`/sessions/entry?${new URLSearchParams({ entry })}`, onPage)
  expect(answer.status).toBe(200)
  return words(await answer.text()).replace(' ,', ',')
}

describe('a line with the end of a focus', () => {
  test('starts it until that clock time comes next', async () => {
    vi.setSystemTime('2026-03-10T12:00:20Z')
    expect(await ask(client, 'report focus until 13:30')).toContain('starts a focus of 1h 29m')
    await client.post('/sessions/entry', { entry: 'report focus until 13:30' })
    expect(await all(client)).toMatchObject([{ title: 'report', focus_ends_at: Date.parse('2026-03-10T13:30Z') }])
    vi.setSystemTime('2026-03-10T22:30:00Z')
    await client.post('/sessions/entry', { entry: 'mail since 21:00 focus until 0:30' })
    expect((await all(client)).at(-1)).toMatchObject({ title: 'mail', focus_ends_at: Date.parse('2026-03-11T00:30Z') })
  })

  test.each(['focus until 12:00', 'focus until 0:30'])('%s is refused', async (entry) => {
    expect(await ask(client, entry)).toContain('A focus lasts from 1 minute to 12 hours.')
    const answer = await client.post('/sessions/entry', { entry }, onPage)
    expect([answer.status, await all(client)]).toEqual([422, []])
  })
})

describe('a line with focus and a length', () => {
  test.each([
    ['90m Deep work focus', 'Deep work', 5400],
    ['focus for 50 minutes on essay', 'essay', 3000],
    ['focus 25', '', 1500],
  ])('starts one: %s', async (entry, title, seconds) => {
    expect(await ask(client, entry)).toContain('starts a focus of')
    await client.post('/sessions/entry', { entry })
    const [started] = await rows<{ started_at: number; focus_ends_at: number }>(
      "SELECT started_at, focus_ends_at FROM sessions WHERE user_id = ? AND status = 'active'",
      client.userId,
    )
    expect(await all(client)).toMatchObject([{ title, status: 'active' }])
    expect((started?.focus_ends_at ?? 0) - (started?.started_at ?? 0)).toBe(seconds * 1000)
  })

  test.each([
    ['focus 0m', 'A focus lasts from 1 minute to 12 hours, not 0m.'],
    ['focus 30h', 'A focus lasts from 1 minute to 12 hours, not 30h.'],
    ['focus until 25:99', 'There is no 25:99. Use minutes from 00 to 59.'],
    ['essay focus 900', 'not 900 minutes.'],
  ])('is refused by what is wrong with it: %s', async (entry, message) => {
    expect(await ask(client, entry)).toContain(message)
    const answer = await client.post('/sessions/entry', { entry }, onPage)
    expect([answer.status, await all(client)]).toEqual([422, []])
    expect(words(await answer.text())).toContain(message)
  })
})

describe('a line without a time', () => {
  test('starts the timer with all that it names, and Undo takes it back', async () => {
    const [project_id, goal_id] = [await putProject(client, 'Acme'), await putGoal(client, 'Finish thesis')]
    const entry = 'writing report @acme #deep !"Finish thesis"'
    const answer = await client.post('/sessions/entry', { entry }, { page: '/goals' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/goals'])
    expect(await all(client)).toMatchObject([
      { source: 'timer', status: 'active', title: 'writing report', project_id, goal_id, tags: '["deep"]' },
    ])
    const toast = toastOf(answer)
    expect(toast.message).toBe('Started “writing report” with new tag #deep')
    await client.post(toast.undo)
    expect(await all(client)).toEqual([])
  })

  test('stops what runs at that instant, and says so while it is typed', async () => {
    await client.post('/sessions/entry', { entry: 'Methods' })
    vi.setSystemTime('2026-03-10T12:30:00Z')
    expect(await ask(client, 'report')).toMatch(/Start, and stop Methods $/)
    expect(await ask(client, 'report since 12:10')).toMatch(/Start at 12:10, and stop Methods $/)
    expect(await ask(client, '25m report')).toMatch(/Log 25m, 12:05–12:30 $/)
    await client.post('/sessions/entry', { entry: 'report since 12:10' })
    const [first, second] = await all(client)
    expect(first).toMatchObject({ title: 'Methods', status: 'completed', duration_seconds: 600 })
    expect(second).toMatchObject({ title: 'report', status: 'active', started_at: first?.ended_at })
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('gives htmx the empty line, the bar, the list with what it stopped, and a toast', async () => {
    await put(client, '2026-03-10T08:00Z', 30, { time_zone: 'UTC' })
    await client.post('/sessions/entry', { entry: 'Methods' })
    vi.setSystemTime('2026-03-10T12:30:00Z')
    const answer = await client.post('/sessions/entry', { entry: 'report' }, onPage)
    expect(answer.headers.get('HX-Trigger')).toContain('timer-changed')
    const html = await answer.text()
    expect(html).toMatch(/^<form class="entry"[^>]*id="entry-form"/)
    expect(html).toMatch(/<input[^>]*name="entry"(?![^>]*value="report)/)
    expect(html).toMatch(/<hx-partial hx-target="#timer"[^>]*><section class="timer" id="timer"/)
    expect(html).toMatch(/<hx-partial hx-target="#session-list"/)
    expect(words(html)).toContain('Stopped “Methods” after 30m, started “report” Undo')
  })

  test('makes the project that the person chose to create', async () => {
    const made = await client.post('/sessions/entry', { entry: 'draft @"New one"', create: 'New one' })
    expect(toastOf(made).message).toBe('Started “draft” in new project “New one”')
    const [project] = await rows('SELECT id, name FROM projects WHERE user_id = ?', client.userId)
    expect(project).toMatchObject({ name: 'New one' })
    expect(await all(client)).toMatchObject([{ project_id: project?.id, status: 'active' }])
  })

  test('starts where it says, at most a day back and not before what runs', async () => {
    await client.post('/sessions/entry', { entry: 'writing since 9' })
    expect(await all(client)).toMatchObject([{ started_at: Date.parse('2026-03-10T09:00Z') }])
    for (const [entry, reason] of [
      ['report @Never since 8:30', 'The running timer started at 09:00. Choose 09:00 or later.'],
      ['report @Never today since 13', 'That is in the future.'],
      ['report @Never 2026-03-08 since 9', 'A timer can start at most 24 hours back. Log a session instead.'],
    ] as const) {
      const refused = await client.post('/sessions/entry', { entry }, onPage)
      expect(refused.status).toBe(422)
      const html = await refused.text()
      expect(words(html)).toContain(reason)
      expect(html).toContain(`value="${entry}"`)
      expect(await ask(client, entry)).toContain(reason)
      expect(await ask(client, entry)).toMatch(/ Start $/)
    }
    expect(await all(client)).toHaveLength(1)
    expect(await rows('SELECT 1 FROM projects WHERE user_id = ?', client.userId)).toEqual([])
  })
})

test('a time with `at` is that of a task, which says that it is past; a time alone starts the timer then', async () => {
  const onToday = { part: true, page: '/' }
  const entry = 'Call Ana at 9:30'
  const sent = await client.post('/sessions/entry', { entry }, onToday)
  expect([sent.status, sent.headers.get('Location')]).toEqual([307, '/capture?kind=task'])
  const preview = await client.get(`/capture?${new URLSearchParams({ kind: 'task', entry })}`, onToday)
  expect(words(await preview.text())).toMatch(/task Call Ana for today at 09:30, already past .*Add task for today/)
  expect(await all(client)).toEqual([])
  expect(await ask(client, entry)).toMatch(/Start at 09:30 $/)
  const wrong = 'There is no 25:00. Use hours from 0 to 23.'
  expect(await ask(client, 'Call Ana at 25:00')).toContain(wrong)
  const tomorrow = await client.post('/capture', { kind: 'task', entry: 'Call Ana at 25:00 tomorrow' }, onToday)
  expect([tomorrow.status, words(await tomorrow.text())]).toEqual([422, expect.stringContaining(wrong)])
  await client.post('/sessions/entry', { entry: '9:30 standup' }, onToday)
  expect(await all(client)).toMatchObject([
    { title: 'standup', status: 'active', started_at: Date.parse('2026-03-10T09:30Z') },
  ])
})

test.each(['Read 20 minutes on weekdays', 'habit Meditate every day', 'Gym 3x a week', 'No sugar on weekdays'])(
  'Today’s line makes a habit of “%s”, other lines do not',
  async (entry) => {
    const onToday = { part: true, page: '/' }
    expect(
      (await client.get(`/sessions/entry?${new URLSearchParams({ entry })}`, onToday)).headers.get('Location'),
    ).toBe(`/capture?${new URLSearchParams({ kind: 'goal', entry })}`)
    const sent = await client.post('/sessions/entry', { entry }, onToday)
    expect([sent.status, sent.headers.get('Location')]).toEqual([307, '/capture?kind=goal'])
    expect(await (await client.post('/capture?kind=goal', { entry }, onToday)).text()).toContain('Habit added')
    expect(await all(client)).toEqual([])
    expect((await client.get(`/sessions/entry?${new URLSearchParams({ entry })}`)).status).toBe(200)
  },
)

test('a session that would end in the future is logged once the person says how', async () => {
  const entry = 'today 11:30-12:30 call'
  const refused = await client.post('/sessions/entry', { entry }, onPage)
  expect(refused.status).toBe(422)
  const html = await refused.text()
  expect(words(html)).toContain('This ends in the future. Choose how to log it.')
  expect(Array.from(html.matchAll(/name="future" value="(\w+)"/g), ([, answer]) => answer)).toEqual(['now', 'planned'])
  expect(words(html)).toContain('Log until now, 11:30–12:00')
  expect(words(await (await client.post('/sessions/entry', { entry })).text())).toContain('Plan 11:30–12:30')
  expect(await ask(client, entry)).toContain('ends in the future')
  expect(await all(client)).toEqual([])
  await client.post('/sessions/entry', { entry, future: 'now' })
  expect(await all(client)).toMatchObject([{ ended_at: Date.parse('2026-03-10T12:00Z'), duration_seconds: 1800 }])
})

test('an answer counts for the line that it was asked about, and a new line is asked anew', async () => {
  const asked = 'today 11:30-12:30 call'
  const answer = (entry: string, more: Record<string, string>) =>
    client.post('/sessions/entry', { entry, asked, ...more }, onPage)
  expect(await (await client.post('/sessions/entry', { entry: asked }, onPage)).text()).toMatch(
    /<input(?=[^>]* name="asked")(?=[^>]* value="today 11:30-12:30 call")/,
  )
  const other = await answer('Read 1h', { future: 'planned' })
  expect(other.status).toBe(422)
  expect(words(await other.text())).toMatch(/The line means something else by now/)
  const again = await (await answer('today 11:30-13:30 call', { future: 'planned' })).text()
  expect(again).toContain('value="today 11:30-13:30 call"')
  expect(words(again)).toContain('Plan 11:30–13:30')
  for (const path of ['/sessions/entry', '/timer/start'])
    expect((await client.post(path, { entry: 'read @New', asked: 'write @New', create: 'New' }, onPage)).status).toBe(
      422,
    )
  expect(await rows('SELECT 1 FROM projects WHERE user_id = ?', client.userId)).toEqual([])
  expect(await all(client)).toEqual([])
  // The line’s own button is no answer.
  await answer('Read 1h', { offered: 'Call' })
  expect(await all(client)).toMatchObject([{ title: 'Read', duration_seconds: 3600 }])
})

test('Undo takes back the project that its line created, unless something else uses it', async () => {
  const projects = async () =>
    (await rows('SELECT name FROM projects WHERE user_id = ? AND deleted_at IS NULL', client.userId)).length
  const lines = [
    ['/sessions/entry', { entry: '10m x @New', create: 'New' }],
    ['/sessions/entry', { entry: 'x @New', create: 'New' }],
    ['/tasks/quick', { line: 'x @New', create: 'New' }],
    ['/capture?kind=task', { entry: 'x @New', create: 'New' }],
  ] as const
  for (const [path, typed] of lines) {
    const undo = toastOf(await client.post(path, typed)).undo
    expect([path, await projects()]).toEqual([path, 1])
    expect((await client.post(undo)).status).toBe(303)
    expect([path, await projects()]).toEqual([path, 0])
  }
  const undo = toastOf(await client.post(lines[0][0], lines[0][1])).undo
  await client.post('/tasks/quick', { line: 'y @New' })
  await client.post(undo)
  expect([await projects(), await all(client)]).toEqual([1, []])
})

describe('a goal', () => {
  test('that is not clear is said, and nothing is lost', async () => {
    await putGoal(client, 'Finish <b>')
    await putGoal(client, 'Final draft')
    const entry = 'report !fin @New'
    const reason = '“fin” could be “Final draft” or “Finish &lt;b&gt;”. Type more of the title.'
    const html = await (await client.post('/sessions/entry', { entry }, onPage)).text()
    expect(html).toContain(`value="${entry}"`)
    expect(html.replace(/[\u2068\u2069]/g, '')).toContain(reason)
    expect((await ask(client, entry)).replace(/[\u2068\u2069]/g, '')).toContain(`goal ${reason}`)
    expect(await rows('SELECT 1 FROM projects WHERE user_id = ?', client.userId)).toEqual([])
  })

  test('of somebody else, or one that was ended, is not there', async () => {
    const other = await personAtNoon()
    await putGoal(other, 'Theirs')
    const ended = await putGoal(client, 'Ended')
    await client.post(`/goals/${ended}/cancel`)
    for (const name of ['Theirs', 'Ended']) {
      expect((await client.post('/sessions/entry', { entry: `!${name}` }, onPage)).status).toBe(422)
    }
    expect(await all(client)).toEqual([])
  })
})

test('what is tracked already is said before it is logged', async () => {
  await put(client, '2026-03-10T09:00Z', 60)
  await put(client, '2026-03-10T09:30Z', 60)
  await put(client, '2026-03-10T11:00Z', 30)
  expect(await ask(client, '9:50-11:10 call')).toContain('overlaps 50m')
  expect(await ask(client, '8-9 call')).not.toContain('overlaps')
  await client.post('/sessions/entry', { entry: '9:50-11:10 call' })
  expect(await all(client)).toHaveLength(4)
})

describe('again', () => {
  const button = (html: string, label: string) =>
    new RegExp(`<form method="post" action="/timer/start"(?:(?!</form>).)*aria-label="${label}"`, 's').test(html) ||
    new RegExp(`<button[^>]* aria-label="${label}"[^>]* form="play" name="again"`).test(html)

  test('stands on every finished session, goal and project', async () => {
    const project_id = await putProject(client, 'Acme')
    const goal_id = await putGoal(client, 'Finish')
    const { id } = await put(client, '2026-03-10T09:00Z', 60, { title: 'Call "x"', project_id, goal_id })
    const at = async (path: string) => (await client.get(path)).text()
    for (const path of ['/sessions', `/sessions/${id}`, `/goals/${goal_id}`, '/search?q=Call', '/timer']) {
      expect([path, button(await at(path), 'Start again: Call &quot;x&quot;')]).toEqual([path, true])
    }
    expect(button(await at('/goals'), 'Start: Finish')).toBe(true)
    expect(button(await at(`/goals/${goal_id}`), 'Start: Finish')).toBe(true)
    expect(button(await at('/projects'), 'Start: Acme')).toBe(true)
    await client.post(`/goals/${goal_id}/complete`)
    expect(button(await at(`/goals/${goal_id}`), 'Start: Finish')).toBe(false)
    await client.post(`/projects/${project_id}/deactivate`)
    expect(button(await at('/projects'), 'Start: Acme')).toBe(false)
  })

  test('leaves out what was deleted since, and says so', async () => {
    const project_id = await putProject(client, 'Acme')
    const { id } = await put(client, '2026-03-10T09:00Z', 60, { title: 'Call', project_id })
    await deleteProject(project_id)
    const answer = await client.post('/timer/start', { again: id })
    expect(toastOf(answer).message).toBe('Started “Call” without its deleted project')
    expect((await all(client)).at(-1)).toMatchObject({ title: 'Call', project_id: null, status: 'active' })
  })

  test('of a session that is gone starts nothing, and leaves the bar', async () => {
    const { id } = await put(client, '2026-03-10T09:00Z', 60)
    await client.post(`/sessions/${id}/delete`)
    const answer = await client.post('/timer/start', { again: id }, onPage)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toMatch(/^<section class="timer idle" id="timer"/)
    expect(words(html)).toContain('The session to continue no longer exists.')
    expect(await all(client)).toEqual([])
  })
})
