import { describe, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { dump } from '../../../test/support/table-dump'
import { anotherBrowser, expiredSince } from '../settings/sign-in/testing'

const part = { 'HX-Request': 'true', 'HX-Request-Type': 'partial', Origin: origin }
const goal = () => {
  const form = new FormData()
  form.append('title', 'Typed for long')
  return form
}
const add = (cookie: string, more: Record<string, string> = {}) =>
  request('/goals', { method: 'POST', body: goal(), headers: { ...part, Cookie: cookie, ...more } })

/** How a page that is open comes to be without its sign-in. */
const endings: [string, (client: Client) => Promise<unknown>][] = [
  ['signed out', (client) => client.post('/auth/sign-out')],
  ['expired', (client) => rows('UPDATE web_sessions SET expires_at = ? WHERE user_id = ?', Date.now(), client.userId)],
  ['suspended', (client) => rows('UPDATE users SET suspended_at = 1 WHERE id = ?', client.userId)],
  ['deleted', (client) => rows('DELETE FROM users WHERE id = ?', client.userId)],
]

describe.each(endings)('a page whose person was %s', (_, end) => {
  test('is told where to sign in by each htmx request, and writes nothing', async () => {
    const client = await signedIn()
    await end(client)
    const before = await dump(client.userId)
    const current = { 'HX-Current-URL': `${origin}/goals?status=completed` }
    const sent = await add(client.cookie, { ...current, 'X-Person': client.userId })
    const polled = await request('/stats/live?v=1&view=dashboard', {
      headers: { ...part, Cookie: client.cookie, ...current },
    })
    for (const answer of [sent, polled]) {
      expect([answer.status, answer.headers.get('HX-Redirect')]).toEqual([
        401,
        '/sign-in?next=%2Fgoals%3Fstatus%3Dcompleted',
      ])
    }
    expect(await dump(client.userId)).toBe(before)
  })

  test('leads from a plain form to signing in, back to the page where it stood, and says that nothing was saved', async () => {
    const client = await signedIn()
    await end(client)
    const headers = { Cookie: client.cookie, Origin: origin, Referer: `${origin}/goals/new?from=x` }
    const answer = await request('/goals', { method: 'POST', body: goal(), headers })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/sign-in?next=%2Fgoals%2Fnew%3Ffrom%3Dx'])
    expect(decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')).toContain('nothing was saved')
  })
})

test.each([`http://elsewhere.example/goals`, 'nothing', `javascript:alert(1)`])(
  'a page elsewhere (%s) is nowhere to come back to',
  async (page) => {
    const answer = await add('', { 'HX-Current-URL': page })
    expect([answer.status, answer.headers.get('HX-Redirect')]).toEqual([401, '/sign-in?next=%2F'])
  },
)

describe('a page of somebody else than who is signed in by now', () => {
  test('writes nothing into the other account, and reads nothing of it', async () => {
    const [was, is] = [await signedIn(), await signedIn()]
    const before = await dump(is.userId)
    const current = { 'HX-Current-URL': `${origin}/goals`, 'X-Person': was.userId }
    const sent = await add(is.cookie, current)
    expect([sent.status, sent.headers.get('HX-Redirect')]).toEqual([409, '/goals'])
    for (const path of ['/', '/search?q=a', '/stats/live?v=1&view=dashboard', '/settings/sign-in/check']) {
      const answer = await request(path, { headers: { ...part, Cookie: is.cookie, ...current } })
      expect(answer.status).toBe(409)
      expect(await answer.text()).not.toContain(is.userId)
    }
    expect(await dump(is.userId)).toBe(before)
  })

  test('is told by each page which person it is of', async () => {
    const client = await signedIn()
    expect(await (await client.get('/goals')).text()).toContain(`data-person="${client.userId}"`)
    expect((await add(client.cookie, { 'X-Person': client.userId })).status).toBe(200)
    expect((await add(client.cookie)).status).toBe(200)
    expect((await add(client.cookie, { 'X-Person': '' })).status).toBe(409)
  })
})

test('a session holds until it expires, and not a moment longer', async () => {
  const { userId } = await signedIn()
  const [gone, stands] = [
    await anotherBrowser(userId, '', expiredSince()),
    await anotherBrowser(userId, '', expiredSince() + 60_000),
  ]
  const asked = async ({ cookie }: { cookie: string }) =>
    (await request('/settings/sign-in/check', { headers: { ...part, Cookie: cookie } })).status
  expect([await asked(gone), await asked(stands)]).toEqual([401, 204])
})
