import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import keys from '../docs/keys.md?raw'
import { readGitHubToken, storeGitHubToken } from '../functions/account/auth/github/sign-in'
import { askFor, cookieOf, newEmail, post } from '../functions/account/auth/magic-link/testing'
import { signInExtension, signInTracker } from '../functions/account/auth/programs/issue'
import secrets from '../functions/lib/secrets.ts?raw'
import { stubServer } from '../functions/people/meetings/calendars/testing'
import { calendarOf, eventLines } from '../functions/people/meetings/import/testing'
import { origin, request, rows } from './support/client'

const server = stubServer()
const address = 'https://calendar.example.com/private-0a1b2c/basic.ics'

const [first, second] = ['the first secret, of 32 characters or more', 'the second secret, of 32 characters or more']
const before = { ...env, JWT_SECRET: first }
const during = { ...env, JWT_SECRET: second, JWT_SECRET_PREVIOUS: first }
const after = { ...env, JWT_SECRET: second }

type Settings = typeof during | typeof before

const send = (path: string, body: unknown, settings: Settings, headers: Record<string, string> = {}) =>
  request(
    path,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    },
    settings,
  )

/** Signs in to a browser, by the code that was mailed under `asked`. */
const signIn = async (asked: Settings, settings: Settings) => {
  const email = newEmail()
  const { code, request_id } = await askFor(email, {}, asked)
  const answer = await post('/auth/verify', { email, code, request_id }, { Origin: origin }, settings)
  expect(answer.status).toBe(303)
  const [user] = await rows<{ id: string }>('SELECT id FROM users WHERE email = ?', email)
  return { userId: user?.id ?? '', cookie: `session=${cookieOf(answer)}` }
}

const opens = async (cookie: string, settings: Settings) => {
  const answer = await request('/goals', { headers: { Cookie: cookie } }, settings)
  const renewed = cookieOf(answer)
  return { status: answer.status, cookie: renewed ? `session=${renewed}` : cookie }
}

/** Status of a path that programs, trackers and the extension reach. */
const read = async (bearer: string, settings: Settings) =>
  (await request('/api/stats', { headers: { Authorization: `Bearer ${bearer}` } }, settings)).status

test('a browser stays signed in before, while and after the secret is changed', async () => {
  const { cookie } = await signIn(before, before)
  expect(await opens(cookie, before)).toEqual({ status: 200, cookie })
  const renewed = await opens(cookie, during)
  expect(renewed.status).toBe(200)
  expect(renewed.cookie).not.toBe(cookie)
  expect(await opens(renewed.cookie, during)).toEqual(renewed)
  expect(await opens(renewed.cookie, after)).toEqual(renewed)
  expect((await opens(cookie, after)).status).toBe(303)
})

test('a code that was mailed before the change signs in', async () => {
  const { cookie } = await signIn(before, during)
  expect((await opens(cookie, after)).status).toBe(200)
})

test('tokens of programs, trackers and the extension are valid, and refreshed ones outlive the change', async () => {
  const { userId } = await signIn(before, before)
  const email = newEmail()
  const { token } = await askFor(email, {}, before)
  const pair = await (await send('/auth/token', { token }, before)).json<Record<string, string>>()
  const tracker = await signInTracker(before, userId, email, 'a test', Date.now())
  await rows('UPDATE users SET github_user_id = ? WHERE id = ?', 4711, userId)
  const extension = await signInExtension(before, userId, { github_user_id: 4711 }, 'a test', Date.now())
  for (const bearer of [pair.access_token ?? '', tracker, extension]) {
    expect([await read(bearer, before), await read(bearer, during), await read(bearer, after)]).toEqual([200, 200, 401])
  }
  const next = await (await send('/auth/refresh', { refresh_token: pair.refresh_token }, during)).json<typeof pair>()
  const Authorization = `Bearer ${extension}`
  const renewed = await (await send('/auth/refresh', undefined, during, { Authorization })).json<{ token: string }>()
  for (const bearer of [next.access_token ?? '', renewed.token]) {
    expect([await read(bearer, during), await read(bearer, after)]).toEqual([200, 200])
  }
})

test('a subscribed calendar is read, and its address is encrypted with the new secret', async () => {
  const { userId, cookie } = await signIn(before, before)
  server.answers.set(address, () => new Response(calendarOf(eventLines('Plan', '20261201T100000Z'))))
  const write = (path: string, fields: Record<string, string>, settings: Settings, session = cookie) =>
    post(path, fields, { Origin: origin, Cookie: session }, settings)
  expect((await write('/meetings/calendars', { address }, before)).status).toBe(303)
  const kept = async () =>
    (await rows<{ id: string; address: string }>('SELECT id, address FROM calendars WHERE user_id = ?', userId))[0]
  const old = await kept()
  const readAgain = async (settings: Settings, session: string) => {
    const asked = server.asked.length
    await write(`/meetings/calendars/${old?.id}/refresh`, {}, settings, session)
    return server.asked.length - asked
  }
  const { cookie: renewed } = await opens(cookie, during)
  expect(await readAgain(during, renewed)).toBe(1)
  const sealed = await kept()
  expect(sealed?.address).not.toBe(old?.address)
  expect(await readAgain(during, renewed)).toBe(1)
  expect(await kept()).toEqual(sealed)
  expect(await readAgain(after, renewed)).toBe(1)
})

test('the token of GitHub is read, and written with the new secret', async () => {
  await storeGitHubToken(before, 'somebody', 'gho_1')
  expect([await readGitHubToken(during, 'somebody'), await readGitHubToken(after, 'somebody')]).toEqual(['gho_1', null])
  await storeGitHubToken(during, 'somebody', 'gho_2')
  expect([await readGitHubToken(after, 'somebody'), await readGitHubToken(before, 'somebody')]).toEqual(['gho_2', null])
})

test('a repeated request that made a token is answered as the first was', async () => {
  const { cookie } = await signIn(before, before)
  const make = async (settings: Settings, session: string) =>
    (
      await send('/api/v1/me/tokens', { name: 'A test', scopes: ['read'] }, settings, {
        Cookie: session,
        Origin: origin,
        'Idempotency-Key': 'once',
      })
    ).json<{ token: string }>()
  const made = await make(before, cookie)
  const { cookie: renewed } = await opens(cookie, during)
  expect(await make(during, renewed)).toEqual(made)
})

test('docs/keys.md names each purpose of a key', () => {
  const [, purposes = ''] = /type Purpose =\n((?: {2}\| '[^']+'\n)+)/.exec(secrets) ?? []
  const named = [...purposes.matchAll(/'([^']+)'/g)].map(([, purpose]) => purpose)
  expect(named).toContain('session cookies')
  for (const purpose of named) expect(keys).toContain(`| \`${purpose}\` `)
})

test('in production a previous secret that is too short is named', async () => {
  const production = { ...env, ENVIRONMENT: 'production', JWT_SECRET: second, JWT_SECRET_PREVIOUS: 'short' }
  const answer = await request('/sign-in', {}, production)
  expect(answer.status).toBe(503)
  expect(await answer.text()).toContain('JWT_SECRET_PREVIOUS')
})
