import { expect, test } from 'vitest'
import { rows, signedIn } from '../../test/client'
import { berlin, deleteProject, putProject, words } from '../sessions/testing'

const only = async (userId: string) => {
  const found = await rows('SELECT * FROM sessions WHERE user_id = ? AND deleted_at IS NULL', userId)
  expect(found).toHaveLength(1)
  return found[0]
}

test('one line logs a session, and leads back with an Undo', async () => {
  const client = await signedIn(berlin)
  const project_id = await putProject(client, 'Petrel Press')
  const entry = 'proofs to the printer @"petrel press" #proofs 11:30-12:05'
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
  expect(flash).toContain('Logged “proofs to the printer”, 35m')
})

test('a duration alone ends now', async () => {
  const client = await signedIn(berlin)
  const before = Math.floor(Date.now() / 1000) * 1000
  await client.post('/sessions/entry', { entry: '25m writing report' })
  const session = await only(client.userId)
  expect(session?.ended_at).toBeGreaterThanOrEqual(before)
  expect(session?.ended_at).toBeLessThanOrEqual(Date.now())
  expect(session?.duration_seconds).toBe(1500)
})

test('yesterday is the day before, as the person counts days', async () => {
  const client = await signedIn(berlin)
  await client.post('/sessions/entry', { entry: 'yesterday 14:00-15:00 call' })
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' }).format(Date.now())
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  expect((await only(client.userId))?.days).toBe(JSON.stringify([[yesterday, 3600]]))
})

test('a project that is not there yet is made together with the session', async () => {
  const client = await signedIn(berlin)
  await deleteProject(await putProject(client, 'Old name'))
  await client.post('/sessions/entry', { entry: '25m draft @"Old name"' })
  const projects = await rows(
    'SELECT id, name, client FROM projects WHERE user_id = ? AND deleted_at IS NULL',
    client.userId,
  )
  expect(projects).toEqual([expect.objectContaining({ name: 'Old name', client: '' })])
  expect(await only(client.userId)).toMatchObject({ project_id: projects[0]?.id })
  expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: 1 })
})

test('two lines sent at once make one project', async () => {
  const client = await signedIn(berlin)
  const sent = await Promise.all(
    Array.from({ length: 4 }, (_, n) => client.post('/sessions/entry', { entry: `2${n}m @New` })),
  )
  expect(sent.map(({ status }) => status)).toEqual([303, 303, 303, 303])
  const found = await rows('SELECT DISTINCT project_id FROM sessions WHERE user_id = ?', client.userId)
  expect(found).toHaveLength(1)
  expect(await rows('SELECT 1 FROM sessions WHERE user_id = ?', client.userId)).toHaveLength(4)
  expect(await rows('SELECT 1 FROM projects WHERE user_id = ?', client.userId)).toHaveLength(1)
})

test('of several projects of one name the one without a client is meant', async () => {
  const client = await signedIn(berlin)
  await putProject(client, 'Website', 'Acme')
  const own = await putProject(client, 'Website')
  await client.post('/sessions/entry', { entry: '25m @website' })
  expect(await only(client.userId)).toMatchObject({ project_id: own, title: '' })
})

test.each([
  ['', 'Enter a title, or a time such as 25m or 9-10:30.'],
  ['yesterday 25m call', 'Add a start time for another day, e.g. yesterday 9-11.'],
  [`25m ${'x'.repeat(201)}`, 'A title has at most 200 characters.'],
  [`25m @"${'x'.repeat(101)}"`, 'A project’s name has at most 100 characters.'],
  [`25m #${'x'.repeat(51)}`, 'A tag has at most 50 characters.'],
  ['x'.repeat(501), 'At most 500 characters'],
])('%j is refused with the reason, and kept', async (entry, reason) => {
  const client = await signedIn(berlin)
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
  const client = await signedIn(berlin)
  await putProject(client, 'Thesis')
  const ask = async (entry: string) =>
    words(
      await (
        await client.get(`/sessions/entry?${new URLSearchParams({ entry })}`, { part: true, page: '/sessions' })
      ).text(),
    )
  const known = await ask('call @thesis #deep 11:30-12:05')
  expect(known).toContain('title call')
  expect(known).toMatch(/ project\s+Thesis/)
  expect(known).toContain('tag #deep')
  expect(known).toContain('11:30–12:05')
  expect(known).toContain('Log 35m, 11:30–12:05')
  expect(await ask('call @Other 25m')).toMatch(/new project\s+Other/)
  expect(await ask('call')).toMatch(/\+ time e\.g\. 25m .*Start $/)
  expect(await rows('SELECT 1 FROM projects WHERE user_id = ? AND name = ?', client.userId, 'Other')).toEqual([])
})

test('once logged, htmx gets the empty line, the day and a toast, and the page hears of it', async () => {
  const client = await signedIn(berlin)
  const response = await client.post('/sessions/entry', { entry: '25m report' }, { part: true, page: '/sessions' })
  expect(response.headers.get('HX-Trigger')).toBe('sessions-changed')
  const html = await response.text()
  expect(html).toMatch(/^<form class="entry"[^>]*id="entry-form"/)
  expect(html).toMatch(/<input[^>]*name="entry"(?![^>]*value="25m)/)
  expect(html).toContain('<hx-partial hx-target="#session-list" hx-swap="outerHTML">')
  const second = await (
    await client.post('/sessions/entry', { entry: '20m more' }, { part: true, page: '/sessions' })
  ).text()
  expect(second).toMatch(/<hx-partial hx-target="#day-[\d-]+" hx-swap="outerMorph">/)
  expect(words(second)).toContain('Logged “more”, 20m Undo')
  const elsewhere = await (
    await client.post('/sessions/entry', { entry: '20m again' }, { part: true, page: '/' })
  ).text()
  expect(elsewhere).not.toContain('session-list')
  expect(elsewhere).toContain('entry-form')
})

test('text in the line is text', async () => {
  const client = await signedIn(berlin)
  const entry = '25m <img src=x onerror=alert(1)> @"<b>x</b>"'
  const part = await (await client.get(`/sessions/entry?${new URLSearchParams({ entry })}`, { part: true })).text()
  expect(part).not.toContain('<img')
  expect(part).not.toContain('<b>x')
})
