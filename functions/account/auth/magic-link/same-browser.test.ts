import { describe, expect, test } from 'vitest'
import { origin, request, rows } from '../../../../test/support/client'
import { askFor, cookieOf, mailsTo, newEmail, post, postJson } from './testing'

const tokenIn = (text = '') => /token=(\S+)/.exec(text)?.[1] ?? ''

/** Asks for a link by the form, as a browser; returns what it keeps. */
const ask = async (email: string, fields: Record<string, string> = {}, cookies = '') => {
  const answer = await post('/auth/magic-link', { email, ...fields }, { Origin: origin, Cookie: cookies })
  const [, links = ''] = /(?:^|, )(links=[^;]*)/.exec(answer.headers.get('Set-Cookie') ?? '') ?? []
  const [mail] = await mailsTo(email)
  return { links, token: tokenIn(mail?.text), cookie: answer.headers.get('Set-Cookie') ?? '' }
}

const open = (token: string, headers: Record<string, string>, method = 'GET') =>
  request(`/auth/verify?token=${token}`, { method, headers: { Accept: 'text/html', ...headers } })

const isUnused = async (email: string) =>
  (await rows('SELECT 1 FROM sign_in_tokens WHERE email = ? AND used_at IS NULL', email)).length === 1

describe('a link in the browser that asked for it', () => {
  test('signs in directly, once, and leads on', async () => {
    const email = newEmail()
    const { links, token, cookie } = await ask(email, { next: '/goals?q=a' })
    expect(cookie).toMatch(/links=[0-9a-f]{64}; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax/)
    expect(cookie).not.toContain(token)
    const answer = await open(token, { Cookie: links, 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'cross-site' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/welcome?next=%2Fgoals%3Fq%3Da'])
    expect(answer.headers.getSetCookie().map((one) => one.split(';')[0])).toEqual(
      expect.arrayContaining([expect.stringMatching(/^session=./), 'links=']),
    )
    expect((await open(token, { Cookie: links })).status).toBe(410)
  })

  test('replaces who was signed in there', async () => {
    const before = `session=${cookieOf(await post('/auth/verify', { token: (await askFor(newEmail())).token }))}`
    const { links, token } = await ask(newEmail(), {}, before)
    expect((await open(token, { Cookie: `${before}; ${links}` })).status).toBe(303)
    expect((await request('/goals', { headers: { Cookie: before } })).status).toBe(303)
  })

  test('may be an earlier one of three', async () => {
    const email = newEmail()
    const first = await ask(email)
    const second = await ask(email, { again: '1' }, first.links)
    const answer = await open(first.token, { Cookie: second.links })
    expect(answer.status).toBe(303)
    const all = (await ask(email, {}, 'links=a.b.c.d')).links
    expect(all.split('=')[1]?.split('.')).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 'a', 'b'])
  })
})

describe('a link that is not opened by who asked for it uses nothing up', () => {
  test.each([
    ['without the cookie', {}],
    ['with that of another link', { Cookie: `links=${'0'.repeat(64)}` }],
    ['with an empty one', { Cookie: 'links=' }],
  ])('%s: the page asks', async (_, headers) => {
    const email = newEmail()
    const { token } = await ask(email)
    const answer = await open(token, headers)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Set-Cookie') ?? '').not.toContain('session=')
    expect(await answer.text()).toContain('action="/auth/verify"')
    expect(await isUnused(email)).toBe(true)
  })

  test.each([
    ['a prefetch', 'GET', { 'Sec-Purpose': 'prefetch;prerender' }],
    ['an older prefetch', 'GET', { Purpose: 'prefetch' }],
    ['an image', 'GET', { 'Sec-Fetch-Dest': 'image' }],
    ['a frame', 'GET', { 'Sec-Fetch-Dest': 'iframe' }],
    ['HEAD', 'HEAD', {}],
  ])('by %s, in the right browser', async (_, method, headers: Record<string, string>) => {
    const email = newEmail()
    const { links, token } = await ask(email)
    const answer = await open(token, { Cookie: links, ...headers }, method)
    expect(answer.status).toBe(200)
    expect(await isUnused(email)).toBe(true)
  })

  test('to a browser that somebody sends their own link to, even with the cookie of another request', async () => {
    const attacker = await ask(newEmail())
    const victim = await ask(newEmail())
    const answer = await open(attacker.token, { Cookie: victim.links })
    expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([200, null])
  })

  test('for a command line: its token is shown by a press', async () => {
    const email = newEmail()
    const { links, token } = await ask(email, { client: 'cli' })
    const answer = await open(token, { Cookie: links })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Show the token')
    expect(await isUnused(email)).toBe(true)
  })
})

test('programs get no cookie, nor does a form whose origin is unknown or foreign', async () => {
  const email = newEmail()
  expect((await postJson('/auth/magic-link', { email }, { Origin: origin })).headers.get('Set-Cookie')).toBeNull()
  expect((await post('/auth/magic-link', { email }, {})).headers.get('Set-Cookie')).toBeNull()
  const foreign = await post('/auth/magic-link', { email }, { Origin: 'https://evil.example' })
  expect([foreign.status, foreign.headers.get('Set-Cookie')]).toEqual([403, null])
})
