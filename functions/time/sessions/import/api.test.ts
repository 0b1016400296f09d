import { expect, test } from 'vitest'
import realLog from '../../../../test/data/toggl-2017-08.csv?raw'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { finishJob } from '../../../data/jobs/testing'
import { dump, importText, togglHeader } from './testing'

type Imported = {
  format: string
  imported: number
  duplicates: number
  rejected: { line: number; reason: string }[]
  total_seconds: number
}
type Refused = Imported & { code: string; errors: { path: string; message: string }[]; members?: { email: string }[] }

const path = '/api/v1/sessions/import'
const csv = { 'Content-Type': 'text/csv' }

const send = (client: Client, text: string, query = '', more: Record<string, string> = {}) =>
  client.json('POST', path + query, text, { ...csv, ...more })

const row = (who: string, time: string, duration = '01:00:00') =>
  `${who},${who}@example.com,,Thesis,Reading,2026-03-02,${time}:00:00,2026-03-02,${time}:59:59,${duration},deep`
const log = (...lines: string[]) => [togglHeader, ...lines].join('\r\n')
const bad = 'A,a@example.com,,Thesis,Reading,2026-03-02,25:00:00,2026-03-02,26:00:00,01:00:00,'

test('a log is imported in one step, and again as duplicates', async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  const text = `\uFEFF${log(row('A', '09'), row('A', '11', '00:30:00'))}`
  const preview = await send(client, text, '?dry_run=true')
  expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
  const answer = await send(client, text)
  const none = { duplicates: 0, rejected_count: 0, rejected: [], left_out: [], left_out_count: 0 }
  const imported = { ...none, format: 'toggl-older', imported: 2, total_seconds: 3599 + 1800 }
  expect([preview.status, await preview.json()]).toEqual([200, imported])
  expect([answer.status, await answer.json()]).toEqual([200, imported])
  expect(await (await send(client, text)).json()).toEqual({ ...imported, imported: 0, duplicates: 2, total_seconds: 0 })
  const { items } = await (await client.json('GET', '/api/v1/sessions')).json<{ items: Record<string, unknown>[] }>()
  expect(items.map(({ source, title, tags, time_zone }) => ({ source, title, tags, time_zone }))).toEqual(
    [1, 2].map(() => ({ source: 'import', title: 'Reading', tags: ['deep'], time_zone: 'Europe/Lisbon' })),
  )
})

test('rows that end the next day are listed, to be checked before they are imported', async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  const columns = encodeURIComponent(JSON.stringify({ date: 'Date', start: 'From', end: 'To' }))
  const text = 'Date,From,To\n2026-03-02,09:00,10:00\n2026-03-03,22:00,06:00\n'
  const preview = await send(client, text, `?dry_run=true&columns=${columns}`)
  const overnight = [{ line: 3, started_at: '2026-03-03T22:00:00.000Z', ended_at: '2026-03-04T06:00:00.000Z' }]
  expect(await preview.json()).toMatchObject({ imported: 2, overnight })
})

test('a real log comes as it does through the form', async () => {
  const [program, person] = [await signedIn(), await signedIn()]
  const query = '?time_zone=Europe/Berlin&on_error=skip'
  await send(program, realLog, query)
  await finishJob(program)
  await importText(person, realLog, { time_zone: 'Europe/Berlin', on_error: 'skip' })
  const kept = ({ userId }: Client) =>
    rows(
      `SELECT title, tags, started_at, ended_at, duration_seconds, days, time_zone, import_key
       FROM sessions WHERE user_id = ? ORDER BY started_at, import_key`,
      userId,
    )
  expect(await kept(program)).toHaveLength(217)
  expect(await kept(program)).toEqual(await kept(person))
})

test('with stop any rejected row keeps all out; with skip the others come', async () => {
  const client = await signedIn()
  const before = await dump(client.userId)
  const text = log(row('A', '09'), bad)
  for (const query of ['', '?on_error=stop', '?on_error=stop&dry_run=true']) {
    const answer = await send(client, text, query)
    const problem = await answer.json<Refused>()
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([422, 'application/problem+json'])
    expect(problem).toMatchObject({ code: 'invalid', imported: 0, total_seconds: 0, format: 'toggl-older' })
    expect(problem.rejected).toEqual([{ line: 3, reason: expect.stringContaining('Start time') }])
  }
  expect(await dump(client.userId)).toEqual(before)
  const skipped = await (await send(client, text, '?on_error=skip')).json<Imported>()
  expect(skipped).toMatchObject({ imported: 1, rejected: [{ line: 3 }], total_seconds: 3599 })
})

test('of several people the rows of the caller are taken, else of the one named, else of none', async () => {
  const client = await signedIn()
  const mine = row('X', '09').replace('X@example.com', `${client.userId}@example.com`)
  const own = await (await send(client, log(mine, row('B', '10'), row('B', '11')), '?dry_run=true')).json<Imported>()
  expect(own.imported).toBe(1)
  const others = log(row('A', '09'), row('B', '10'), row('B', '11'))
  const answer = await send(client, others)
  const problem = await answer.json<Refused>()
  expect([answer.status, problem.errors[0]?.path, problem.imported]).toEqual([422, 'member', 0])
  expect(problem.errors[0]?.message).toContain('A@example.com, B@example.com')
  expect(problem.members?.map(({ email }) => email)).toEqual(['A@example.com', 'B@example.com'])
  expect((await send(client, others, '?member=nobody')).status).toBe(422)
  expect(await (await send(client, others, '?member=b@example.com')).json()).toMatchObject({ imported: 2 })
})

test('what is no CSV, or no text, or asked for as cannot be, is refused', async () => {
  const client = await signedIn()
  const before = await dump(client.userId)
  for (const [type, status] of [
    ['application/json', 415],
    ['text/csvx', 415],
    ['text/csv; charset=utf-8', 200],
  ] as const) {
    const answer = await send(client, log(row('A', '09')), '?dry_run=true', { 'Content-Type': type })
    expect(answer.status, type).toBe(status)
  }
  for (const text of ['', '<html>', 'a,b\n1,2', 'a\u0000b']) {
    const answer = await send(client, text)
    expect([answer.status, (await answer.json<Refused>()).code], text).toEqual([422, 'invalid'])
  }
  for (const [query, where] of [
    ['?time_zone=Mars', 'time_zone'],
    ['?on_error=ignore', 'on_error'],
    ['?dry_run=1', 'dry_run'],
    [`?member=${'x'.repeat(501)}`, 'member'],
  ]) {
    const answer = await send(client, log(row('A', '09')), query)
    expect([answer.status, (await answer.json<Refused>()).errors[0]?.path]).toEqual([422, where])
  }
  expect((await send(client, 'x'.repeat(5 * 1024 * 1024 + 1))).status).toBe(413)
  expect(await dump(client.userId)).toEqual(before)
})

test('imports are listed by pages, read, and undone, which leaves what was before', async () => {
  const client = await signedIn()
  const before = await dump(client.userId)
  for (const hour of ['09', '10', '11']) await send(client, log(row('A', hour)))
  type Page = { items: { id: string }[]; next_cursor: string | null }
  const list = async (query: string) => (await client.json('GET', `/api/v1/imports${query}`)).json<Page>()
  const first = await list('?limit=2')
  const second = await list(`?limit=2&cursor=${first.next_cursor}`)
  expect([first.items.length, second.items.length, second.next_cursor]).toEqual([2, 1, null])
  for (const { id } of [...first.items, ...second.items]) {
    const at = `/api/v1/imports/${id}`
    const imported = { id, imported: 1, total_seconds: 3599, file_name: 'Sent by a program' }
    expect(await (await client.json('GET', at)).json()).toMatchObject(imported)
    for (const status of [204, 404]) expect((await client.json('DELETE', at)).status).toBe(status)
  }
  expect(await dump(client.userId)).toEqual(before)
})
