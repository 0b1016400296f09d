import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { request, rows, signedIn } from '../../test/client'
import { withGitHub } from '../auth/github/testing'
import { bindings, extension } from '../auth/programs/testing'
import { pull, theirOrigin } from './testing'

const theirs = [
  ['POST', '/api/sessions/start'],
  ['PATCH', '/api/sessions/1/end'],
  ['GET', '/api/sessions'],
  ['GET', '/api/sessions/1'],
  ['GET', '/api/stats/daily'],
  ['GET', '/api/stats/weekly'],
  ['GET', '/api/stats/repo/acme/web'],
  ['GET', '/api/stats/summary'],
  ['POST', '/api/activities'],
  ['POST', '/api/activities/batch'],
  ['GET', '/api/activities/stats'],
  ['POST', '/auth/refresh'],
  ['POST', '/auth/github/callback'],
] as const

const preflight = (path: string, method: string, origin: string, settings: object = bindings) =>
  request(
    path,
    {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'authorization, content-type',
      },
    },
    settings,
  )

const grants = ({ headers }: Response) => ({
  origin: headers.get('Access-Control-Allow-Origin'),
  credentials: headers.get('Access-Control-Allow-Credentials'),
})
const granted = { origin: theirOrigin, credentials: null }
const none = { origin: null, credentials: null }

test.each(theirs)('a preflight of %s %s is answered to whoever is signed out', async (method, path) => {
  const answer = await preflight(path, method, theirOrigin)
  expect([answer.status, await answer.text()]).toEqual([204, ''])
  expect(grants(answer)).toEqual(granted)
  const words = (name: string) => (answer.headers.get(name) ?? '').split(',').map((word) => word.trim())
  expect(words('Access-Control-Allow-Methods')).toEqual(['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'])
  expect(words('Access-Control-Allow-Headers')).toEqual(['Content-Type', 'Authorization', 'Idempotency-Key'])
  expect(answer.headers.get('Vary')).toContain('Origin')
})

test.each([
  'https://evil.example',
  'null',
  'chrome-extension://short',
  `${theirOrigin}.evil.example`,
  'https://dash.example.evil.example',
])('%s gets nothing', async (origin) => {
  for (const [method, path] of theirs) {
    const asking = await preflight(path, method, origin)
    expect([...asking.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    const asked = { method, headers: { Origin: origin, 'Content-Type': 'application/json' } }
    expect(grants(await request(path, asked, bindings))).toEqual(none)
  }
})

test('in production only the origins that are set get anything', async () => {
  const production = {
    ...bindings,
    ENVIRONMENT: 'production',
    EXTENSION_ORIGINS: ' https://dash.example/ ,https://b.example',
  }
  expect(grants(await preflight('/api/sessions', 'GET', theirOrigin, production))).toEqual(none)
  expect(grants(await preflight('/api/sessions', 'GET', 'https://dash.example', production))).toEqual({
    origin: 'https://dash.example',
    credentials: null,
  })
})

test('every refusal can be read', async () => {
  const { userId } = await signedIn()
  const { token } = await extension(userId)
  const send = (method: string, path: string, init: RequestInit = {}, settings: object = bindings) =>
    request(path, { method, ...init, headers: { Origin: theirOrigin, ...init.headers } }, settings)
  const json = { 'Content-Type': 'application/json' }
  const letIn = { Authorization: `Bearer ${token}` }
  const huge = `{"x":"${'x'.repeat(1_100_000)}"}`
  const broken = { ...bindings, DB: undefined }
  const limited = { ...bindings, RATE_LIMITS: 'on' }
  const answers = [
    await send('POST', '/api/sessions/start', { headers: json, body: huge }),
    await send('POST', '/auth/refresh', { headers: json, body: huge }),
    await send('POST', '/auth/github/callback', { headers: json, body: huge }, withGitHub),
    await send('GET', '/api/sessions'),
    await send('GET', '/api/sessions', { headers: { Authorization: 'Bearer expired' } }),
    await send('POST', '/auth/refresh', { headers: { Authorization: 'Bearer expired' } }),
    await send('POST', '/api/sessions/start', { headers: { Cookie: 'session=x', ...json }, body: '{}' }),
    await send('GET', '/api/sessions/999999999', { headers: letIn }),
    await send('GET', '/api/sessions/999999999/none', { headers: letIn }),
    await send('DELETE', '/api/sessions', { headers: letIn }),
    await send('POST', '/api/sessions/start', { headers: { ...letIn, 'Content-Type': 'text/csv' }, body: 'a' }),
    await send('POST', '/api/sessions/start', { headers: letIn, body: new URLSearchParams({ pr_number: '1' }) }),
    await send('POST', '/api/activities', { headers: { ...letIn, 'Content-Type': 'text/plain' }, body: '{}' }),
    await send('POST', '/api/sessions/start', { headers: { ...letIn, ...json }, body: '{"repo' }),
    await send('POST', '/api/sessions/start', { headers: { ...letIn, ...json }, body: '{}' }),
    await send('GET', '/api/stats/daily', { headers: letIn }, broken),
  ]
  expect(answers.map(({ status }) => status)).toEqual([
    413, 413, 413, 401, 401, 401, 403, 404, 404, 405, 415, 415, 415, 400, 422, 500,
  ])
  await rows('INSERT INTO rate_limits (key, count, resets_at) VALUES (?, 100, ?)', `api:${userId}`, Date.now() + 60_000)
  const last = await send('GET', '/api/stats/daily', { headers: letIn }, limited)
  expect(last.status).toBe(429)
  expect(Number(last.headers.get('Retry-After'))).toBeGreaterThan(0)
  for (const answer of [...answers, last]) {
    expect(grants(answer), `${answer.status}`).toEqual(granted)
    expect(answer.headers.get('Vary')).toContain('Origin')
    const said = await answer.json<{ error: string }>()
    expect(said.error).toEqual(expect.any(String))
  }
})

test('other paths, and what GitHub leads people to, are for no other origin', async () => {
  const { cookie } = await signedIn()
  for (const path of ['/', '/sessions', '/api/v1/sessions', '/api/v1/stats', '/auth/token', '/api/sessionsx']) {
    expect(grants(await preflight(path, 'GET', theirOrigin))).toEqual(none)
    expect(grants(await request(path, { headers: { Origin: theirOrigin, Cookie: cookie } }, env))).toEqual(none)
  }
  const back = await request('/auth/github/callback?code=x', { headers: { Origin: theirOrigin } }, withGitHub)
  expect(grants(back)).toEqual(none)
})

test('what is answered can be read, too', async () => {
  const { token } = await extension((await signedIn()).userId)
  const headers = { Origin: theirOrigin, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const started = await request(
    '/api/sessions/start',
    { method: 'POST', headers, body: JSON.stringify(pull) },
    bindings,
  )
  expect([started.status, grants(started)]).toEqual([201, granted])
  const head = await request('/api/sessions', { method: 'HEAD', headers }, bindings)
  expect([head.status, await head.text(), grants(head)]).toEqual([200, '', granted])
})
