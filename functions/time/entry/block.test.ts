import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { putProject, words } from '../sessions/testing'

const now = Date.parse('2026-11-20T15:30:00Z')

stopClock(now)

const berlin = { time_zone: 'Europe/Berlin' }
const block = { started_at: '2026-11-19T16:00', ended_at: '2026-11-19T17:30', time_zone: 'Europe/Berlin' }

const pathOf = (fields: Record<string, string>) => `/sessions/entry?${new URLSearchParams(fields)}`

const read = async (client: Client, fields: Record<string, string>) =>
  (await client.get(pathOf(fields), { part: true })).text()

const button = (html: string) => words(/<button[^>]*primary.*?<\/button>/s.exec(html)?.[0] ?? '').trim()

const sessions = (client: Client) =>
  rows('SELECT title, started_at, ended_at, time_zone, project_id FROM sessions WHERE user_id = ?', client.userId)

test('a block asks for its title in a form whose ids no other line of the page has', async () => {
  const client = await signedIn(berlin)
  const html = await read(client, block)
  expect(words(html)).toMatch(/Thu.* 19 November 16:00–17:30/)
  expect(button(html)).toMatch(/^Log 1h 30m/)
  const page = await (await client.get('/')).text()
  for (const [, id = ''] of html.matchAll(/ id="([^"]+)"/g)) expect(page).not.toContain(` id="${id}"`)
  const alone = await client.get(pathOf(block))
  expect(words(await alone.text())).toContain('Log or start')
})

test('it says while one types what the line means, and where the whole form goes on', async () => {
  const client = await signedIn(berlin)
  const project_id = await putProject(client, 'Thesis')
  const html = await read(client, { ...block, entry: 'Methods @Thesis #deep' })
  expect(html).not.toContain('<form')
  const more = /href="(\/sessions\/new[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const form = await (await client.get(more)).text()
  for (const value of ['Methods', '16:00', '17:30', '19 Nov 2026', 'deep']) expect(form).toContain(`value="${value}"`)
  expect(form).toContain(`<option value="${project_id}" selected`)
})

test.each<[string, Partial<typeof block>, string, [from: string, to: string]]>([
  ['Methods', {}, 'Log 1h 30m', ['2026-11-19T15:00Z', '2026-11-19T16:30Z']],
  ['', {}, 'Log 1h 30m', ['2026-11-19T15:00Z', '2026-11-19T16:30Z']],
  // A length begins where the block does; other times win, on its date.
  ['Methods 25m', {}, 'Log 25m', ['2026-11-19T15:00Z', '2026-11-19T15:25Z']],
  ['Methods 9-10:30', {}, 'Log 1h 30m', ['2026-11-19T08:00Z', '2026-11-19T09:30Z']],
  ['Methods today 9-10:30', {}, 'Log 1h 30m', ['2026-11-20T08:00Z', '2026-11-20T09:30Z']],
  [
    'Exam',
    { started_at: '2026-11-21T09:00', ended_at: '2026-11-21T10:00' },
    'Plan 1h',
    ['2026-11-21T08:00Z', '2026-11-21T09:00Z'],
  ],
  [
    'Later',
    { started_at: '2026-11-20T18:00', ended_at: '2026-11-20T19:00' },
    'Plan 1h',
    ['2026-11-20T17:00Z', '2026-11-20T18:00Z'],
  ],
  [
    'Across',
    { started_at: '2026-11-20T16:00', ended_at: '2026-11-20T18:00' },
    'Log 30m',
    ['2026-11-20T15:00Z', '2026-11-20T15:30Z'],
  ],
  ['Flight', { time_zone: 'Asia/Tokyo' }, 'Log 1h 30m', ['2026-11-19T07:00Z', '2026-11-19T08:30Z']],
])('of %j in %j it logs or plans %s', async (entry, more, says, [from, to]) => {
  const client = await signedIn(berlin)
  const given = { ...block, ...more }
  const preview = await read(client, { ...given, entry })
  expect(words(/primary" hx-swap="innerHTML">.*?<\/hx-partial>/s.exec(preview)?.[0] ?? '')).toContain(says)
  const answer = await client.post(pathOf(given), { entry }, { part: true })
  const html = await answer.text()
  expect([answer.status, words(html)]).toEqual([200, expect.stringMatching(/Logged|Planned/)])
  expect(html).toContain('hx-target="#block-entry-form" hx-swap="delete"')
  const [started_at, ended_at] = [Date.parse(from), Date.parse(to)]
  expect(await sessions(client)).toEqual([
    expect.objectContaining({ started_at, ended_at, time_zone: given.time_zone }),
  ])
})

test('a line that cannot be is asked about in its place, and its times may stand in the form', async () => {
  const client = await signedIn(berlin)
  await putProject(client, 'Acme Works')
  const asked = await client.post('/sessions/entry', { ...block, entry: 'Methods @Acme' }, { part: true })
  const html = await asked.text()
  expect(asked.status).toBe(422)
  expect(html).toContain('id="block-entry-form"')
  const create = /name="create" value="([^"]+)"/.exec(html.slice(html.indexOf('data-answers')))?.[1] ?? 'Acme'
  const created = await client.post('/sessions/entry', { ...block, entry: 'Methods @Acme', create }, { part: true })
  expect(created.status).toBe(200)
  expect(await sessions(client)).toEqual([
    expect.objectContaining({ title: 'Methods', project_id: expect.any(String) }),
  ])
  const wrong = { ...block, ended_at: '2026-11-19T15:00' }
  const refused = await client.post(pathOf(wrong), { entry: 'Methods' }, { part: true })
  expect([refused.status, words(await refused.text())]).toEqual([
    422,
    expect.stringContaining('The end is before the start'),
  ])
})

test('a form without script goes back to the page that it was opened from, if that is ours', async () => {
  const client = await signedIn(berlin)
  const html = await (await client.get(pathOf(block), { page: '/week?date=2026-11-19' })).text()
  expect(html).toContain('name="back" value="/week?date=2026-11-19"')
  const log = async (back: string) =>
    (await client.post(pathOf(block), { entry: 'Exam', back })).headers.get('Location')
  expect(await log('/week?date=2026-11-19')).toBe('/week?date=2026-11-19')
  expect(await log('//elsewhere.example')).toBe('/sessions')
})
