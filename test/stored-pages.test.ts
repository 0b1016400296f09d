import { beforeAll, expect, test } from 'vitest'
import { askFor, newEmail } from '../functions/auth/magic-link/testing'
import { gather, pathFor } from './callers'
import { type Client, origin, request, signedIn } from './client'
import { methodOf, routes } from './routes'

let people: Awaited<ReturnType<typeof gather>>
beforeAll(async () => {
  people = await gather()
})

const state = 'page-state=abc123'
const scripted = ({ cookie }: Client) => ({ Cookie: `${cookie}; ${state}`, Origin: origin })

/** Every whole page that a browser with script may store. The day is long over. */
const stored = ['GET /', 'GET /day/:date', 'GET /goals', 'GET /sessions', 'GET /stats', 'GET /whitelists']

test('a browser with script may store these pages for itself, and nothing else of any route', async () => {
  const client = people.other
  const found: string[] = []
  for (const route of Object.keys(routes).filter((one) => methodOf(one) === 'GET')) {
    const path = await pathFor(route, people.owner)
    for (const headers of [
      scripted(client),
      { ...scripted(client), 'HX-Request-Type': 'partial' },
      { Cookie: state },
    ]) {
      const answer = await request(path, { headers })
      const value = answer.headers.get('Cache-Control')
      if (value === 'no-store') continue
      expect([route, value, answer.headers.get('Vary')]).toEqual([
        route,
        'private, no-cache',
        expect.stringContaining('Cookie'),
      ])
      found.push(route)
    }
  }
  expect(found.sort()).toEqual(stored)
})

/** The new value of the cookie; undefined for an answer that leaves it. */
const movedTo = (answer: Response) => {
  const [cookie, ...others] = answer.headers.getSetCookie().filter((one) => one.startsWith('page-state='))
  expect(others).toEqual([])
  return cookie && /^page-state=([0-9a-f]{8}); Max-Age=86400; Path=\/; SameSite=Lax$/.exec(cookie)?.[1]
}

test('each write that reaches a person changes the state, whatever becomes of it, and no read does', async () => {
  const client = await signedIn()
  const send = (path: string, init: RequestInit = {}, headers = scripted(client)) =>
    request(path, { ...init, headers: { ...headers, ...init.headers } })
  const goal = (title: string) => ({ method: 'POST', body: new URLSearchParams({ title }) })
  expect(movedTo(await send('/goals', goal('Thesis')))).toMatch(/./)
  expect(movedTo(await send('/goals', { ...goal('Thesis'), headers: { 'HX-Request-Type': 'partial' } }))).toMatch(/./)
  expect(movedTo(await send('/goals', goal('')))).toMatch(/./)
  const json = { method: 'POST', body: '{"title":"x"}', headers: { 'Content-Type': 'application/json' } }
  expect(movedTo(await send('/api/v1/goals', json))).toMatch(/./)
  const twice = [await send('/goals', goal('One')), await send('/goals', goal('Two'))].map(movedTo)
  expect(new Set(twice).size).toBe(2)
  for (const path of ['/', '/goals', '/goals/new', '/api/v1/goals', '/settings/sign-in/check']) {
    expect([path, movedTo(await send(path))]).toEqual([path, undefined])
  }
  expect(movedTo(await request('/goals', { ...goal('x'), headers: { Cookie: client.cookie, Origin: origin } }))).toBe(
    undefined,
  )
})

test('a sign-out deletes what the browser stored, and changes the state', async () => {
  const ends: [path: string, fields: Record<string, string>][] = [
    ['/auth/sign-out', {}],
    ['/settings/account/delete', { confirm: 'email' }],
  ]
  for (const [path, fields] of ends) {
    const client = await signedIn()
    const body = new URLSearchParams(fields.confirm ? { confirm: `${client.userId}@example.com` } : fields)
    const answer = await request(path, { method: 'POST', headers: scripted(client), body })
    expect([path, answer.status, answer.headers.get('Clear-Site-Data')]).toEqual([path, 303, '"cache"'])
    expect(movedTo(answer)).toMatch(/./)
    expect((await client.get('/goals')).status).toBe(303)
  }
})

test('a sign-in does so too, whoever was signed in before', async () => {
  const before = await signedIn()
  const { token } = await askFor(newEmail())
  const body = new URLSearchParams({ token })
  const answer = await request('/auth/verify', { method: 'POST', headers: scripted(before), body })
  expect([answer.status, answer.headers.get('Clear-Site-Data')]).toEqual([303, '"cache"'])
  expect(movedTo(answer)).toMatch(/./)
  expect((await before.get('/goals')).headers.get('Clear-Site-Data')).toBeNull()
})
