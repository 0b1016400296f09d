import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { newAdmin } from '../../functions/apps/admin/testing'
import { operationsOf, readDescription } from '../support/api/description'
import { type Client, origin, request, rows, signedIn } from '../support/client'
import { routes } from '../support/routes'
import { isWhole } from '../support/runs'
import { dump } from '../support/table-dump'
import { validWrite } from '../support/valid-writes'

const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString()

type Sent = Pick<Awaited<ReturnType<typeof validWrite>>, 'path' | 'headers' | 'body'>

const send = ({ path, headers, body }: Sent, key: string) =>
  request(path, { method: 'POST', body, headers: { Origin: origin, ...headers, 'Idempotency-Key': key } })

const sendJson = (client: Client, path: string, body: object, key: string) =>
  client.json('POST', path, body, { 'Idempotency-Key': key })

const posts = Object.keys(routes).filter((route) => route.startsWith('POST /api/'))

const auditCount = async (adminId: string) =>
  (await rows<{ count: number }>('SELECT count(*) AS count FROM admin_audit WHERE admin_id = ?', adminId))[0]?.count

test('every POST of the API takes an Idempotency-Key and says so', async () => {
  const described = operationsOf(await readDescription()).filter(({ path }) => path.startsWith('/api/v1/'))
  for (const { method, path, operation } of described.filter(({ method }) => method === 'POST')) {
    const names = (operation.parameters ?? []).map(({ name }) => name)
    expect([method, path, names]).toEqual([method, path, expect.arrayContaining(['Idempotency-Key'])])
  }
})

test.each(posts)('%s happens once by the same key, at once and later, and repeats its answer', async (route) => {
  const client = await newAdmin()
  const sent = await validWrite(route, client)
  const answers = await Promise.all(Array.from({ length: isWhole ? 8 : 3 }, () => send(sent, 'once')))
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  const [first] = answers
  const { status } = first ?? {}
  expect([status, texts[0]]).toEqual([expect.toSatisfy((one) => one === 200 || one === 201), expect.anything()])
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]))
  const [location, ...others] = new Set(answers.map(({ headers }) => headers.get('Location')))
  expect([others, location === null]).toEqual([[], status === 200 || !route.includes('/v1/')])
  expect(new Set(texts).size).toBe(1)
  const [before, audited] = [await dump(client.userId), await auditCount(client.userId)]
  const again = await send(sent, 'once')
  expect([again.status, await again.text()]).toEqual([status, texts[0]])
  expect([await dump(client.userId), await auditCount(client.userId)]).toEqual([before, audited])
  const other = await send({ ...sent, path: `${sent.path}${sent.path.includes('?') ? '&' : '?&'}` }, 'once')
  expect([other.status, (await other.json<{ code: string }>()).code]).toEqual([422, 'key_reused'])
})

test('a report of which nothing was accepted is repeated, though it would be accepted by now', async () => {
  const client = await signedIn()
  const soon = new Date(Date.now() + 10 * 60_000).toISOString()
  const events = [{ id: 'a', package_name: 'org.example', started_at: anHourAgo(), ended_at: soon }]
  const report = () => sendJson(client, '/api/v1/usage', { events }, 'report')
  const first = await (await report()).text()
  expect(JSON.parse(first)).toMatchObject({ accepted: 0, rejected: [{ id: 'a' }] })
  await rows('UPDATE idempotency_keys SET created_at = created_at - 600000 WHERE user_id = ?', client.userId)
  expect(await (await report()).text()).toBe(first)
})

test('a report tells what was new, what was known and what was wrong, with a key as without', async () => {
  const client = await signedIn()
  const use = (id: string, more = {}) => ({
    id,
    package_name: 'org.example',
    started_at: anHourAgo(),
    ended_at: anHourAgo(),
    ...more,
  })
  await client.json('POST', '/api/v1/usage', { events: [use('known')] })
  const events = [use('known'), use('new'), use('new'), use('a.b:c_-1'), use('wrong', { ended_at: 'never' })]
  const answer = await sendJson(client, '/api/v1/usage', { events }, 'report')
  const repeated = await sendJson(client, '/api/v1/usage', { events }, 'report')
  const told = await answer.json()
  expect(told).toMatchObject({ accepted: 2, duplicates: 2, rejected: [{ id: 'wrong' }] })
  expect(await repeated.json()).toEqual(told)
})

test('the secret of a token is stored nowhere in plain text, and repeated to who has the key alone', async () => {
  const client = await signedIn()
  const make = (by: Client, key: string) => sendJson(by, '/api/v1/me/tokens', { name: 'Backup', scopes: ['read'] }, key)
  const made = await (await make(client, 'k')).json<{ id: string; token: string }>()
  expect(made.token).toMatch(/^daymark_pat_/)
  const stored = await rows<{ body: string }>('SELECT body FROM idempotency_keys WHERE user_id = ?', client.userId)
  for (const text of [JSON.stringify(stored), atob(stored[0]?.body ?? ''), await dump(client.userId)]) {
    expect(text).not.toContain(made.token.slice(12, 40))
    expect(text).not.toContain('daymark_pat_')
  }
  expect(await (await make(client, 'k')).json()).toEqual(made)
  // An answer sealed for one key opens under no other.
  await env.DB.prepare("UPDATE idempotency_keys SET key = 'moved' WHERE user_id = ?").bind(client.userId).run()
  const { token, ...rest } = made
  const moved = await make(client, 'moved')
  expect([moved.status, await moved.json()]).toEqual([201, rest])
  const stranger = await signedIn()
  const other = await (await make(stranger, 'k')).json<{ id: string; token: string }>()
  expect([other.id === made.id, other.token === token]).toEqual([false, false])
})
