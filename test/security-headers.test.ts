import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { app } from '../functions/app'
import { isOwnPath } from '../functions/lib/http/respond'
import { developmentSecret } from '../functions/lib/http/security'
import headersFile from '../public/_headers?raw'
import { gather } from './support/callers'
import { anyCharacter } from './support/characters'
import { type Client, origin, request, rows } from './support/client'
import { wrongHeaders } from './support/headers'
import { isApi, methodOf, pathOf, routes } from './support/routes'
import { runs } from './support/runs'

let people: Awaited<ReturnType<typeof gather>>
let owner: Client
beforeAll(async () => {
  people = await gather()
  owner = people.owner
})

const part = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
const production = {
  ...env,
  ENVIRONMENT: 'production',
  JWT_SECRET: developmentSecret,
  RATE_LIMITS: 'off',
}

type Odd = [what: string, status: number, path: string, init: RequestInit, bindings?: object]

/** Responses that test/every-route.test.ts does not cover. */
const odd = (): Odd[] => {
  const cookie = { Cookie: owner.cookie, Origin: origin }
  const write = (headers: Record<string, string>, body = 'x') => ({
    method: 'POST',
    body,
    headers: { ...cookie, ...headers },
  })
  const json = { 'Content-Type': 'application/json' }
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  return [
    ['no page', 404, '/nowhere', { headers: cookie }],
    ['no part', 404, '/nowhere', { headers: { ...cookie, ...part } }],
    ['nothing of the API', 404, '/api/v1/nothing', { headers: cookie }],
    ['another method', 405, '/api/v1/goals', { method: 'PUT', headers: cookie }],
    ['a method that there is not', 404, '/goals', { method: 'PROPFIND', headers: cookie }],
    ['a preflight', 303, '/goals', { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } }],
    ['another site', 403, '/goals', write({ Origin: 'https://evil.example' })],
    ['a broken form', 400, '/goals', write({ 'Content-Type': 'multipart/form-data' })],
    ['JSON to a form', 415, '/goals', write(json, '{}')],
    ['broken JSON', 400, '/api/v1/goals', write(json, '{')],
    ['a form to the API', 415, '/api/v1/goals', write(form)],
    ['too much', 413, '/goals', write(form, 'x'.repeat(100_000))],
    ['too much for a part', 413, '/goals', write({ ...form, ...part }, 'x'.repeat(100_000))],
    ['what cannot be', 422, '/goals', write(form)],
    ['HEAD', 200, '/goals', { method: 'HEAD', headers: cookie }],
    ['signed out, as a part', 401, '/goals', { headers: part }],
    ['a token that does not hold', 401, '/api/v1/me', { headers: { Authorization: 'Bearer x' } }],
    ['a secret that is missing', 503, '/', {}, { ...production, JWT_SECRET: '' }],
  ]
}

test.each([
  ['development', env],
  ['production', production],
])('every odd answer carries every security header, in %s', async (name, bindings) => {
  for (const [what, status, path, init, given] of odd()) {
    const answer = await request(path, init, given ?? bindings)
    const isProduction = name === 'production' || given !== undefined
    expect([what, answer.status, wrongHeaders(answer, { production: isProduction })]).toEqual([what, status, []])
  }
})

test('429, 304 and 204 carry every security header', async () => {
  await rows(
    `INSERT INTO rate_limits (key, count, resets_at) VALUES (?, 100, ?)
     ON CONFLICT (key) DO UPDATE SET count = 100, resets_at = excluded.resets_at`,
    `api:${owner.userId}`,
    Date.now() + 60_000,
  )
  const ask = () => request('/api/v1/me', { headers: { Cookie: owner.cookie } }, { ...env, RATE_LIMITS: 'on' })
  // A worker counts a tenth of the limit itself before it asks how far it is used.
  let often = await ask()
  for (let asked = 1; asked < 11 && often.status !== 429; asked += 1) often = await ask()
  expect([often.status, wrongHeaders(often)]).toEqual([429, []])
  const ETag = (await owner.get('/api/v1/goals')).headers.get('ETag') ?? ''
  const same = await owner.json('GET', '/api/v1/goals', undefined, { 'If-None-Match': ETag })
  expect([same.status, wrongHeaders(same)]).toEqual([304, []])
  const version = /\/stats\/live\?v=[^"&]+/.exec(await (await owner.get('/stats')).text())?.[0] ?? ''
  const live = await owner.get(version, { part: true })
  expect([live.status, wrongHeaders(live)]).toEqual([204, []])
})

test('over https cookies are Secure and bound to the host', async () => {
  const asked = async (path: string, init: RequestInit) => {
    const context = createExecutionContext()
    const answer = await app.request(`https://daymark.example${path}`, init, production, context)
    await waitOnExecutionContext(context)
    return answer
  }
  const headers = { Cookie: `__Host-${owner.cookie}`, Origin: 'https://daymark.example' }
  await rows('UPDATE web_sessions SET last_seen_at = 0 WHERE user_id = ?', owner.userId)
  const kept = await asked('/goals', { headers })
  expect(kept.headers.getSetCookie().map((one) => one.split('=')[0])).toEqual(['__Host-session'])
  const body = new URLSearchParams({ title: 'Over https' })
  const made = await asked('/goals', { method: 'POST', headers, body })
  expect(made.headers.getSetCookie().map((one) => one.split('=')[0])).toEqual(['__Host-flash'])
  const out = await asked('/auth/sign-out', { method: 'POST', headers: { Origin: 'https://daymark.example' } })
  const gone = ['session', 'org', 'email'].map((name) => `__Host-${name}=; Max-Age=0; Path=/; Secure`)
  expect(out.headers.getSetCookie()).toEqual(gone)
  for (const answer of [kept, made, out]) {
    expect(wrongHeaders(answer, { production: true, secure: true })).toEqual([])
  }
  expect((await asked('/goals', { headers: { Cookie: owner.cookie } })).status).toBe(303)
})

describe('CORS', () => {
  const shared = [
    '/auth/refresh',
    '/auth/github/callback',
    '/api/sessions',
    '/api/sessions/start',
    '/api/stats/daily',
    '/api/activities/batch',
  ]
  const isShared = (path: string) => shared.includes(path) || /^\/api\/(sessions|stats|activities)(\/|$)/.test(path)
  const extension = `chrome-extension://${'a'.repeat(32)}`

  test('is for the health check and the routes of the extension only', async () => {
    const paths = [...new Set(Object.keys(routes).map(pathOf))]
    for (const path of paths.filter((one) => !isShared(one) && one !== '/health')) {
      for (const Origin of ['https://evil.example', extension, 'null', origin]) {
        const asked = { Origin, 'Access-Control-Request-Method': 'POST' }
        const answer = await request(path.replaceAll(/:\w+/g, 'x'), { method: 'OPTIONS', headers: asked })
        const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'))
        expect([path, names]).toEqual([path, []])
      }
    }
  })

  test.each(shared)('%s allows the extension and no other origin', async (path) => {
    const allowed = async (Origin: string) => {
      const asked = { Origin, 'Access-Control-Request-Method': 'POST' }
      const answer = await request(path, { method: 'OPTIONS', headers: asked })
      expect(answer.headers.get('Vary')).toContain('Origin')
      return answer.headers.get('Access-Control-Allow-Origin')
    }
    expect(await allowed(extension)).toBe(extension)
    for (const other of ['https://evil.example', 'null', origin, `${extension}.evil.example`]) {
      expect(await allowed(other)).toBeNull()
    }
  })
})

describe('an internal error', () => {
  const inside = 'D1_ERROR: no such table: secret_table at /srv/daymark/inside.ts: SQLITE_ERROR'

  /** A database that signs people in and fails at everything else. */
  const failing = (kind: () => unknown) => {
    const fail = async () => {
      throw kind()
    }
    const statement = { bind: () => statement, all: fail, run: fail }
    return {
      prepare: (query: string) =>
        /SELECT[^;]*FROM (web_sessions|api_tokens)/.test(query) ? env.DB.prepare(query) : statement,
      batch: fail,
    }
  }

  class Odd extends Error {
    override name = 'OddError'
    status = 418
  }

  const kinds = [
    () => new Error(inside),
    () => new TypeError(inside),
    () => new Odd(inside),
    () => new Error('outer', { cause: new Error(inside) }),
  ]
  const forms: Record<string, string>[] = [{}, part, { Accept: 'application/json' }]

  test('shows no detail, as a page, a part or JSON, on any route', async () => {
    let failed = 0
    for (const [index, route] of Object.keys(routes).entries()) {
      const bindings = { ...production, DB: failing(kinds[index % kinds.length] ?? Error) }
      const path = pathOf(route).replaceAll(/:\w+/g, '01900000-0000-7000-8000-000000000000')
      const isWrite = methodOf(route) !== 'GET'
      const body = isWrite ? '{"email":"a@example.com","title":"x","name":"x"}' : undefined
      const headers = {
        Cookie: owner.cookie,
        Origin: origin,
        ...forms[index % forms.length],
        ...(isWrite && { 'Content-Type': 'application/json' }),
      }
      const answer = await request(path, { method: methodOf(route), headers, body }, bindings)
      const text = await answer.text()
      expect(text).not.toMatch(/secret_table|SQLITE|inside\.ts|OddError|TypeError|D1_ERROR|\bat \//)
      const crossOrigin = pathOf(route) === '/health'
      expect([route, wrongHeaders(answer, { production: true, crossOrigin })]).toEqual([route, []])
      if (answer.status === 500) failed += 1
      if (answer.status === 500 && isApi(route)) expect(JSON.parse(text)).toMatchObject({ code: 'internal' })
    }
    expect(failed).toBeGreaterThan(80)
  })
})

/** Texts that a browser would not read as a path on this site, or that no header could hold. */
const elsewhere = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    ' //evil.example',
    '\u0000//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https:evil.example',
    'https:/evil.example',
    '///evil.example',
    '/a\r\nSet-Cookie: session=x',
    '/\ud800',
    '/ /',
    '/goals?q=é',
    '/goals?q=日',
    '',
    'goals',
    './goals',
    '?q=x',
    '#x',
    '@evil.example',
    ':@evil.example',
    '.evil.example',
  ),
  fc.string({ unit: anyCharacter, maxLength: 12 }).map((text) => `/${text}//evil.example`),
  fc.string({
    unit: fc.constantFrom('/', '\\', '\t', '\n', '\r', '.', '%', '@', ':', 'e', '2', 'f', ' '),
    maxLength: 8,
  }),
)

/** The origin to which a redirect leads. */
const goes = (location: string) => new URL(location, `${origin}/some/page`).origin

describe('nobody is redirected to another site', () => {
  test('an accepted path leads to this site', () => {
    fc.assert(
      fc.property(elsewhere, (path) => {
        if (isOwnPath(path)) expect([goes(path), new URL(path, 'http://other').host]).toEqual([origin, 'other'])
      }),
      { numRuns: runs(2000) },
    )
  })

  test('by next, the referring page or the flash message', async () => {
    const { userId, cookie } = people.other
    await fc.assert(
      fc.asyncProperty(elsewhere, async (place) => {
        const next = new URLSearchParams({ next: place, time_zone: 'Europe/Lisbon' })
        const headers = { Cookie: cookie, Origin: origin }
        const at = (() => {
          const url = URL.parse(place, `${origin}/`)
          return url ? url.href : ''
        })()
        const there = URL.parse(`${origin}/${place.startsWith('/') ? place : `/${place}`}`)?.href ?? ''
        const answers = [
          await request(`/sign-in?${next}`, { headers }),
          await request('/settings/time-zone', { method: 'POST', headers, body: next }),
          ...(await Promise.all(
            [at, there].flatMap((page) => [
              request('/settings/time-zone', {
                method: 'POST',
                headers: { ...headers, Referer: page },
                body: new URLSearchParams({ time_zone: 'UTC' }),
              }),
              request('/goals', { headers: { ...part, 'HX-Current-URL': page } }),
            ]),
          )),
        ]
        for (const answer of answers) {
          const location = answer.headers.get('Location') ?? answer.headers.get('HX-Redirect')
          expect(location).not.toBeNull()
          expect([goes(location ?? ''), wrongHeaders(answer)]).toEqual([origin, []])
        }
        const forged = { message: place.toWellFormed(), link: { href: place, text: 'Look' }, undo: place }
        const flash = encodeURIComponent(JSON.stringify(forged))
        const page = await (await request('/goals', { headers: { Cookie: `${cookie}; flash=${flash}` } })).text()
        const leads = [...page.matchAll(/ (?:action|hx-post|class="link" href)="([^"]*)"/g)]
        for (const [, path = ''] of leads) expect(goes(path)).toBe(origin)
      }),
      { numRuns: runs(12) },
    )
    expect(userId).not.toBe(owner.userId)
  })

  test.each([
    '/auth/sign-out',
    '/settings/account',
    '/settings/tokens/x/revoke',
    '/admin/users/x/suspend',
    '/goals/x?/undo',
  ])('nor offered %s as Undo by a forged flash message', async (undo) => {
    const shown = async (path: string) => {
      const flash = encodeURIComponent(JSON.stringify({ message: 'Look', undo: path }))
      return (await request('/stats', { headers: { Cookie: `${owner.cookie}; flash=${flash}` } })).text()
    }
    expect(await shown('/goals/x/restore')).toContain('action="/goals/x/restore"')
    expect((await shown(undo)).split('toast')[1]).not.toContain(`action="${undo}"`)
  })
})

test('other hosts of the domain are spoken for only where the operator says so', async () => {
  const policyWith = async (more: object) =>
    (await request('/sign-in', {}, { ...production, ...more })).headers.get('Strict-Transport-Security')
  expect(await policyWith({})).toBe('max-age=63072000')
  expect(await policyWith({ HSTS_SUBDOMAINS: 'on' })).toBe('max-age=63072000; includeSubDomains')
})

test('static files have their own security headers', () => {
  const [, everywhere = '', assets = ''] = /\n\/\*\n(.*?)\n\n.*?\n\/assets\/\*\n(.*?)\n\n/s.exec(headersFile) ?? []
  for (const line of [
    'X-Content-Type-Options: nosniff',
    'Referrer-Policy: same-origin',
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'Cross-Origin-Resource-Policy: same-origin',
    'Cross-Origin-Opener-Policy: same-origin',
    'Strict-Transport-Security: max-age=63072000',
  ]) {
    expect(everywhere.split('\n').map((one) => one.trim())).toContain(line)
  }
  expect(assets).toContain('Cache-Control: public, max-age=31536000, immutable')
  expect(headersFile).not.toContain('unsafe')
})
