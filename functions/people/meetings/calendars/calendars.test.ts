import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, cost, origin, request, rows, signedIn, toastOf } from '../../../../test/support/client'
import { utc } from '../../../../test/support/times'
import { addDays, dayOf } from '../../../lib/time/days'
import { words } from '../../../time/sessions/testing'
import { calendarOf, eventLines } from '../import/testing'
import { stubServer } from './testing'

const server = stubServer()
const address = 'https://calendar.example.com/private-0a1b2c/basic.ics'
const path = '/meetings/calendars'

let client: Client
beforeEach(async () => {
  client = await signedIn(utc)
})

const on = (days: number) => addDays(dayOf(Date.now(), utc), days)
const at = (days: number, time = '100000') => `${on(days).replaceAll('-', '')}T${time}Z`

/** Lets the calendar say these events, a title and its start. */
const say = (events: Record<string, string>) =>
  server.answers.set(
    address,
    () => new Response(calendarOf(...Object.entries(events).map(([uid, start]) => eventLines(uid, start)))),
  )

const meetings = async () =>
  (
    await rows<{ title: string; date: string; time: string }>(
      'SELECT title, date, time FROM meetings WHERE user_id = ? AND deleted_at IS NULL ORDER BY date, title',
      client.userId,
    )
  ).map(({ title, date, time }) => `${title} ${date} ${time}`)

const meetingId = async (title: string) =>
  (await rows<{ id: string }>('SELECT id FROM meetings WHERE user_id = ? AND title = ?', client.userId, title))[0]
    ?.id ?? ''

const calendarId = async () =>
  (await rows<{ id: string }>('SELECT id FROM calendars WHERE user_id = ?', client.userId))[0]?.id ?? ''

const subscribe = (fields: Record<string, string> = {}) => client.post(path, { address, ...fields })

/** A message without the marks around a name. */
const said = (answer: Response) => toastOf(answer).message?.replace(/[\u2068\u2069]/g, '')

const refresh = async () => said(await client.post(`${path}/${await calendarId()}/refresh`))

const pageOf = async (url = path) => words(await (await client.get(url)).text())

test('a subscribed calendar brings its coming events, files them, and shows no more of its address than the host', async () => {
  const organization = await client.add('/organizations', { name: 'Acme' })
  const ada = await client.add('/people', { name: 'Ada', email: 'ada@example.com' })
  server.answers.set(
    address,
    () =>
      new Response(
        calendarOf(
          eventLines('Plan', at(2), 'ATTENDEE;CN=Ada:mailto:ada@example.com', 'ATTENDEE;CN=Bob:mailto:bob@example.com'),
          eventLines('Past', at(-2)),
          eventLines('Far', at(120)),
        ),
      ),
  )
  const done = await subscribe({
    address: address.replace('https', 'webcal'),
    name: 'Work',
    organization_id: organization,
  })
  expect([done.status, said(done)]).toEqual([303, 'Subscribed to Work: 1 meeting added'])
  expect(
    await rows(
      'SELECT title, organization_id, attendees, created_at = updated_at AS same FROM meetings WHERE user_id = ?',
      client.userId,
    ),
  ).toEqual([{ title: 'Plan', organization_id: organization, attendees: JSON.stringify([ada]), same: 1 }])
  const page = await (await client.get(path)).text()
  expect(words(page)).toMatch(/Work calendar\.example\.com\/… · 1 coming event · read today, \d/)
  expect(page).not.toContain('0a1b2c')
  const [row] = await rows<Record<string, string>>('SELECT * FROM calendars WHERE user_id = ?', client.userId)
  expect(JSON.stringify(row)).not.toContain('0a1b2c')
  expect(await (await client.get('/api/v1/export')).text()).not.toContain('calendar.example.com')
})

test('an address that is wrong, known, or no calendar is refused beside its field, and nothing is kept', async () => {
  for (const [given, message] of [
    ['http://example.com/a.ics', 'Enter an address that begins with https:// or webcal://'],
    ['https://10.0.0.1/a.ics', 'Enter an address on the internet'],
  ] as const) {
    const answer = await subscribe({ address: given })
    expect([answer.status, words(await answer.text())]).toEqual([422, expect.stringContaining(message)])
  }
  server.answers.set(address, () => new Response('<html>Sign in</html>'))
  expect(words(await (await subscribe()).text())).toContain('This isn’t a calendar (.ics)')
  const stranger = await signedIn(utc)
  const other = await stranger.add('/organizations', { name: 'Theirs' })
  expect((await subscribe({ organization_id: other })).status).toBe(422)
  expect((await subscribe({ name: 'x'.repeat(101) })).status).toBe(422)
  expect(await calendarId()).toBe('')
  say({ Plan: at(2) })
  expect((await subscribe()).status).toBe(303)
  expect(words(await (await subscribe()).text())).toContain('You already subscribe to this calendar')
})

test('a reading follows the calendar where the person changed nothing, and leaves what they changed', async () => {
  say({ Kept: at(2), Moved: at(3), Renamed: at(4), Noted: at(5), Gone: at(6), Deleted: at(7) })
  await subscribe()
  const edit = async (title: string, body: object) =>
    client.json('PATCH', `/api/v1/meetings/${await meetingId(title)}`, body)
  await edit('Renamed', { title: 'My name' })
  await edit('Noted', { preparation_notes: 'Bring the plan' })
  await client.post(`/meetings/${await meetingId('Deleted')}/delete`)

  say({ Kept: at(2), Moved: at(3, '113000'), Renamed: at(4, '120000'), New: at(8), Deleted: at(7) })
  expect(await refresh()).toBe(`Read calendar.example.com: 1 meeting added, 2 changed, 1 removed`)
  const expected = [
    `Kept ${on(2)} 10:00`,
    `Moved ${on(3)} 11:30`,
    `My name ${on(4)} 12:00`,
    `Noted ${on(5)} 10:00`,
    `New ${on(8)} 10:00`,
  ]
  expect(await meetings()).toEqual(expected)
  expect(await refresh()).toBe('Read calendar.example.com: nothing new')

  await edit('My name', { time: '09:00' })
  say({
    Kept: at(2),
    Moved: at(3),
    Renamed: at(4, '150000'),
    Noted: at(5),
    Gone: at(6, '110000'),
    New: at(8),
    Deleted: at(7),
  })
  await refresh()
  expect(await meetings()).toEqual([
    `Kept ${on(2)} 10:00`,
    `Moved ${on(3)} 10:00`,
    `My name ${on(4)} 09:00`,
    `Noted ${on(5)} 10:00`,
    `Gone ${on(6)} 11:00`,
    `New ${on(8)} 10:00`,
  ])
})

test('a title that both sides changed is the person’s, and of one that only the calendar changed its own', async () => {
  say({ Mine: at(2), Theirs: at(3) })
  await subscribe()
  await client.json('PATCH', `/api/v1/meetings/${await meetingId('Mine')}`, { title: 'Plan' })
  const renamed = (uid: string, days: number) =>
    eventLines(uid, at(days)).map((line) => line.replace(/^SUMMARY:.*/, 'SUMMARY:New name'))
  server.answers.set(address, () => new Response(calendarOf(renamed('Mine', 2), renamed('Theirs', 3))))
  expect(await refresh()).toBe('Read calendar.example.com: 1 meeting changed')
  expect(await meetings()).toEqual([`Plan ${on(2)} 10:00`, `New name ${on(3)} 10:00`])
})

test('a calendar gets another name, organization and address, or is left as it is', async () => {
  say({ Plan: at(2) })
  await subscribe()
  const id = await calendarId()
  const edit = (fields: Record<string, string>) => client.post(`${path}/${id}/edit`, fields)
  const organization = await client.add('/organizations', { name: 'Acme' })
  expect((await edit({ address: '', name: 'Work', organization_id: organization })).status).toBe(303)
  expect(await pageOf()).toMatch(/Work calendar\.example\.com\/… · 1 coming event/)
  const page = await (await client.get(`${path}/${id}/edit`)).text()
  expect(words(page)).toContain('Leave empty to keep calendar.example.com/…')
  expect(page).toContain(`value="${organization}" selected`)

  const moved = 'https://other.example.org/new.ics'
  for (const [fields, message] of [
    [{ address: 'ftp://example.com' }, 'Enter an address that begins with https://'],
    [{ name: 'x'.repeat(101) }, 'characters'],
    [{ organization_id: 'theirs' }, 'Choose an organization from the list'],
  ] as const) {
    const answer = await edit({ name: 'Lost', ...fields })
    expect([answer.status, words(await answer.text())]).toEqual([422, expect.stringContaining(message)])
  }
  expect(await pageOf()).toMatch(/Work calendar\.example\.com\/… · 1 coming event · read today/)
  server.answers.set(moved, () => new Response(calendarOf(eventLines('Plan', at(3)))))
  expect((await edit({ address: moved, name: '' })).status).toBe(303)
  expect(await pageOf()).toMatch(/other\.example\.org other\.example\.org\/… · 1 coming event/)
  expect(await meetings()).toEqual([`Plan ${on(3)} 10:00`])
  expect(await refresh()).toBe('Read other.example.org: nothing new')
  expect((await (await signedIn(utc)).post(`${path}/${id}/edit`, { name: 'Theirs' })).status).toBe(404)
})

test('a failure is told at the calendar and takes nothing away; the list of meetings asks once an hour', async () => {
  say({ Plan: at(2) })
  await subscribe()
  server.asked.length = 0
  await client.get('/meetings')
  expect(server.asked).toEqual([])
  const anHourAgo = () =>
    env.DB.prepare('UPDATE calendars SET asked_at = asked_at - 3600001 WHERE user_id = ?').bind(client.userId).run()
  await anHourAgo()
  server.answers.delete(address)
  await Promise.all([client.get('/meetings'), client.get('/meetings')])
  expect(server.asked).toHaveLength(1)
  expect(await pageOf()).toContain('The server can’t be reached. Daymark tries again in an hour.')
  await client.get('/meetings')
  expect(server.asked).toHaveLength(1)
  say({})
  await anHourAgo()
  await client.get('/meetings')
  expect(await pageOf()).toContain('The calendar has no events.')
  expect(await meetings()).toEqual([`Plan ${on(2)} 10:00`])
  say({ Plan: at(3) })
  await anHourAgo()
  await client.get('/meetings')
  expect(await meetings()).toEqual([`Plan ${on(3)} 10:00`])
  expect(await pageOf()).not.toContain('no events')
})

test('an unreachable calendar is kept, says so, and is read again in an hour', async () => {
  const done = await subscribe({ name: 'Work' })
  const unreached = 'The server can’t be reached. Daymark tries again in an hour.'
  expect([done.status, said(done)]).toEqual([303, `Subscribed to Work: ${unreached}`])
  expect(await pageOf()).toMatch(
    /Work calendar\.example\.com\/… · 0 coming events Not read The server can’t be reached/,
  )
  expect(words(await (await subscribe()).text())).toContain('You already subscribe to this calendar')
  say({ Plan: at(2) })
  await env.DB.prepare('UPDATE calendars SET asked_at = asked_at - 3600001 WHERE user_id = ?').bind(client.userId).run()
  await client.get('/meetings')
  expect(await meetings()).toEqual([`Plan ${on(2)} 10:00`])
  expect(await pageOf()).toMatch(/1 coming event · read today/)

  const edit = (fields: Record<string, string>) => calendarId().then((id) => client.post(`${path}/${id}/edit`, fields))
  const moved = 'https://other.example.org/new.ics'
  server.answers.set(moved, () => new Response('', { status: 503 }))
  expect(said(await edit({ address: moved }))).toBe(
    'Calendar saved. The server answered with an error (503). Daymark tries again in an hour.',
  )
  expect(await pageOf()).toMatch(/other\.example\.org\/… · 1 coming event · read today, .* Not read/)
  server.answers.set(moved, () => new Response(calendarOf(eventLines('Plan', at(3)))))
  expect(await refresh()).toBe('Read other.example.org: 1 meeting changed')
  expect(await meetings()).toEqual([`Plan ${on(3)} 10:00`])
})

test('says on its page and in the API what a reading left out, until one leaves out nothing', async () => {
  const lines = ['CATEGORIES:Work', 'RRULE:FREQ=DAILY;COUNT=2', `EXDATE:${at(9)}`]
  const broken = ['UID:x', 'SUMMARY:Broken']
  server.answers.set(address, () => new Response(calendarOf(eventLines('Plan', at(2), ...lines), broken)))
  await subscribe({ name: 'Work' })
  const page = await pageOf()
  const readApi = async () =>
    (await (await client.get('/api/v1/calendars')).json<{ items: { left_out: unknown[] }[] }>()).items[0]?.left_out
  expect(page).toMatch(/3 remarks on Work Broken Line 11 · It has no start \(DTSTART\)/)
  expect(page).toContain('Categories (CATEGORIES) Line 7 · Meetings have no place for it')
  expect(await readApi()).toEqual([
    { line: 11, what: 'Broken', reason: 'It has no start (DTSTART)' },
    { line: 2, what: `Skipped date (EXDATE) ${on(9)} 10:00`, reason: 'The event isn’t on that date anyway' },
    { line: 7, what: 'Categories (CATEGORIES)', reason: 'Meetings have no place for it' },
  ])
  const many = Array.from({ length: 150 }, (_, n) => [`UID:${n}`, `SUMMARY:No start ${n}`])
  server.answers.set(address, () => new Response(calendarOf(eventLines('Plan', at(2)), ...many)))
  await refresh()
  expect((await readApi())?.at(-1)).toEqual({ line: 0, what: '50 more', reason: 'The first 100 are listed' })
  say({ Plan: at(2) })
  await refresh()
  expect([(await pageOf()).includes('remark'), await readApi()]).toEqual([false, []])
})

test('a program waits for three round trips at most, and is answered again as before', async () => {
  const api = '/api/v1/calendars'
  say({ Plan: at(2) })
  const made = await client.json('POST', api, { address }, { 'Idempotency-Key': 'a' })
  const { id } = await made.json<{ id: string }>()
  const again = () => client.json('POST', `${api}/${id}/refresh`, undefined, { 'Idempotency-Key': 'b' })
  say({ Plan: at(3) })
  const read = await again()
  const first = await read.json()
  say({ Plan: at(4) })
  const repeated = await again()
  expect([first, repeated.status]).toMatchObject([{ changed: 1 }, 200])
  expect(await repeated.json()).toEqual(first)
  expect([made, read, repeated].filter((answer) => cost(answer).trips > 3)).toEqual([])
  const nothing = await client.json('POST', `${api}/${id}/refresh`, undefined, { 'Idempotency-Key': 'c' })
  expect([await nothing.json(), cost(nothing).trips <= 3]).toMatchObject([{ changed: 1 }, true])
})

test('calendars have an API, which shows no more of an address than its host', async () => {
  const api = '/api/v1/calendars'
  const send = async (method: string, url: string, body?: object) => {
    const answer = await client.json(method, url, body)
    return { status: answer.status, json: answer.status === 204 ? null : await answer.json<Record<string, unknown>>() }
  }
  say({ Plan: at(2) })
  const organization_id = await client.add('/organizations', { name: 'Acme' })
  const made = await send('POST', api, { address: address.replace('https', 'webcal'), name: 'Work', organization_id })
  expect(made).toMatchObject({ status: 201, json: { name: 'Work', organization_id, events: 1, error: null } })
  expect(JSON.stringify(made)).not.toContain('0a1b2c')
  const url = `${api}/${made.json?.id}`
  expect((await send('GET', api)).json).toEqual({ items: [made.json], next_cursor: null })
  expect((await send('GET', url)).json).toEqual(made.json)
  expect((await send('PATCH', url, { name: 'Team' })).json).toMatchObject({ name: 'Team', organization_id, events: 1 })
  say({ Plan: at(3), Other: at(4) })
  expect((await send('POST', `${url}/refresh`)).json).toMatchObject({ added: 1, changed: 1, removed: 0, events: 2 })
  server.answers.delete(address)
  const failed = (await send('POST', `${url}/refresh`)).json
  expect(failed).toMatchObject({ added: 0, error: 'The server can’t be reached. Daymark tries again in an hour.' })
  const away = { address: 'https://away.example.com/a.ics' }
  expect(await send('POST', api, away)).toMatchObject({
    status: 201,
    json: { host: 'away.example.com', read_at: null },
  })
  for (const body of [{}, { address }, { address: 'ftp://example.com' }, { ...away, secret: 1 }, { address, name: '' }])
    expect((await send('POST', api, body)).status).toBe(422)
  for (const [method, path] of [
    ['GET', url],
    ['PATCH', url],
    ['DELETE', url],
    ['POST', `${url}/refresh`],
  ] as const)
    expect((await (await signedIn(utc)).json(method, path, method === 'GET' ? undefined : {})).status).toBe(404)
  expect((await send('DELETE', url)).status).toBe(204)
  expect(await meetings()).toEqual([])
})

test('nothing of an address is logged', async () => {
  const logged: unknown[] = []
  for (const name of ['log', 'error', 'warn'] as const)
    vi.spyOn(console, name).mockImplementation((...all) => logged.push(all))
  server.answers.set(address, () => Promise.reject(new TypeError(address)))
  await subscribe()
  say({ Plan: at(2) })
  await refresh()
  expect(logged.length).toBeGreaterThan(0)
  expect(JSON.stringify(logged)).not.toMatch(/0a1b2c|calendar\.example|Plan/)
})

test('unsubscribing removes its coming meetings that nobody changed, and a new subscription brings them back', async () => {
  say({ Kept: at(2), Noted: at(3), Asked: at(4) })
  await subscribe()
  await client.json('PATCH', `/api/v1/meetings/${await meetingId('Noted')}`, { outcome_notes: 'Agreed' })
  const source = { type: 'meeting', id: await meetingId('Asked') }
  await client.add('/action-items', { description: 'Send it', owner: 'me', source })
  const id = await calendarId()
  const other = await signedIn(utc)
  for (const url of [`${path}/${id}/unsubscribe`, `${path}/${id}/refresh`])
    expect((await other.post(url)).status).toBe(404)
  expect(await pageOf(`${path}/${id}/unsubscribe`)).toContain(
    '1 coming meeting that you haven’t changed will be removed',
  )
  await client.post(`${path}/${id}/unsubscribe`)
  expect(await meetings()).toEqual([`Noted ${on(3)} 10:00`, `Asked ${on(4)} 10:00`])
  expect(await calendarId()).toBe('')
  await subscribe()
  expect(await meetings()).toEqual([`Kept ${on(2)} 10:00`, `Noted ${on(3)} 10:00`, `Asked ${on(4)} 10:00`])
})

test('an event that another calendar has, too, stays; five calendars are the most', async () => {
  say({ Shared: at(2), Own: at(3) })
  await subscribe()
  const second = `${address}?second`
  server.answers.set(second, () => new Response(calendarOf(eventLines('Shared', at(2)))))
  await subscribe({ address: second })
  say({ Own: at(3) })
  expect(await refresh()).toBe('Read calendar.example.com: nothing new')
  expect(await meetings()).toEqual([`Shared ${on(2)} 10:00`, `Own ${on(3)} 10:00`])
  const more = [3, 4, 5, 6].map((number) => `${address}?${number}`)
  for (const one of more) server.answers.set(one, () => new Response(calendarOf(eventLines('Shared', at(2)))))
  const answers = []
  for (const one of more) answers.push((await subscribe({ address: one })).status)
  expect(answers).toEqual([303, 303, 303, 422])
})

test('a person reads calendars 20 times an hour', async () => {
  say({ Plan: at(2) })
  await subscribe()
  const id = await calendarId()
  const asks = { method: 'POST', headers: { Cookie: client.cookie, Origin: origin } }
  const answers = []
  for (let count = 0; count < 21; count += 1)
    answers.push((await request(`${path}/${id}/refresh`, asks, { ...env, RATE_LIMITS: 'on' })).status)
  expect([answers.filter((status) => status === 303).length, answers.at(-1)]).toEqual([20, 429])
})

test('a series that was moved moves the meetings that nobody moved, keeps notes, and cancels those it has no more', async () => {
  const series = (sequence: number, start: string, rule: string) =>
    server.answers.set(
      address,
      () => new Response(calendarOf(eventLines('Weekly', start, `RRULE:${rule}`, `SEQUENCE:${sequence}`))),
    )
  series(0, at(2), 'FREQ=WEEKLY;COUNT=4')
  await subscribe()
  const was = await rows<{ id: string }>('SELECT id FROM meetings WHERE user_id = ? ORDER BY date', client.userId)
  const [first, second, , fourth] = was.map(({ id }) => id)
  await client.json('PATCH', `/api/v1/meetings/${first}`, { outcome_notes: 'Agreed' })
  await client.json('PATCH', `/api/v1/meetings/${second}`, { date: on(10), time: '08:00' })
  await client.json('PATCH', `/api/v1/meetings/${fourth}`, { preparation_notes: 'Numbers' })
  series(1, at(3, '150000'), 'FREQ=WEEKLY;COUNT=3')
  expect(await refresh()).toBe('Read calendar.example.com: 3 meetings changed')
  expect(await meetings()).toEqual([
    `Weekly ${on(3)} 15:00`,
    `Weekly ${on(10)} 08:00`,
    `Weekly ${on(17)} 15:00`,
    `Cancelled: Weekly ${on(23)} 10:00`,
  ])
  expect(await refresh()).toBe('Read calendar.example.com: nothing new')
  series(2, at(4, '150000'), 'FREQ=WEEKLY;COUNT=3')
  expect(await refresh()).toBe('Read calendar.example.com: 2 meetings changed')
  expect((await meetings()).slice(0, 3)).toEqual([
    `Weekly ${on(4)} 15:00`,
    `Weekly ${on(10)} 08:00`,
    `Weekly ${on(18)} 15:00`,
  ])
  expect(await rows('SELECT id FROM meetings WHERE user_id = ? ORDER BY id', client.userId)).toHaveLength(4)
})
