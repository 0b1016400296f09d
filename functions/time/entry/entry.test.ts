import { beforeEach, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { clientOf } from '../../lib/org'
import { berlin, deleteProject, newSession, putAll, putProject, rowIds, words } from '../sessions/testing'

// Around noon: minutes that are logged just after midnight are those of the day before.
stopClock('2026-11-27T11:00:00Z')

let client: Client
beforeEach(async () => {
  client = await signedIn(berlin)
})

const only = async (userId: string) => {
  const found = await rows('SELECT * FROM sessions WHERE user_id = ? AND deleted_at IS NULL', userId)
  expect(found).toHaveLength(1)
  return found[0]
}

test('one line logs a session, and leads back with an Undo', async () => {
  const project_id = await putProject(client, 'Petrel Press')
  const entry = 'proofs to the printer @"petrel press" #proofs yesterday 11:30-12:05'
  const response = await client.post('/sessions/entry', { entry })
  expect([response.status, response.headers.get('Location')]).toEqual([303, '/sessions'])
  const session = await only(client.userId)
  expect(session).toMatchObject({
    source: 'manual',
    title: 'proofs to the printer',
    project_id,
    tags: '["proofs"]',
    duration_seconds: 35 * 60,
    time_zone: 'Europe/Berlin',
  })
  const flash = decodeURIComponent(response.headers.get('Set-Cookie') ?? '')
  expect(flash).toContain(`/sessions/${session?.id}/delete`)
  expect(flash).toContain('Logged 35m')
})

test('a session that has yet to end is said to be planned', async () => {
  const response = await client.post('/sessions/entry', { entry: 'call tomorrow 9:00-10:00' })
  expect(decodeURIComponent(response.headers.get('Set-Cookie') ?? '')).toContain('Planned 1h')
})

test('a project that is not there yet is made together with the session, once the person chose that', async () => {
  await deleteProject(await putProject(client, 'Old name'))
  const entry = '25m draft @"Old name"'
  const asked = await client.post('/sessions/entry', { entry })
  expect(asked.status).toBe(422)
  const html = await asked.text()
  expect(words(html).replace(/[\u2068\u2069]/g, '')).toContain('There is no project “Old name”.')
  expect(html).toContain('name="offered" value="Old name"')
  expect(html).not.toContain('name="create" value="Old name"')
  expect(await rows('SELECT 1 FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
  const made = await client.post('/sessions/entry', { entry, offered: 'Old name' })
  expect(decodeURIComponent(made.headers.get('Set-Cookie') ?? '')).toContain('in new project “Old name”')
  const projects = await rows(
    `SELECT id, name, ${clientOf()} AS client FROM projects WHERE user_id = ? AND deleted_at IS NULL`,
    client.userId,
  )
  expect(projects).toEqual([expect.objectContaining({ name: 'Old name', client: '' })])
  expect(await only(client.userId)).toMatchObject({ project_id: projects[0]?.id })
  expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: 1 })
})

test('Enter before the chips are there creates the project that they would offer', async () => {
  const named = () => rows('SELECT name FROM projects WHERE user_id = ? AND deleted_at IS NULL', client.userId)
  const enter = (entry: string, offered = '', headers = {}) =>
    client.post('/sessions/entry', { entry, offered }, { part: true, page: '/sessions', headers })
  expect((await enter('Mail 10m @Spanish', '', { 'X-Late': 'true' })).status).toBe(422)
  expect(await named()).toEqual([])
  expect((await enter('Write chapter 2 @Thesis')).status).toBe(200)
  expect((await enter('Mail 10m @Spanish', 'Span')).status).toBe(200)
  expect(await named()).toEqual([{ name: 'Thesis' }, { name: 'Spanish' }])
  expect((await enter('Mail 10m @Span')).status).toBe(422)
  expect(await named()).toHaveLength(2)
})

test('of several projects of one name the one without a client is meant', async () => {
  await putProject(client, 'Website', 'Acme')
  const own = await putProject(client, 'Website')
  await client.post('/sessions/entry', { entry: '25m @website' })
  expect(await only(client.userId)).toMatchObject({ project_id: own, title: '' })
})

test.each([
  ['', 'Enter a title, or a time such as 25m or 9-10:30.'],
  [`25m ${'x'.repeat(201)}`, 'A title has at most 200 characters.'],
  [`25m @"${'x'.repeat(101)}"`, 'A project’s name has at most 100 characters.'],
  [`25m #${'x'.repeat(51)}`, 'A tag has at most 50 characters.'],
  ['x'.repeat(501), 'At most 500 characters'],
])('%j is refused with the reason, and kept', async (entry, reason) => {
  for (const part of [true, false]) {
    const response = await client.post('/sessions/entry', { entry }, { part, page: '/sessions' })
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(words(html)).toContain(reason)
    if (entry) expect(html).toContain(entry.slice(0, 4))
  }
  expect(await rows('SELECT 1 FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
  expect(await rows('SELECT 1 FROM projects WHERE user_id = ?', client.userId)).toEqual([])
})

test('while it is typed the line is read back, and the button says what it will do', async () => {
  await putProject(client, 'Thesis')
  const ask = async (entry: string, more = {}) => {
    const query = new URLSearchParams({ entry, ...more })
    return words(await (await client.get(`/sessions/entry?${query}`, { part: true, page: '/sessions' })).text())
  }
  const known = await ask('call @thesis #deep yesterday 11:30-12:05')
  expect(known).toMatch(/title call project\s+Thesis/)
  expect(known).toContain('Log 35m, 11:30–12:05')
  expect(await ask('call @Other 25m')).toContain('new project “\u2068Other\u2069”')
  expect(await ask('call @Other 25m')).toContain('Log 25m and create “ Other ”')
  expect(await ask('call #Deep #new')).toMatch(/new tag #Deep new tag #new/)
  await putAll(client, [newSession(Date.now() - 3_600_000, 30, { tags: ['deep'] })])
  expect(await ask('call #deep #new')).toMatch(/ tag #deep new tag #new/)
  expect(await ask('call')).toMatch(/\+ time e\.g\. 25m .*Start $/)
  expect(await rows('SELECT 1 FROM projects WHERE user_id = ? AND name = ?', client.userId, 'Other')).toEqual([])
})

test('once logged, htmx gets the empty line, the list and a toast, and the page hears of it', async () => {
  const send = (entry: string, page = '/sessions') => client.post('/sessions/entry', { entry }, { part: true, page })
  const response = await send('25m report')
  expect(response.headers.get('HX-Trigger')).toBe('sessions-changed')
  const html = await response.text()
  expect(html).toMatch(/^<form class="entry"[^>]*id="entry-form"/)
  expect(html).toMatch(/<input[^>]*name="entry"(?![^>]*value="25m)/)
  expect(html).toContain('<hx-partial hx-target="#session-list" hx-swap="outerMorph">')
  const second = await (await send('20m more')).text()
  expect(rowIds(second)).toHaveLength(2)
  expect(words(second)).toContain('Logged 20m today: more Undo')
  expect(await (await send('20m again', '/')).text()).not.toContain('session-list')
})

test('where the button of the line creates the project, the other ones are named', async () => {
  const refused = await client.post('/sessions/entry', { entry: '25m @harb visit' })
  expect(refused.status).toBe(422)
  expect(words(await refused.text())).toContain('Create “\u2068harb visit\u2069” and log 25m')
})

test('for an unknown project the answer offers own ones and those that could be created', async () => {
  const id = await putProject(client, 'Harbour Clinic')
  const other = await signedIn(berlin)
  const entry = '25m @harb visit'
  const refused = await client.post('/sessions/entry', { entry })
  expect(refused.status).toBe(422)
  const html = await refused.text()
  expect(
    Array.from(html.matchAll(/<button[^>]*name="(create|project_id)" value="([^"]*)"/g), ([, ...found]) => found),
  ).toEqual([
    ['create', 'harb'],
    ['create', 'harb visit'],
    ['project_id', id],
  ])
  expect((await other.post('/sessions/entry', { entry, project_id: id })).status).toBe(422)
  await client.post('/sessions/entry', { entry, project_id: id })
  expect(await only(client.userId)).toMatchObject({ project_id: id, title: 'visit' })
  await client.post('/sessions/entry', { entry: '25m @Spanish', offered: 'Spanish' })
  await client.post('/sessions/entry', { entry: '25m @quiet garden weeding', create: 'quiet garden' })
  // The form sends its hidden field before the button.
  const body = new URLSearchParams([
    ['entry', '25m @Roof'],
    ['create', ''],
    ['create', 'Roof'],
  ])
  const sent = { method: 'POST', headers: { Cookie: client.cookie, Origin: origin }, body }
  expect((await request('/sessions/entry', sent)).status).toBe(303)
  expect(await rows('SELECT name FROM projects WHERE user_id = ? ORDER BY name', client.userId)).toEqual([
    { name: 'Harbour Clinic' },
    { name: 'Roof' },
    { name: 'Spanish' },
    { name: 'quiet garden' },
  ])
})

test('a day to come means a plan, and a line of no length is refused', async () => {
  await client.post('/sessions/entry', { entry: 'tomorrow 9-10 plan' })
  expect(await only(client.userId)).toMatchObject({ title: 'plan', duration_seconds: 3600 })
  const refused = await client.post('/sessions/entry', { entry: '12:00-12:00 x' })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('the same time')])
})

test('a length on another day follows the last session there', async () => {
  await putAll(client, [newSession('2026-03-03T14:00Z', 60)])
  await client.post('/sessions/entry', { entry: '2026-03-03 25m call' })
  const [last] = await rows('SELECT * FROM sessions WHERE user_id = ? ORDER BY number DESC', client.userId)
  expect(last).toMatchObject({ started_at: Date.parse('2026-03-03T15:00Z'), title: 'call', duration_seconds: 1500 })
})

test('a page has at most one primary button, and after a line its hint covers no row', async () => {
  const primaries = (html: string) => [...html.matchAll(/<(?:button|a) class="button[^"]* ?primary/g)].length
  for (const path of ['/', '/sessions', '/timer', '/sessions/new']) {
    const html = await (await client.get(path)).text()
    expect([path, primaries(html.replace(/<dialog.*?<\/dialog>/gs, '')) <= 1]).toEqual([path, true])
  }
  const form = /<form class="entry".*?<\/form>/s
  const [before] = form.exec(await (await client.get('/')).text()) ?? []
  const answer = await client.post('/sessions/entry', { entry: '25m call' }, { part: true, page: '/' })
  const [after] = form.exec(await answer.text()) ?? []
  const hint = words(/<dl.*?<\/dl>/s.exec(before ?? '')?.[0] ?? '')
  expect(hint).toContain('@Thesis #deep !Methods project, tag, goal')
  expect(
    words(before ?? '')
      .replace(hint.trim(), '')
      .trim(),
  ).toBe(words(after ?? '').trim())
  expect(primaries(after ?? '')).toBe(1)
})

test('lines are counted for their hint up to ten, and a refused one is not', async () => {
  const counted = async () => {
    const [user] = await rows("SELECT preferences ->> 'lines_entered' AS lines FROM users WHERE id = ?", client.userId)
    return user?.lines
  }
  await client.post('/sessions/entry', { entry: '' })
  await client.post('/sessions/entry', { entry: '25m call !Nothing' })
  expect(await counted()).toBe(null)
  await client.post('/capture', { entry: 'Water the plants', kind: 'task' })
  await expect.poll(counted).toBe(1)
  for (let n = 2; n <= 10; n++) {
    await client.post('/sessions/entry', { entry: `call ${n} 1m` })
    await expect.poll(counted).toBe(n)
  }
  expect(await (await client.get('/')).text()).not.toContain('line-hint')
  await client.post('/sessions/entry', { entry: 'call 11 1m' })
  expect(await counted()).toBe(10)
  const asked = await client.get('/sessions/entry?entry=%3F', { part: true, page: '/' })
  expect(await asked.text()).toContain('line-hint asked')
})
