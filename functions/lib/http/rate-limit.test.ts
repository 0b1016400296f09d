import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { personal } from '../../account/auth/programs/testing'
import { developmentSecret } from './security'

const on = { ...env, RATE_LIMITS: 'on' }

const me = (client: Client, bindings: object = on) =>
  request('/api/v1/me', { headers: { Cookie: client.cookie } }, bindings)

const fields = ({ headers }: Response) =>
  ['RateLimit-Policy', 'RateLimit', 'Retry-After'].map((name) => headers.get(name))

/** Leaves somebody with this many counted, in a window that has so many seconds to go. */
const counted = (key: string, count: number, seconds: number) =>
  rows(
    `INSERT INTO rate_limits (key, count, resets_at) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET count = excluded.count, resets_at = excluded.resets_at`,
    key,
    count,
    Date.now() + seconds * 1000,
  )

/** Time stands still, as the machine may be slow and midnight near. */
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

describe('the limit of the API', () => {
  test('says where one stands in the fields of the draft', async () => {
    const client = await signedIn()
    await counted(`api:${client.userId}`, 98, 21)
    const policy = ['"api";q=100;w=60']
    expect(fields(await me(client))).toEqual([...policy, '"api";r=1;t=21', null])
    expect(fields(await me(client))).toEqual([...policy, '"api";r=0;t=21', null])
    const refused = await me(client)
    expect(refused.status).toBe(429)
    expect(fields(refused)).toEqual([...policy, '"api";r=0;t=21', '21'])
    expect(await refused.json()).toEqual({
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      detail: 'The API allows 100 requests a minute. Try again in 21 seconds.',
      code: 'rate_limited',
      error: 'The API allows 100 requests a minute. Try again in 21 seconds.',
    })
  })

  test('is over when it says so, and counts nothing that it refuses', async () => {
    const client = await signedIn()
    const key = `api:${client.userId}`
    await counted(key, 100, 60)
    for (let again = 0; again < 3; again += 1) expect((await me(client)).status).toBe(429)
    expect(await rows('SELECT count FROM rate_limits WHERE key = ?', key)).toEqual([{ count: 100 }])
    await counted(key, 100, 0)
    expect(fields(await me(client)).slice(1, 2)).toEqual(['"api";r=99;t=60'])
  })

  test('is apart from that of reports of use, which is 1,000', async () => {
    const client = await signedIn()
    const report = () =>
      request('/api/v1/usage', { method: 'POST', headers: { Cookie: client.cookie, Origin: origin } }, on)
    await counted(`api:${client.userId}`, 100, 60)
    await counted(`usage:${client.userId}`, 998, 60)
    const answers = [await report(), await report(), await report()]
    expect(answers.map(({ status }) => status === 429)).toEqual([false, false, true])
    expect(answers[2]?.headers.get('RateLimit-Policy')).toBe('"usage";q=1000;w=60')
    expect((await me(client)).status).toBe(429)
  })

  test('holds in production, whatever RATE_LIMITS says; elsewhere `off` lifts it', async () => {
    const client = await signedIn()
    await counted(`api:${client.userId}`, 100, 60)
    const production = { ...env, ENVIRONMENT: 'production', JWT_SECRET: developmentSecret }
    expect((await me(client, { ...production, RATE_LIMITS: 'off' })).status).toBe(429)
    expect((await me(client, { ...env, RATE_LIMITS: undefined })).status).toBe(429)
    expect((await me(client, { ...env, RATE_LIMITS: 'off' })).status).toBe(200)
  })

  test('holds for programs that download, and not for their person’s browser', async () => {
    const client = await signedIn()
    const Authorization = `Bearer ${await personal(client.userId, ['read'])}`
    const download = (headers: HeadersInit) => request('/sessions.csv', { headers }, on)
    await counted(`api:${client.userId}`, 99, 60)
    expect((await download({ Authorization })).headers.get('RateLimit')).toBe('"api";r=0;t=60')
    expect((await download({ Authorization })).status).toBe(429)
    expect((await download({ Cookie: client.cookie })).status).toBe(200)
  })
})

test('too often, a person gets a page, and htmx a notice', async () => {
  const network = { 'CF-Connecting-IP': '203.0.113.9', Origin: origin }
  const ask = (headers: Record<string, string>) => {
    const body = new URLSearchParams({ email: `${crypto.randomUUID()}@example.com` })
    return request('/auth/magic-link', { method: 'POST', body, headers: { ...network, ...headers } }, on)
  }
  for (let n = 0; n < 20; n += 1) expect((await ask({})).status).toBe(303)
  const [page, part] = [await ask({}), await ask({ 'HX-Request': 'true', 'HX-Request-Type': 'partial' })]
  expect([page.status, part.status]).toEqual([429, 429])
  expect(page.headers.get('Retry-After')).toMatch(/^3[56]\d\d$/)
  expect(await page.text()).toMatch(/<h1[^>]*>Too many requests<\/h1>/)
  expect(await part.text()).not.toContain('<h1')
})

describe('the limits of browsers', () => {
  const ask = (client: Client, path: string, init: RequestInit = {}, headers: Record<string, string> = {}) =>
    request(path, { ...init, headers: { Cookie: client.cookie, Origin: origin, ...headers } }, on)
  const statusesOf = async (count: number, send: () => Promise<Response>) =>
    (await Promise.all(Array.from({ length: count }, send))).map(({ status }) => status)
  const counts = (client: Client) =>
    rows('SELECT key, count FROM rate_limits WHERE key LIKE ? ORDER BY key', `%:${client.userId}`)

  test('let 600 pages pass, and count them only when they are many', async () => {
    const client = await signedIn()
    const page = () => ask(client, '/settings/sign-in/check')
    expect(new Set(await statusesOf(60, page))).toEqual(new Set([204]))
    expect(await counts(client)).toEqual([])
    for (let wave = 0; wave < 9; wave += 1) expect(new Set(await statusesOf(60, page))).toEqual(new Set([204]))
    expect(await counts(client)).toEqual([{ key: `pages:${client.userId}`, count: 600 }])
    expect(new Set(await statusesOf(5, page))).toEqual(new Set([429]))
    const [whole, part, json] = [
      await ask(client, '/'),
      await ask(client, '/', {}, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
      await ask(client, '/', {}, { Accept: 'application/json' }),
    ]
    expect([whole.status, part.status, json.status]).toEqual([429, 429, 429])
    expect(Number(whole.headers.get('Retry-After'))).toBeLessThanOrEqual(60)
    expect(await whole.text()).toMatch(/<h1[^>]*>Too many requests<\/h1>.*You can load 600 pages a minute/s)
    expect(await part.text()).not.toContain('<h1')
    expect(await json.json()).toMatchObject({ status: 429, code: 'rate_limited' })
    expect((await ask(await signedIn(), '/')).status).toBe(200)
  })

  test('let 120 searches pass, in every list together', async () => {
    const client = await signedIn()
    await counted(`search:${client.userId}`, 117, 60)
    const paths = ['/search?q=a', '/sessions?q=a', '/goals?q=a', '/search?q=b', '/goals?q=+', '/goals']
    const found: number[] = []
    for (const path of paths) found.push((await ask(client, path)).status)
    expect(found).toEqual([200, 200, 200, 429, 200, 200])
  })

  test('let 20 uploads, changes of many rows and undos pass, and say that nothing was changed', async () => {
    const client = await signedIn()
    await counted(`heavy:${client.userId}`, 17, 60)
    const post = (path: string) => ask(client, path, { method: 'POST', body: new URLSearchParams() })
    const paths = ['/sessions/import', '/changes/x/undo', '/sessions/selected', '/tags/selected', '/timer/stop']
    const statuses: number[] = []
    for (const path of paths) statuses.push((await post(path)).status)
    expect(statuses.map((status) => status === 429)).toEqual([false, false, false, true, false])
    expect(await (await post('/sessions/import')).text()).toContain('20 times a minute. Nothing was changed.')
    expect((await ask(client, '/sessions/import')).status).toBe(200)
  })
})
