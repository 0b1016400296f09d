import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { cost, rows, signedIn } from '../../test/client'
import {
  berlin,
  deleteProject,
  ids,
  ledger,
  newSession,
  nextPage,
  put,
  putAll,
  putGoal,
  putProject,
  rowIds,
  stored,
  words,
} from './testing'

test('a page shows exactly 50 sessions, newest first, and links to the earlier ones until none are left', async () => {
  const client = await signedIn(berlin)
  const made: string[] = []
  for (let n = 0; n < 120; n += 1) {
    const session = await put(client, new Date(Date.UTC(2015, 2, 1) + n * 20 * 60_000 * 24).toISOString(), 10)
    made.unshift(session.id)
  }
  const seen: string[] = []
  let path: string | undefined = '/sessions'
  const sizes: number[] = []
  while (path) {
    const html: string = await (await client.get(path)).text()
    expect(new Set(ids(html)).size).toBe(ids(html).length)
    sizes.push(rowIds(html).length)
    seen.push(...rowIds(html).flatMap((id) => id ?? []))
    path = nextPage(html)
  }
  expect(sizes).toEqual([50, 50, 20])
  expect(seen).toEqual(made)
})

test('the next page as a part goes on in the last day without a second id', async () => {
  const client = await signedIn(berlin)
  for (let n = 0; n < 70; n += 1) {
    await put(client, new Date(Date.UTC(2015, 2, n < 40 ? 2 : 1, 1) + n * 600_000).toISOString(), 10)
  }
  const first = await (await client.get('/sessions')).text()
  const next = /hx-get="([^"]+cursor[^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const part = await (await client.get(next, { part: true, page: '/sessions' })).text()
  expect(part).toContain('<hx-partial hx-target="#day-2015-03-01-rows" hx-swap="beforeend">')
  expect(rowIds(part)).toHaveLength(20)
  const together = [...ids(first), ...ids(part)].filter((id) => id !== 'session-more' && id !== 'shown-to')
  expect(new Set(together).size).toBe(together.length)
  expect(words(part)).toContain('70 sessions')
})

test('a day says what was tracked, and the clock time where sessions overlap', async () => {
  const client = await signedIn(berlin)
  await put(client, '2015-03-10T08:00:00Z', 60, { title: 'First' })
  await put(client, '2015-03-10T08:40:00Z', 60, { title: 'Second' })
  await put(client, '2015-03-11T08:00:00Z', 30, { title: 'Alone' })
  const text = words(await (await client.get('/sessions')).text())
  expect(text).toMatch(/Wednesday, 11 March 2015 30m tracked Timeline 09:00/)
  expect(text).toMatch(/Tuesday, 10 March 2015 2h tracked \( ?1h 40m without overlap\) Timeline 09:40/)
  expect(text.match(/overlaps 20m/g)).toHaveLength(2)
})

test('the sums of a day are right where the page cuts it and where a night reaches into it', async () => {
  const client = await signedIn(berlin)
  await put(client, '2015-03-09T22:30:00Z', 60, { title: 'Night' })
  for (let n = 0; n < 60; n += 1) await put(client, new Date(Date.UTC(2015, 2, 10, 8, n * 5)).toISOString(), 6)
  const first = await (await client.get('/sessions')).text()
  const day = words(first).match(
    /Tuesday, 10 March 2015 30m carried over (\S+ \S+) tracked \( ?(\S+ \S+) without overlap\)/,
  )
  expect(day?.slice(1)).toEqual(['6h 30m', '5h 31m'])
  const next = nextPage(first) ?? ''
  const second = words(await (await client.get(next)).text())
  expect(second).toMatch(
    /Tuesday, 10 March 2015 continued 30m carried over 6h 30m tracked \( ?5h 31m without overlap\)/,
  )
  const [daily] = await rows<{ total_seconds: number }>(
    "SELECT total_seconds FROM daily_stats WHERE user_id = ? AND subject = 'all' AND date = '2015-03-10'",
    client.userId,
  )
  expect(daily?.total_seconds).toBe(6.5 * 3600)
})

test('a session over midnight says so, and a day shows what was carried into it', async () => {
  const client = await signedIn(berlin)
  const night = await put(client, '2015-03-09T22:30:00Z', 100, { title: 'Night' })
  const all = words(await (await client.get('/sessions')).text())
  expect(all).toContain('23:30 – 01:10 +1')
  expect(all).toContain('30m of it on this day')
  const html = await (await client.get('/sessions?from=2015-03-10&to=2015-03-10')).text()
  expect(rowIds(html)).toEqual([night.id])
  expect(words(html)).toMatch(/Tuesday, 10 March 2015 1h 10m tracked Timeline Mon 9 23:30/)
  expect(words(html)).toContain('1 session')
  expect(html).toContain('/sessions?from=2015-03-09&amp;to=2015-03-09&amp;subject=all')
  expect(html).toContain('/stats?from=2015-03-10&amp;to=2015-03-10')
})

test('the list is limited by days and by project, and says so', async () => {
  const client = await signedIn(berlin)
  const thesis = await putProject(client, 'Thesis <b>')
  const goal = await putGoal(client, 'Finish')
  const a = await put(client, '2015-03-09T08:00:00Z', 30, { project_id: thesis })
  const b = await put(client, '2015-03-10T08:00:00Z', 30, { goal_id: goal })
  const c = await put(client, '2015-03-11T08:00:00Z', 30, { project_id: thesis, goal_id: goal })
  const found = async (query: string) => rowIds(await (await client.get(`/sessions?${query}`)).text())
  expect(await found(`subject=project:${thesis}`)).toEqual([c.id, a.id])
  expect(await found('subject=project:none')).toEqual([b.id])
  expect(await found(`subject=goal:${goal}`)).toEqual([c.id, b.id])
  expect(await found('from=2015-03-10')).toEqual([c.id, b.id])
  expect(await found(`to=2015-03-10&subject=project:${thesis}`)).toEqual([a.id])
  const html = await (await client.get(`/sessions?from=2015-03-09&to=2015-03-09&subject=project:${thesis}`)).text()
  expect(words(html)).toContain('Monday, 9 March')
  expect(html).toContain('Thesis &lt;b&gt;')
  expect(html).not.toContain('Thesis <b>')
})

test.each([
  ['from=2015-02-30', 'Enter a date that exists'],
  ['to=yesterday', 'Enter a date that exists'],
  ['from=2015-03-02&to=2015-03-01', 'The last day is before the first'],
  ['subject=project', 'Choose a project or goal to filter by'],
  ['cursor=nonsense', 'This page of the list doesn’t exist'],
])('an address with %s is answered with 422 and the reason', async (query, reason) => {
  const client = await signedIn(berlin)
  const response = await client.get(`/sessions?${query}`)
  expect(response.status).toBe(422)
  expect(await response.text()).toContain(reason)
})

test('a project or goal of somebody else is not to be found', async () => {
  const [client, other] = [await signedIn(berlin), await signedIn(berlin)]
  const theirs = await putProject(other, 'Theirs')
  expect((await client.get(`/sessions?subject=project:${theirs}`)).status).toBe(404)
  expect((await client.get('/sessions?subject=goal:no-such-goal')).status).toBe(404)
})

test('a deleted project keeps its name on old sessions', async () => {
  const client = await signedIn(berlin)
  const thesis = await putProject(client, 'Thesis')
  const session = await put(client, '2015-03-09T08:00:00Z', 30, { project_id: thesis })
  await deleteProject(thesis)
  expect(words(await (await client.get('/sessions')).text())).toContain('Thesis (deleted)')
  const form = await (await client.get(`/sessions/${session.id}/edit`)).text()
  expect(form).toMatch(new RegExp(`<option value="${thesis}" selected="">Thesis \\(deleted\\)`))
  const kept = await client.post(`/sessions/${session.id}`, { title: 'Renamed', project_id: thesis, seq: 0 })
  expect(kept.status).toBe(303)
  expect(await stored(client, session.id)).toMatchObject({ title: 'Renamed', project_id: thesis })
})

test('times are shown in the zone and clock they belong to', async () => {
  const client = await signedIn({ ...berlin, clock: 12 })
  await put(client, '2015-03-09T20:00:00Z', 30, { time_zone: 'America/New_York' })
  const text = words(await (await client.get('/sessions')).text())
  expect(text).toContain('4:00 pm – 4:30 pm')
  expect(text).toContain('New York time')
})

test('a session is written down by hand with all it can have', async () => {
  const client = await signedIn(berlin)
  const project_id = await putProject(client, 'Thesis')
  const goal_id = await putGoal(client, 'Finish')
  const response = await client.post('/sessions', {
    title: '  Methods  ',
    project_id,
    goal_id,
    date: '2015-03-09',
    started_at: '9:00',
    ended_at: '10:30',
    notes: 'Line one\r\nLine two',
    tags: '#deep #writing, deep',
  })
  expect(response.status).toBe(303)
  expect(response.headers.get('Location')).toBe('/sessions')
  const [row] = await rows('SELECT * FROM sessions WHERE user_id = ?', client.userId)
  expect(row).toMatchObject({
    source: 'manual',
    status: 'completed',
    title: 'Methods',
    project_id,
    goal_id,
    notes: 'Line one\nLine two',
    tags: '["deep","writing"]',
    started_at: Date.parse('2015-03-09T08:00:00Z'),
    ended_at: Date.parse('2015-03-09T09:30:00Z'),
    duration_seconds: 5400,
    days: '[["2015-03-09",5400]]',
    time_zone: 'Europe/Berlin',
  })
  expect((await ledger(client)).map(({ subject, seconds }) => [subject, seconds])).toEqual([
    ['all', 5400],
    [`goal:${goal_id}`, 5400],
    ['hour:1:09', 3600],
    ['hour:1:10', 1800],
    [`project:${project_id}`, 5400],
    ['tag:#deep', 5400],
    ['tag:#writing', 5400],
    ['tag:several', 5400],
  ])
  expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: 1 })
})

test.each([
  ['90', 5400],
  ['1:30', 5400],
  ['1h 30m', 5400],
  ['1.5h', 5400],
  ['1,5h', 5400],
  ['9-10:30', 5400],
])('the duration %s is understood', async (duration, seconds) => {
  const client = await signedIn(berlin)
  const started_at = duration === '9-10:30' ? '' : '9:00'
  expect((await client.post('/sessions', { date: '2015-03-09', started_at, duration })).status).toBe(303)
  const [row] = await rows('SELECT started_at, duration_seconds FROM sessions WHERE user_id = ?', client.userId)
  expect(row).toEqual({ started_at: Date.parse('2015-03-09T08:00:00Z'), duration_seconds: seconds })
})

test.each([
  [{ duration: '' }, 'duration'],
  [{ duration: '1h', title: 'x'.repeat(201) }, 'title'],
  [{ duration: '1h', notes: 'x'.repeat(10_001) }, 'notes'],
  [{ duration: '1h', tags: Array.from({ length: 21 }, (_, n) => `t${n}`).join() }, 'tags'],
  [{ duration: '1h', tags: 'x'.repeat(51) }, 'tags'],
  [{ duration: '1h', time_zone: 'Mars/Olympus' }, 'time_zone'],
  [{ duration: '1h', project_id: 'nobodys' }, 'project_id'],
  [{ duration: '1h', goal_id: 'nobodys' }, 'goal_id'],
  [{ started_at: '9:00', ended_at: '9:75' }, 'ended_at'],
  [{ date: '2015-02-30', started_at: '9:00', ended_at: '10:00' }, 'date'],
])('a new session with %j is refused next to its field, and what was typed is kept', async (fields, field) => {
  const client = await signedIn(berlin)
  for (const part of [false, true]) {
    const response = await client.post('/sessions', { notes: 'Keep me', ...fields }, { part, page: '/sessions' })
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(html).toMatch(new RegExp(`name="${field}"[^>]*aria-invalid="true"|id="new-session-${field}-error"`))
    if (!('notes' in fields)) expect(html).toContain('Keep me')
  }
  expect(await rows('SELECT 1 FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
})

test('a time zone is kept in its own letters', async () => {
  const client = await signedIn(berlin)
  await client.post('/sessions', { date: '2015-03-09', started_at: '9:00', duration: '1h', time_zone: 'asia/tokyo' })
  const [row] = await rows('SELECT started_at, time_zone FROM sessions WHERE user_id = ?', client.userId)
  expect(row).toEqual({ started_at: Date.parse('2015-03-09T00:00:00Z'), time_zone: 'Asia/Tokyo' })
})

test('a project or goal of somebody else, or a deleted one, cannot be chosen', async () => {
  const [client, other] = [await signedIn(berlin), await signedIn(berlin)]
  const deleted = await putProject(client, 'Gone')
  await deleteProject(deleted)
  const session = await put(client, '2015-03-09T08:00:00Z', 30)
  for (const project_id of [await putProject(other, 'Theirs'), deleted]) {
    expect((await client.post('/sessions', { duration: '1h', project_id })).status).toBe(422)
    expect((await client.post(`/sessions/${session.id}`, { project_id, seq: 0 })).status).toBe(422)
  }
  const goal_id = await putGoal(other, 'Theirs')
  expect((await client.post(`/sessions/${session.id}`, { goal_id, seq: 0 })).status).toBe(422)
  expect(await stored(client, session.id)).toMatchObject({ project_id: null, goal_id: null })
})

test('editing the title alone keeps every second and every day', async () => {
  const client = await signedIn({ time_zone: 'Asia/Tokyo', day_start_minute: 240 })
  const started_at = Date.parse('2015-03-09T22:30:17.250Z')
  const session = await put(client, '2015-03-09T22:30:17.250Z', 0, {
    ended_at: started_at + 643_000 + 60_000,
    duration_seconds: 643,
  })
  const before = await stored(client, session.id)
  const form = await (await client.get(`/sessions/${session.id}/edit`)).text()
  const fields = Object.fromEntries(
    [...form.matchAll(/<input[^>]*name="([^"]+)"[^>]*>/g)].map(([input, name]) => [
      name ?? '',
      /value="([^"]*)"/.exec(input)?.[1] ?? '',
    ]),
  )
  expect(fields.duration).toBe('10m 43s')
  const response = await client.post(`/sessions/${session.id}`, { ...fields, title: 'Renamed' })
  expect(response.status).toBe(303)
  const after = await stored(client, session.id)
  const { title, seq, updated_at, ...same } = after ?? {}
  expect(title).toBe('Renamed')
  expect(before).toMatchObject(same)
})

test('an edit that was overtaken shows both versions, and keeps what was typed', async () => {
  const client = await signedIn(berlin)
  const session = await put(client, '2015-03-09T08:00:00Z', 60)
  await client.post(`/sessions/${session.id}`, { title: 'On the phone', seq: 0 })
  const edit = { title: 'At the desk', duration: '2h', notes: 'typed', seq: 0 }
  for (const part of [true, false]) {
    const response = await client.post(`/sessions/${session.id}`, edit, { part, page: '/sessions' })
    expect(response.status).toBe(409)
    const html = await response.text()
    for (const text of ['At the desk', 'On the phone', '2h', 'typed', 'name="seq" value="1"']) {
      expect(html).toContain(text)
    }
  }
  expect(await stored(client, session.id)).toMatchObject({ title: 'On the phone', duration_seconds: 3600 })
  expect((await client.post(`/sessions/${session.id}`, { ...edit, seq: 1 })).status).toBe(303)
  expect(await stored(client, session.id)).toMatchObject({ title: 'At the desk', duration_seconds: 7200 })
})

test('an edit is answered with the row, the days concerned and the time of the week', async () => {
  const client = await signedIn(berlin)
  const stays = await put(client, '2015-03-09T07:00:00Z', 30)
  const session = await put(client, '2015-03-09T08:00:00Z', 60)
  await put(client, '2015-03-12T08:00:00Z', 60)
  const move = (date: string, seq: number, part = true) =>
    client.post(`/sessions/${session.id}`, { date, seq }, { part, page: '/sessions' })
  const response = await move('2015-03-10', 0)
  expect(response.headers.get('HX-Trigger')).toBe('sessions-changed')
  const html = await response.text()
  expect(html).toMatch(new RegExp(`^<li id="session-${session.id}"`))
  expect(html).toContain('<hx-partial hx-target="#day-2015-03-09" hx-swap="outerMorph">')
  expect(html).toContain('<hx-partial hx-target="#day-2015-03-12" hx-swap="afterend"><section')
  expect(html).toContain('<p id="sessions-week" hx-swap-oob="true">')
  expect(html).not.toContain('session-more')
  expect(rowIds(html)).toEqual([session.id, stays.id, session.id])
  const back = await (await move('2015-03-09', 1)).text()
  expect(back).toContain('<hx-partial hx-target="#day-2015-03-10" hx-swap="delete">')
  const top = await (await move('2015-03-13', 2)).text()
  expect(top).toContain('<hx-partial hx-target="#session-days" hx-swap="afterbegin"><section')
})

test('an edited row says that it was saved, wherever it is, until the page shows it again', async () => {
  const client = await signedIn(berlin)
  const session = await put(client, '2015-03-09T08:00:00Z', 60)
  for (const [page, seq] of [
    ['/sessions', 0],
    ['/', 1],
  ] as const) {
    const fields = { title: `On ${page}`, seq }
    const html = await (await client.post(`/sessions/${session.id}`, fields, { part: true, page })).text()
    expect(words(html), page).toContain('Saved')
  }
  expect(words(await (await client.get('/sessions')).text())).not.toContain('Saved')
})

test('an edit that leaves the view takes the row away', async () => {
  const client = await signedIn(berlin)
  const thesis = await putProject(client, 'Thesis')
  const session = await put(client, '2015-03-09T08:00:00Z', 60, { project_id: thesis })
  await put(client, '2015-03-09T10:00:00Z', 60, { project_id: thesis })
  const page = `/sessions?subject=project:${thesis}`
  const html = await (
    await client.post(`/sessions/${session.id}`, { project_id: '', seq: 0 }, { part: true, page })
  ).text()
  expect(rowIds(html)).not.toContain(session.id)
  expect(words(html)).toContain('1h tracked')
  expect(words(html)).toContain('1 session')
})

test('what lies below the end of the screen is left to the next page', async () => {
  const client = await signedIn(berlin)
  for (let n = 0; n < 60; n += 1) await put(client, new Date(Date.UTC(2015, 2, 10, 8, n * 5)).toISOString(), 5)
  const page = await (await client.get('/sessions')).text()
  const shownTo = /name="shown_to" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const [newest] = rowIds(page)
  const html = await (
    await client.post(`/sessions/${newest}/delete`, { shown_to: shownTo }, { part: true, page: '/sessions' })
  ).text()
  expect(rowIds(html)).toEqual(rowIds(page).slice(1))
  expect(words(html)).toContain('49 of 59 sessions')
})

test('deleting takes a session out of the sums, and undoing puts back exactly what was there', async () => {
  const client = await signedIn(berlin)
  const thesis = await putProject(client, 'Thesis')
  const session = await put(client, '2015-03-09T22:30:00Z', 100, { title: 'Night', project_id: thesis })
  const [before, list] = [await ledger(client), await (await client.get('/sessions')).text()]
  const response = await client.post(`/sessions/${session.id}/delete`, {}, { part: true, page: '/sessions' })
  const html = await response.text()
  expect(words(html)).toContain('Deleted “Night”, 1h 40m')
  expect(html).toContain(`action="/sessions/${session.id}/restore"`)
  expect(words(html)).toContain('No sessions yet')
  expect(await ledger(client)).toEqual([])
  expect(await rows('SELECT 1 FROM total_stats WHERE user_id = ?', client.userId)).toEqual([])
  expect((await client.get(`/sessions/${session.id}`)).status).toBe(404)
  const back = await client.post(`/sessions/${session.id}/restore`, {}, { part: true, page: '/sessions' })
  expect(words(await back.text())).toContain('23:30 – 01:10 +1')
  expect(await ledger(client)).toEqual(before)
  const again = await (await client.get('/sessions')).text()
  expect(rowIds(again)).toEqual(rowIds(list))
})

test('without script deleting leads back with an Undo that works', async () => {
  const client = await signedIn(berlin)
  const session = await put(client, '2015-03-09T08:00:00Z', 20, { title: 'Inbox' })
  const response = await client.post(`/sessions/${session.id}/delete`)
  expect([response.status, response.headers.get('Location')]).toEqual([303, '/sessions'])
  expect(decodeURIComponent(response.headers.get('Set-Cookie') ?? '')).toContain(`/sessions/${session.id}/restore`)
  expect((await client.post(`/sessions/${session.id}/restore`)).status).toBe(303)
  expect(await stored(client, session.id)).toMatchObject({ deleted_at: null })
})

test('what was deleted more than 30 days ago cannot come back', async () => {
  const client = await signedIn(berlin)
  const session = await put(client, '2015-03-09T08:00:00Z', 20)
  await env.DB.prepare('UPDATE sessions SET deleted_at = ? WHERE id = ?')
    .bind(Date.now() - 31 * 86_400_000, session.id)
    .run()
  expect((await client.post(`/sessions/${session.id}/restore`)).status).toBe(404)
  expect(await ledger(client)).toEqual([])
})

test("another person's session is not there, and stays as it is", async () => {
  const [client, other] = [await signedIn(berlin), await signedIn(berlin)]
  const session = await put(other, '2015-03-09T08:00:00Z', 20)
  const before = await stored(other, session.id)
  const path = `/sessions/${session.id}`
  for (const page of [path, `${path}/edit`]) expect((await client.get(page)).status).toBe(404)
  for (const action of [path, `${path}/delete`, `${path}/restore`]) {
    expect((await client.post(action, { title: 'Mine', seq: 0 })).status).toBe(404)
  }
  expect(await stored(other, session.id)).toEqual(before)
  expect(await client.heads()).toMatchObject({ seq: 0 })
})

test('a session has a page of its own, which shows what people wrote as text', async () => {
  const client = await signedIn(berlin)
  const session = await put(client, '2015-03-09T08:00:00Z', 20, {
    title: '<script>alert(1)</script> 🦊 שלום',
    notes: '<hx-partial hx-target="body">gone</hx-partial>',
    tags: ['a"b'],
  })
  const response = await client.get(`/sessions/${session.id}`)
  const html = await response.text()
  expect(response.status).toBe(200)
  expect(html.match(/<h1/g)).toHaveLength(1)
  expect(html).not.toContain('<script>alert')
  expect(html).not.toContain('<hx-partial hx-target="body"')
  expect(html).toContain('🦊 שלום')
})

test('the cost of a page does not grow with the years', async () => {
  const client = await signedIn(berlin)
  const project_id = await putProject(client, 'Thesis')
  const many = Array.from({ length: 3000 }, (_, n) =>
    newSession(Date.UTC(2015, 2, 1, 22, 30) - n * 6 * 3_600_000, 70, { project_id }),
  )
  await putAll(client, many.slice(0, 600))
  const pages = ['/sessions', `/sessions?subject=project:${project_id}`, '/sessions?from=2025-12-20&to=2015-02-20']
  const costs = async () => {
    const found = []
    for (const page of pages) found.push(cost(await client.get(page)))
    return found
  }
  const before = await costs()
  await putAll(client, many.slice(600))
  for (const [index, after] of (await costs()).entries()) {
    expect(after.statements).toBeLessThanOrEqual(10)
    expect(after.read).toBeLessThanOrEqual(300)
    expect(after.read).toBeLessThanOrEqual((before[index]?.read ?? 0) * 1.2)
  }
})
