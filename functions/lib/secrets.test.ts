import { expect, test } from 'vitest'
import { type Client, cost, request, rows, sessionCookie, signedIn } from '../../test/support/client'

const me = (cookie: string) => request('/api/v1/me', { headers: { Cookie: cookie } })

const forgeries: [what: string, forge: (mine: Client, other: Client) => Promise<string> | string][] = [
  ['another person', ({ cookie, userId }, other) => cookie.replace(userId, other.userId)],
  ['another secret', ({ cookie, secret }, other) => cookie.replace(secret, other.secret)],
  ['the signature of another', ({ cookie }, other) => cookie.replace(/[^.]+$/, other.cookie.split('.')[2] ?? '')],
  ['no signature', ({ userId, secret }) => `session=${userId}.${secret}`],
  ['the secret alone', ({ secret }) => `session=${secret}`],
  ['more at its end', ({ cookie }) => `${cookie}.x`],
  ['nothing', () => 'session='],
  ['dots', () => 'session=....'],
]

test.each(forgeries)('a cookie with %s lets nobody in, and nothing is looked up', async (_, forge) => {
  const answer = await me(await forge(await signedIn(), await signedIn()))
  expect([answer.status, cost(answer)]).toEqual([401, { statements: 0, trips: 0, read: 0, written: 0 }])
})

test('a well signed cookie of a session that is not there lets nobody in', async () => {
  const { userId } = await signedIn()
  expect((await me(await sessionCookie(userId, 'a secret'))).status).toBe(401)
})

test('after a restore, which gives the person another id, the cookie lets them in and names the new id', async () => {
  const [before, after] = [await signedIn(), await signedIn()]
  await rows('UPDATE web_sessions SET user_id = ? WHERE user_id = ?', after.userId, before.userId)
  await before.post('/goals', { title: 'Of the new id' })
  const answer = await me(before.cookie)
  expect(await answer.json()).toMatchObject({ id: after.userId })
  expect(answer.headers.get('Set-Cookie')).toContain(await sessionCookie(after.userId, before.secret))
  expect(await rows('SELECT user_id FROM goals WHERE user_id IN (?, ?)', before.userId, after.userId)).toEqual([
    { user_id: after.userId },
  ])
})
