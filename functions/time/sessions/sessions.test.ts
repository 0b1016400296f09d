import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { regionsIn, rows, signedIn } from '../../../test/support/client'
import { recoverableSince } from '../../lib/db/recoverable'
import { commit } from '../../lib/db/sql'
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
import { restoreSession } from './writes'

/** Sixty sessions, one every five minutes. */
const sixty = (minutes: number) =>
  Array.from({ length: 60 }, (_, n) => newSession(Date.UTC(2015, 2, 10, 8, n * 5), minutes))

test('an open list asks for itself again, as long as it is, and for nothing where its filter changed meanwhile', async () => {
  const client = await signedIn(berlin)
  await putAll(
    client,
    Array.from({ length: 120 }, (_, n) => newSession(Date.UTC(2015, 2, 1) + n * 8 * 3_600_000, 10)),
  )
  const first = await (await client.get('/sessions')).text()
  const second = await (await client.get(nextPage(first) ?? '', { part: true })).text()
  expect(first).toMatch(/hx-get="" hx-trigger="every 86400s" hx-target="#session-list"/)
  const ask = async (path: string) => {
    const headers = {
      'HX-Request-Type': 'full',
      'HX-Target': 'div#session-list',
      'X-Regions': regionsIn(first + second),
    }
    return rowIds(await (await client.get(path, { headers })).text())
  }
  const before = [...rowIds(first), ...rowIds(second)]
  expect(await ask('/sessions')).toEqual(before)
  const { id } = await put(client, '2016-01-01T09:00:00Z', 10)
  // The last session that was on screen stays there.
  expect(await ask('/sessions')).toEqual([id, ...before].slice(0, 36))
  expect(await ask('/sessions?from=2015-03-01&to=2015-03-01&subject=all')).toHaveLength(3)
  expect(await ask('/sessions?subject=project%3Anone')).toHaveLength(18)
})

test('a page shows exactly 18 sessions, newest first, and links to the earlier ones until none are left', async () => {
  const client = await signedIn(berlin)
  const made = Array.from({ length: 120 }, (_, n) => newSession(Date.UTC(2015, 2, 1) + n * 8 * 3_600_000, 10))
  await putAll(client, made)
  const pages: (string | undefined)[][] = []
  for (let path: string | undefined = '/sessions'; path; ) {
    const html: string = await (await client.get(path)).text()
    expect(new Set(ids(html)).size).toBe(ids(html).length)
    pages.push(rowIds(html))
    path = nextPage(html)
  }
  expect(pages.map(({ length }) => length)).toEqual([18, 18, 18, 18, 18, 18, 12])
  expect(pages.flat()).toEqual(made.map(({ id }) => id).reverse())
  const nonsense = await client.get('/sessions?cursor=nonsense')
  expect([nonsense.status, await nonsense.text()]).toEqual([
    422,
    expect.stringContaining('This page of the list doesn’t'),
  ])
})

test('the next page as a part goes on in the last day without a second id', async () => {
  const client = await signedIn(berlin)
  const start = (n: number) => Date.UTC(2015, 2, n < 10 ? 2 : 1, 1) + n * 600_000
  await putAll(
    client,
    Array.from({ length: 56 }, (_, n) => newSession(start(n), 10)),
  )
  const first = await (await client.get('/sessions')).text()
  const next = /hx-get="([^"]+cursor[^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const part = await (await client.get(next, { part: true, page: '/sessions' })).text()
  expect(part).toContain('<hx-partial hx-target="#day-2015-03-01-rows" hx-swap="beforeend">')
  expect(rowIds(part)).toHaveLength(18)
  const together = [...ids(first), ...ids(part)].filter((id) => id !== 'session-more' && id !== 'shown-to')
  expect(new Set(together).size).toBe(together.length)
  expect(words(part)).toContain('56 sessions')
})

test('a list that has only the running session counts none', async () => {
  const client = await signedIn(berlin)
  await client.post('/timer/start', { title: 'Runs' })
  const list = await (await client.get('/sessions')).text()
  expect(words(list)).toContain('–now')
  expect(list).toMatch(/id="session-more"[^>]*><span><\/span>/)
})

test('a day says what was tracked, and the clock time where sessions overlap', async () => {
  const client = await signedIn(berlin)
  await put(client, '2015-03-10T08:00:00Z', 60, { title: 'First' })
  await put(client, '2015-03-10T08:40:00Z', 60, { title: 'Second' })
  await put(client, '2015-03-11T08:00:00Z', 30, { title: 'Alone' })
  const text = words(await (await client.get('/sessions')).text())
  expect(text).toMatch(/Wednesday, 11 March 2015 30m tracked Alone 09:00–09:30 30m/)
  expect(text).toMatch(/Tuesday, 10 March 2015 1h 40m without overlap 2h tracked Second 09:40–10:40 · overlaps 20m 1h/)
  expect(text.match(/overlaps 20m/g)).toHaveLength(2)
})

test('the sums of a day are right where the page cuts it and where a night reaches into it', async () => {
  const client = await signedIn(berlin)
  await put(client, '2015-03-09T22:30:00Z', 60, { title: 'Night' })
  await putAll(client, sixty(6))
  const first = await (await client.get('/sessions')).text()
  const second = await (await client.get(nextPage(first) ?? '')).text()
  const sums = `30m from Mon 9 5h 31m without overlap 6h 30m tracked`
  expect(words(first)).toMatch(new RegExp(`Tuesday, 10 March 2015 ${sums}`))
  expect(words(second)).toMatch(new RegExp(`Tuesday, 10 March 2015 continued ${sums}`))
})

test('a session over midnight says so, and a day shows what was carried into it', async () => {
  const client = await signedIn(berlin)
  const night = await put(client, '2015-03-09T22:30:00Z', 100, { title: 'Night' })
  const all = words(await (await client.get('/sessions')).text())
  expect(all).toContain('23:30–01:10 +1')
  expect(all).toContain('30m on this day')
  const html = await (await client.get('/sessions?from=2015-03-10&to=2015-03-10')).text()
  expect(rowIds(html)).toEqual([night.id])
  expect(words(html)).toMatch(/Tuesday, 10 March 2015 1h 10m tracked Night Mon 9 23:30–01:10/)
  expect(words(html)).toContain('1 session')
  expect(rowIds(await (await client.get('/sessions?to=2015-03-09')).text())).toEqual([night.id])
  expect(rowIds(await (await client.get('/sessions?from=2015-03-11')).text())).toEqual([])
  expect(html).toContain('/sessions?from=2015-03-09&amp;to=2015-03-09&amp;subject=all')
  expect(html).toContain('/stats?from=2015-03-10&amp;to=2015-03-10')
})

test('a deleted project keeps its name on old sessions, and is not given to others', async () => {
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
  const other = await put(client, '2015-03-09T10:00:00Z', 30)
  for (const path of ['/sessions', `/sessions/${other.id}`]) {
    const refused = await client.post(path, { duration: '1h', project_id: thesis, seq: 0 })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('-project_id-error')])
  }
})

test('times are shown in the zone and clock they belong to', async () => {
  const client = await signedIn({ ...berlin, clock: 12 })
  await put(client, '2015-03-09T20:00:00Z', 30, { time_zone: 'America/New_York' })
  const text = words(await (await client.get('/sessions')).text())
  expect(text).toContain('4:00 pm–4:30 pm')
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
    time_zone: 'europe/berlin',
  })
  expect([response.status, response.headers.get('Location')]).toEqual([303, '/sessions'])
  const [row] = await rows('SELECT * FROM sessions WHERE user_id = ?', client.userId)
  expect(row).toMatchObject({
    source: 'manual',
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
  expect(await ledger(client)).toMatchObject([
    { date: '2015-03-09', seconds: 5400, starts: 1, project_id, goal_id, hours: '[10903600,11001800]' },
  ])
  expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: 1 })
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

test('an edit is answered with the row, the list and the time of the week', async () => {
  const client = await signedIn(berlin)
  const stays = await put(client, '2015-03-09T07:00:00Z', 30)
  const session = await put(client, '2015-03-09T08:00:00Z', 60)
  const later = await put(client, '2015-03-12T08:00:00Z', 60)
  const move = (date: string, seq: number, part = true) =>
    client.post(`/sessions/${session.id}`, { date, seq }, { part, page: '/sessions' })
  const response = await move('2015-03-10', 0)
  expect(response.headers.get('HX-Trigger')).toBe('sessions-changed')
  const html = await response.text()
  expect(html).toMatch(new RegExp(`^<li id="session-${session.id}"`))
  expect(html).toContain('<hx-partial hx-target="#session-list" hx-swap="outerMorph">')
  expect(html).toContain('<p id="sessions-week" hx-swap-oob="true">')
  expect(rowIds(html)).toEqual([session.id, later.id, session.id, stays.id])
  const back = await (await move('2015-03-09', 1)).text()
  expect(back).not.toContain('id="day-2015-03-10"')
  const top = await (await move('2015-03-13', 2)).text()
  expect(rowIds(top)).toEqual([session.id, session.id, later.id, stays.id])
})

test('an edit says that it was saved, wherever its row is', async () => {
  const client = await signedIn(berlin)
  const session = await put(client, '2015-03-09T08:00:00Z', 60)
  for (const [seq, page] of ['/sessions', '/'].entries()) {
    const fields = { title: `On ${page}`, seq }
    const html = await (await client.post(`/sessions/${session.id}`, fields, { part: true, page })).text()
    expect(words(html), page).toContain('Saved')
  }
})

test('an edit that leaves the view takes the row away', async () => {
  const client = await signedIn(berlin)
  const thesis = await putProject(client, 'Thesis')
  const session = await put(client, '2015-03-09T08:00:00Z', 60, { project_id: thesis })
  await put(client, '2015-03-09T10:00:00Z', 60, { project_id: thesis })
  const page = `/sessions?subject=project:${thesis}`
  const edit = { project_id: '', seq: 0 }
  const html = await (await client.post(`/sessions/${session.id}`, edit, { part: true, page })).text()
  expect(rowIds(html)).not.toContain(session.id)
  expect(words(html)).toContain('1h tracked')
  expect(words(html)).toContain('1 session')
})

test('a list that reaches to a row stays as long as it was, and what lies below is left to the next page', async () => {
  const client = await signedIn(berlin)
  await putAll(client, sixty(5))
  const page = await (await client.get('/sessions')).text()
  const how = { part: true, headers: { 'X-Regions': regionsIn(page) } }
  const deleted = await client.post(`/sessions/${rowIds(page)[0]}/delete`, {}, how)
  const html = await deleted.text()
  expect(rowIds(html).slice(0, 17)).toEqual(rowIds(page).slice(1))
  expect(words(html)).toContain('18 of 59 sessions')
})

test('deleting takes a session out of the sums, and Undo puts back exactly what was there, with and without script', async () => {
  const client = await signedIn(berlin)
  const project_id = await putProject(client, 'Thesis')
  const { id } = await put(client, '2015-03-09T22:30:00Z', 100, { title: 'Night', project_id })
  const before = await ledger(client)
  const path = `/sessions/${id}`
  for (const how of [{ part: true, page: '/sessions' }, {}]) {
    const deleted = await client.post(`${path}/delete`, {}, how)
    if (how.part) {
      const html = await deleted.text()
      expect(words(html)).toMatch(/No sessions yet.*Deleted “Night”, 1h 40m/)
      expect(html).toContain(`action="${path}/restore"`)
    } else {
      expect([deleted.status, deleted.headers.get('Location')]).toEqual([303, '/sessions'])
      expect(decodeURIComponent(deleted.headers.get('Set-Cookie') ?? '')).toContain(`${path}/restore`)
    }
    expect([await ledger(client), (await client.get(path)).status]).toEqual([[], 404])
    const back = await client.post(`${path}/restore`, {}, how)
    if (how.part) expect(words(await back.text())).toContain('23:30–01:10 +1')
    else expect(back.status).toBe(303)
    expect(await ledger(client)).toEqual(before)
  }
})

test.each(['completed', 'abandoned'])(
  'what is %s and was deleted more than 30 days ago cannot come back',
  async (status) => {
    const client = await signedIn(berlin)
    const session = await put(client, '2015-03-09T08:00:00Z', 20)
    const old = recoverableSince(Date.now()) - 1
    await rows('UPDATE sessions SET status = ?, deleted_at = ? WHERE id = ?', status, old, session.id)
    expect((await client.post(`/sessions/${session.id}/restore`)).status).toBe(404)
    expect(await ledger(client)).toEqual([])
    expect(await commit(env.DB, client.userId, [], restoreSession(env.DB, client.userId, session.id, Date.now()))).toBe(
      false,
    )
  },
)

test.each([
  ['title', 'Another title', false],
  ['notes', 'A note', false],
  ['tags', 'deep', false],
  ['duration', '45m', true],
  ['started_at', '8:30', true],
  ['date', '2026-03-08', true],
  ['time_zone', 'Asia/Tokyo', true],
  ['project_id', null, true],
])('an edit of the %s outdates the figures only where they count it', async (field, typed, outdates) => {
  const client = await signedIn(berlin)
  const { id } = await put(client, '2026-03-09T08:00:00Z', 60)
  const value = typed ?? (await putProject(client, 'Thesis'))
  const before = await stored(client, id)
  expect((await client.post(`/sessions/${id}`, { seq: 0, [field]: value })).status).toBe(303)
  expect(await stored(client, id)).not.toMatchObject({ updated_at: before?.updated_at })
  await client.json('PATCH', `/api/v1/sessions/${id}`, { notes: 'By a program' })
  expect(await client.heads()).toMatchObject({ seq: 2, stats_seq: outdates ? 1 : 0 })
})
