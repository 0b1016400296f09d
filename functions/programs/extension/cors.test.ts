import { expect, test } from 'vitest'
import { request, rows, signedIn } from '../../../test/support/client'
import { withGitHub } from '../../account/auth/github/testing'
import { bindings, extension } from '../../account/auth/programs/testing'
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

test.each(theirs)('a preflight of %s %s is answered without signing in', async (method, path) => {
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
  const start = (headers: object, body = '{}') =>
    send('POST', '/api/sessions/start', { headers: { ...letIn, ...json, ...headers }, body })
  const answers = [
    await start({}, huge),
    await send('POST', '/auth/github/callback', { headers: json, body: huge }, withGitHub),
    await send('POST', '/auth/refresh', { headers: { Authorization: 'Bearer expired' } }),
    await send('GET', '/api/sessions'),
    await send('POST', '/api/sessions/start', { headers: { Cookie: 'session=x', ...json }, body: '{}' }),
    await send('GET', '/api/sessions/999999999/none', { headers: letIn }),
    await send('DELETE', '/api/sessions', { headers: letIn }),
    await start({ 'Content-Type': 'text/csv' }),
    await start({}, '{"repo'),
    await start({}),
    await send('GET', '/api/stats/daily', { headers: letIn }, broken),
  ]
  expect(answers.map(({ status }) => status)).toEqual([413, 413, 401, 401, 403, 404, 405, 415, 400, 422, 500])
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

test('what is answered can be read, too; elsewhere, and where GitHub leads people to, by no other origin', async () => {
  const { token } = await extension((await signedIn()).userId)
  const headers = { Origin: theirOrigin, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const post = { method: 'POST', headers, body: JSON.stringify(pull) }
  const started = await request('/api/sessions/start', post, bindings)
  expect([started.status, grants(started)]).toEqual([201, granted])
  const head = await request('/api/sessions', { method: 'HEAD', headers }, bindings)
  expect([head.status, await head.text(), grants(head)]).toEqual([200, '', granted])
  for (const path of ['/api/sessionsx', '/api/v1/sessions', '/auth/github/callback?code=x']) {
    expect(grants(await request(path, { headers }, withGitHub))).toEqual(none)
  }
})
