import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { day } from '../../../../test/support/times'
import { asked, claimsOf, extension, personal, program, sent, withCookie } from './testing'

const read = (token: string) => asked('GET', '/api/stats', token)

const extended = (bearer: string, more: Record<string, string> = {}) =>
  asked('POST', '/auth/refresh', bearer, undefined, more)

describe('the extension', () => {
  test('gets the next JWT of its session for the one that it has', async () => {
    const { userId } = await signedIn()
    const { token, github_user_id } = await extension(userId, Date.now() - 6 * day)
    const answer = await extended(token, { 'Content-Type': 'application/json' })
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    expect((await extended(token)).status).toBe(200)
    const next = await answer.json<{ token: string }>()
    expect(Object.keys(next)).toEqual(['token'])
    const [before, after] = [claimsOf(token), claimsOf(next.token)]
    expect(after).toMatchObject({
      sub: userId,
      sid: before.sid,
      userId: github_user_id,
      githubUserId: String(github_user_id),
    })
    expect(Number(after.exp) - Date.now() / 1000).toBeGreaterThan(7 * 24 * 60 * 60 - 60)
    const [session] = await rows<{ expires_at: number }>(
      'SELECT expires_at FROM program_sessions WHERE user_id = ?',
      userId,
    )
    expect(session?.expires_at).toBeGreaterThan(Date.now() + 6.9 * day)
    for (const held of [token, next.token]) expect((await read(held)).status).toBe(200)
  })

  const others: [string, (userId: string, cookie: string) => Promise<string>][] = [
    ['the JWT of a program', async (userId) => (await program(userId)).access_token],
    ['a refresh token', async (userId) => (await program(userId)).refresh_token],
    ['a personal token', (userId) => personal(userId, ['read', 'write', 'usage', 'sync'])],
    ['a cookie', async (_, cookie) => cookie],
    ['nothing', async () => ''],
    ['an expired JWT', async (userId) => (await extension(userId, Date.now() - 7 * day)).token],
    [
      'the JWT of somebody who is no longer linked to GitHub',
      async (userId) => {
        const { token } = await extension(userId)
        await rows('UPDATE users SET github_user_id = NULL WHERE id = ?', userId)
        return token
      },
    ],
    [
      'the JWT of a session that was ended',
      async (userId) => {
        const { token } = await extension(userId)
        await rows('DELETE FROM program_sessions WHERE user_id = ?', userId)
        return token
      },
    ],
  ]
  test.each(others)('gets none for %s', async (_, make) => {
    const { userId, cookie } = await signedIn()
    const answer = await extended(await make(userId, cookie), withCookie(cookie))
    expect(answer.status).toBe(401)
    expect(answer.headers.get('WWW-Authenticate')).toContain('invalid_token')
  })

  test('a refresh token in the body is what counts, whatever bearer comes along', async () => {
    const { userId } = await signedIn()
    const { refresh_token } = await program(userId)
    const answer = await asked('POST', '/auth/refresh', 'expired', { refresh_token })
    expect([answer.status, Object.keys(await answer.json<object>())[0]]).toEqual([200, 'access_token'])
  })
})

describe('signing out', () => {
  test.each([
    ['a program', async (userId: string) => (await program(userId)).access_token],
    ['the extension', async (userId: string) => (await extension(userId)).token],
  ])('%s ends its own session and no other', async (_, enter) => {
    const client = await signedIn()
    const [one, other] = [await enter(client.userId), await enter(client.userId)]
    const answer = await asked('POST', '/auth/sign-out', one)
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect((await read(one)).status).toBe(401)
    const again = await asked('POST', '/auth/sign-out', one)
    expect([again.status, again.headers.get('Content-Type')]).toEqual([401, 'application/problem+json'])
    expect((await read(other)).status).toBe(200)
    expect((await client.get('/api/v1/me')).status).toBe(200)
  })

  test('of a program leaves its refresh token good for nothing', async () => {
    const { userId } = await signedIn()
    const { access_token, refresh_token } = await program(userId)
    await asked('POST', '/auth/sign-out', access_token)
    expect((await sent('/auth/refresh', { refresh_token })).status).toBe(401)
  })

  test('is nothing for a personal token, which stays', async () => {
    const { userId, cookie, get } = await signedIn()
    const token = await personal(userId, ['read'])
    expect((await asked('POST', '/auth/sign-out', token, undefined, withCookie(cookie))).status).toBe(401)
    expect([(await read(token)).status, (await get('/api/v1/me')).status]).toEqual([200, 200])
  })
})
