import { expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/client'
import realLog from '../../../test/data/toggl-2017-08.csv?raw'
import { finishJob } from '../../jobs/testing'
import { dump } from './testing'

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

const header = 'User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags'
const row = (who: string, time: string, duration = '01:00:00') =>
  `${who},${who}@example.com,,Thesis,Reading,2026-03-02,${time}:00:00,2026-03-02,${time}:59:59,${duration},deep`
const log = (...lines: string[]) => [header, ...lines].join('\r\n')
const bad = 'A,a@example.com,,Thesis,Reading,2026-03-02,25:00:00,2026-03-02,26:00:00,01:00:00,'

test('a log is imported in one step, and again as duplicates', async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  const text = `\uFEFF${log(row('A', '09'), row('A', '11', '00:30:00'))}`
  const preview = await send(client, text, '?dry_run=true')
  expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
  const answer = await send(client, text)
  const imported = {
    format: 'toggl-older',
    imported: 2,
    duplicates: 0,
    rejected_count: 0,
    rejected: [],
    total_seconds: 3599 + 1800,
  }
  expect([preview.status, await preview.json()]).toEqual([200, imported])
  expect([answer.status, await answer.json()]).toEqual([200, imported])
  expect(await (await send(client, text)).json()).toEqual({ ...imported, imported: 0, duplicates: 2, total_seconds: 0 })
  const { items } = await (await client.json('GET', '/api/v1/sessions')).json<{ items: Record<string, unknown>[] }>()
  expect(items.map(({ source, title, tags, time_zone }) => ({ source, title, tags, time_zone }))).toEqual(
    [1, 2].map(() => ({ source: 'import', title: 'Reading', tags: ['deep'], time_zone: 'Europe/Lisbon' })),
  )
})

test('a real log comes as it does through the form', async () => {
  const [program, person] = [await signedIn(), await signedIn()]
  const query = '?time_zone=Europe/Berlin&on_error=skip'
  const { rejected } = await (await send(program, realLog, `${query}&dry_run=true`)).json<Imported>()
  await send(program, realLog, query)
  await finishJob(program)
  const [{ imported } = { imported: 0 }] = await rows<{ imported: number }>(
    'SELECT imported FROM imports WHERE user_id = ?',
    program.userId,
  )
  const file = new File([realLog], 'log.csv', { type: 'text/csv' })
  const page = await (await person.post('/sessions/import', { file, time_zone: 'Europe/Berlin' })).text()
  const id = /\/sessions\/import\/([0-9a-f-]{36})\/confirm/.exec(page)?.[1]
  await person.post(`/sessions/import/${id}/confirm`, { on_error: 'skip', member: '' })
  await finishJob(person)
  const kept = ({ userId }: Client) =>
    rows(
      'SELECT title, tags, started_at, ended_at, duration_seconds, days, time_zone, import_key FROM sessions WHERE user_id = ? ORDER BY started_at, import_key',
      userId,
    )
  expect(imported).toBeGreaterThan(100)
  expect(rejected).toEqual([])
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
    ['multipart/form-data; boundary=x', 415],
    ['application/x-www-form-urlencoded', 415],
    ['text/csvx', 415],
    ['text/csv; charset=utf-8', 200],
  ] as const) {
    const answer = await send(client, log(row('A', '09')), '?dry_run=true', { 'Content-Type': type })
    expect(answer.status, type).toBe(status)
  }
  for (const text of ['', ' ', 'PK\u0003\u0004', '{"a":1}', '<html>', 'a,b\n1,2', 'a\u0000b']) {
    const answer = await send(client, text)
    expect([answer.status, (await answer.json<Refused>()).code], text).toEqual([422, 'invalid'])
  }
  for (const [query, where] of [
    ['?time_zone=Mars', 'time_zone'],
    ['?time_zone=', 'time_zone'],
    ['?on_error=ignore', 'on_error'],
    ['?dry_run=1', 'dry_run'],
    [`?member=${'x'.repeat(501)}`, 'member'],
  ]) {
    const answer = await send(client, log(row('A', '09')), query)
    expect([answer.status, (await answer.json<Refused>()).errors[0]?.path]).toEqual([422, where])
  }
  const large = await send(client, 'x'.repeat(5 * 1024 * 1024 + 1))
  expect([large.status, large.headers.get('Content-Type')]).toEqual([413, 'application/problem+json'])
  expect((await client.json('POST', '/api/v1/projects', 'name\nx', csv)).status).toBe(415)
  expect(await dump(client.userId)).toEqual(before)
})

test('the same key imports once and is answered the same each time', async () => {
  const client = await signedIn()
  const text = log(row('A', '09'), row('A', '10'))
  const again = () => send(client, text, '', { 'Idempotency-Key': 'log' })
  const answers = await Promise.all([again(), again(), again()])
  for (const answer of [...answers, await again()]) {
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ imported: 2, duplicates: 0 })])
  }
  expect((await send(client, log(row('A', '11')), '', { 'Idempotency-Key': 'log' })).status).toBe(422)
  expect(await rows('SELECT imported FROM imports WHERE user_id = ?', client.userId)).toEqual([{ imported: 2 }])
})

test('imports are listed by pages, read, and undone, which leaves what was before', async () => {
  const client = await signedIn()
  const before = await dump(client.userId)
  for (const hour of ['09', '10', '11']) await send(client, log(row('A', hour)))
  const list = async (query: string) =>
    (await client.json('GET', `/api/v1/imports${query}`)).json<{
      items: { id: string; imported: number }[]
      next_cursor: string | null
    }>()
  const { items, next_cursor } = await list('?limit=2')
  const { items: rest, next_cursor: end } = await list(`?limit=2&cursor=${next_cursor}`)
  expect([items.length, rest.length, end]).toEqual([2, 1, null])
  for (const { id } of [...items, ...rest]) {
    const at = `/api/v1/imports/${id}`
    const one = await client.json('GET', at)
    expect(await one.json()).toMatchObject({ id, imported: 1, total_seconds: 3599, file_name: 'Sent by a program' })
    const etag = one.headers.get('ETag') ?? ''
    const unchanged = await client.json('GET', at, undefined, { 'If-None-Match': etag })
    expect(unchanged.status).toBe(304)
    expect(cost(unchanged).read).toBeLessThanOrEqual(4)
    expect((await client.json('DELETE', at)).status).toBe(204)
    expect((await client.json('DELETE', at)).status).toBe(404)
  }
  expect(await dump(client.userId)).toEqual(before)
})
