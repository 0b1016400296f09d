import { expect, test } from 'vitest'
import { origin, request, rows, signedIn } from '../../../test/support/client'
import { dump } from '../../../test/support/table-dump'
import { hour, minute } from '../../../test/support/times'
import { asked, bindings, personal, program } from '../../account/auth/programs/testing'
import { device, hourOf } from './testing'

test('the first of an id counts ever after, whatever is said later', async () => {
  const { userId } = await signedIn()
  const { report } = await device(userId, 'Phone')
  await report([hourOf('one', 2 * hour, 'first')])
  const withoutLastReport = async () => (await dump(userId)).replaceAll(/^(usage_clients .*),\d+$/gm, '$1')
  const before = await withoutLastReport()
  expect(await report([hourOf('one', hour, 'later')])).toEqual({ accepted: 0, duplicates: 1, rejected: [] })
  expect(await withoutLastReport()).toBe(before)
})

test('a report moves the sequence of use when something came, and no other', async () => {
  const { userId } = await signedIn()
  const { report } = await device(userId, 'Phone')
  const versions = async () => {
    const columns = 'seq, stats_seq, whitelist_seq, timer_seq, usage_seq'
    return (await rows<{ usage_seq: number }>(`SELECT ${columns} FROM change_heads WHERE user_id = ?`, userId))[0]
  }
  const before = await versions()
  const after = { ...before, usage_seq: Number(before?.usage_seq) + 1 }
  await report([hourOf('one', minute)])
  expect(await versions()).toEqual(after)
  await report([hourOf('one', minute), null])
  expect(await versions()).toEqual(after)
})

test('a call of which nothing can be taken writes nothing, and is no report', async () => {
  const { userId } = await signedIn()
  const { report } = await device(userId, 'Phone')
  await report([hourOf('x', -hour)])
  const before = await dump(userId)
  expect(await report([null, hourOf('x', -hour)])).toMatchObject({ accepted: 0, duplicates: 0, rejected: [{}, {}] })
  expect(await dump(userId)).toBe(before)
  expect(await rows('SELECT 1 FROM usage_clients WHERE user_id = ?', userId)).toEqual([])
})

test.each([
  ['nothing', {}],
  ['no list', { events: 'x' }],
  ['no events', { events: [] }],
  ['more than 500', { events: Array(501).fill(null) }],
  ['a member that there is not', { events: [null], device: 'x' }],
  ['a list by itself', [{ id: 'x' }]],
])('a report with %s is refused as a whole', async (_, body) => {
  const { userId, json } = await signedIn()
  const before = await dump(userId)
  const answer = await json('POST', '/api/v1/usage', body)
  expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([422, 'invalid'])
  expect(await dump(userId)).toBe(before)
})

test('equal ids of two people are two events', async () => {
  for (const { userId } of [await signedIn(), await signedIn()]) {
    expect(await (await device(userId, 'Phone')).report([hourOf('same', minute)])).toMatchObject({ accepted: 1 })
  }
})

test('devices are known by their tokens and sign-ins, under the names that these have', async () => {
  const { userId, json } = await signedIn()
  const phone = await device(userId, 'Phone')
  await phone.report([hourOf('phone', minute)])
  await asked('POST', '/api/v1/usage', (await program(userId)).access_token, { events: [hourOf('program', minute)] })
  await json('POST', '/api/v1/usage', { events: [hourOf('browser', minute)] })
  const names = () => rows<{ name: string }>('SELECT name FROM usage_clients WHERE user_id = ? ORDER BY name', userId)
  expect((await names()).map(({ name }) => name)).toEqual(['Phone', 'a test', 'a test'])
  await rows("UPDATE api_tokens SET name = 'Old phone' WHERE user_id = ?", userId)
  await phone.report([hourOf('phone', minute)])
  expect((await names()).map(({ name }) => name)).toContain('Old phone')
  expect(await rows('SELECT count(DISTINCT client_id) AS clients FROM app_usage WHERE user_id = ?', userId)).toEqual([
    { clients: 3 },
  ])
})

test.each([
  [['usage'], 200],
  [['write'], 200],
  [['read'], 403],
  [['sync'], 403],
] as const)('a token for %j: %i', async (held, status) => {
  const token = await personal((await signedIn()).userId, [...held])
  const answer = await asked('POST', '/api/v1/usage', token, { events: [hourOf('x', minute)] })
  expect(answer.status).toBe(status)
  if (status === 403) expect(answer.headers.get('WWW-Authenticate')).toContain('scope="usage"')
})

test('a token for use alone reads no use, and writes nothing else', async () => {
  const { token } = await device((await signedIn()).userId, 'Phone')
  for (const [method, path] of [
    ['GET', '/api/v1/usage'],
    ['PUT', '/api/v1/usage'],
    ['POST', '/api/v1/usage/'],
    ['POST', '/api/v1/goals'],
  ] as const) {
    const { status } = await asked(method, path, token, method === 'GET' ? undefined : { events: [] })
    expect([method, path, status]).toEqual([method, path, 403])
  }
})

test('reports have room of their own: 1,000 a minute, beside the 100 of the rest', async () => {
  const client = await signedIn()
  const on = { ...bindings, RATE_LIMITS: 'on' }
  const headers = { Cookie: client.cookie, Origin: origin, 'Content-Type': 'application/json' }
  const send = () => request('/api/v1/usage', { method: 'POST', headers, body: '{"events":[null]}' }, on)
  await rows(
    'INSERT INTO rate_limits (key, count, resets_at) VALUES (?, 999, ?), (?, 100, ?)',
    `usage:${client.userId}`,
    Date.now() + minute,
    `api:${client.userId}`,
    Date.now() + minute,
  )
  const [last, over] = [await send(), await send()]
  expect([last.status, last.headers.get('RateLimit-Policy')]).toEqual([200, '"usage";q=1000;w=60'])
  expect([over.status, Number(over.headers.get('Retry-After')) > 0]).toEqual([429, true])
})
