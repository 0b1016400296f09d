import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { day } from '../../../../test/support/times'
import { askFor } from '../magic-link/testing'
import { asked, bindings, claimsOf, personal, program, sent, sessionsOf } from './testing'

type Pair = { access_token: string; token_type: string; expires_in: number; refresh_token: string }

describe('a program is let in', () => {
  test.each(['token', 'code'] as const)('by the %s that was mailed, once', async (by) => {
    const email = `${uuid()}@example.com`
    const { token, code, request_id } = await askFor(email, {}, bindings)
    const body =
      by === 'token'
        ? { token }
        : { email: ` ${email.toUpperCase()} `, code: `${code.slice(0, 3)} ${code.slice(3)}`, request_id }
    const answer = await sent('/auth/token', body)
    expect(answer.status).toBe(200)
    expect([answer.headers.get('Cache-Control'), answer.headers.get('Set-Cookie')]).toEqual(['no-store', null])
    const { user, ...pair } = await answer.json<Pair & { user: object }>()
    expect(pair).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.stringMatching(/^daymark_rt_[0-9a-f]{64}$/),
    })
    const me = await asked('GET', '/api/v1/me', pair.access_token)
    expect([me.status, await me.json()]).toEqual([200, user])
    expect(user).toMatchObject({ email })
    expect(await rows('SELECT 1 FROM web_sessions JOIN users ON users.id = user_id WHERE email = ?', email)).toEqual([])

    const again = await sent('/auth/token', body)
    expect([again.status, again.headers.get('Content-Type')]).toEqual([401, 'application/problem+json'])
    expect(again.headers.get('WWW-Authenticate')).toContain('invalid_token')
    expect(await again.json()).toMatchObject({ code: 'invalid_token' })
  })

  test('with secrets that the database does not hold', async () => {
    const { userId } = await signedIn()
    const { refresh_token } = await program(userId)
    const token = await personal(userId, ['read'])
    const kept = JSON.stringify([await rows('SELECT * FROM refresh_tokens'), await rows('SELECT * FROM api_tokens')])
    for (const secret of [refresh_token, token]) expect(kept).not.toContain(secret.slice(-64))
  })

  const wrong: [string, unknown, number][] = [
    ['/auth/token', {}, 422],
    ['/auth/token', { token: 1 }, 422],
    ['/auth/token', { token: 'x'.repeat(201) }, 422],
    ['/auth/token', { token: 'x', email: 'a@example.com', code: '123456' }, 422],
    ['/auth/token', { email: 'a@example.com' }, 422],
    ['/auth/token', { code: '123456' }, 422],
    ['/auth/token', { email: 'a@example.com', code: '12345' }, 422],
    ['/auth/token', { token: 'x', admin: true }, 422],
    ['/auth/token', null, 422],
    ['/auth/token', { token: 'x' }, 401],
    ['/auth/token', { email: 'a@example.com', code: '123456' }, 401],
    ['/auth/refresh', {}, 422],
    ['/auth/refresh', { refresh_token: 1 }, 422],
    ['/auth/refresh', { refresh_token: 'x', grant_type: 'refresh_token' }, 422],
    ['/auth/refresh', { refresh_token: 'x' }, 401],
    ['/auth/refresh', { refresh_token: `daymark_rt_${'0'.repeat(64)}` }, 401],
  ]
  test.each(wrong)('%s refuses %j with %i', async (path, body, status) => {
    const answer = await sent(path, body)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([status, 'application/problem+json'])
    expect([answer.headers.get('Cache-Control'), answer.headers.get('Set-Cookie')]).toEqual(['no-store', null])
  })
})

const refreshed = (refresh_token: string) => sent('/auth/refresh', { refresh_token })

const read = (token: string) => asked('GET', '/api/v1/me', token)

describe('a refresh token', () => {
  test('is good for the next pair, once, and the session goes on for 90 days', async () => {
    const { userId } = await signedIn()
    const first = await program(userId, Date.now() - 80 * day)
    const answer = await refreshed(first.refresh_token)
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    const second = await answer.json<Pair>()
    expect(Object.keys(second)).toEqual(['access_token', 'token_type', 'expires_in', 'refresh_token'])
    expect(claimsOf(second.access_token).sid).toBe(claimsOf(first.access_token).sid)
    expect((await read(second.access_token)).status).toBe(200)
    const [session] = await rows<{ expires_at: number }>(
      'SELECT expires_at FROM program_sessions WHERE user_id = ?',
      userId,
    )
    expect(session?.expires_at).toBeGreaterThan(Date.now() + 89 * day)
    expect((await refreshed(second.refresh_token)).status).toBe(200)
  })

  test('voids the access token that came with it, and no other', async () => {
    const { userId } = await signedIn()
    const [first, bystander] = [await program(userId), await program(userId)]
    expect((await read(first.access_token)).status).toBe(200)
    const second = await (await refreshed(first.refresh_token)).json<Pair>()
    expect((await read(first.access_token)).status).toBe(401)
    for (const { access_token } of [second, bystander]) expect((await read(access_token)).status).toBe(200)
  })

  test.each([1, 3])(
    'that is used again, %i later, ends the session for everybody who has one of its tokens',
    async (later) => {
      const { userId } = await signedIn()
      const bystander = await program(userId)
      const first = await program(userId)
      let last = first
      for (let turn = 0; turn < later; turn += 1) last = await (await refreshed(last.refresh_token)).json()
      expect((await read(last.access_token)).status).toBe(200)
      expect((await refreshed(first.refresh_token)).status).toBe(401)
      expect((await read(last.access_token)).status).toBe(401)
      expect((await refreshed(last.refresh_token)).status).toBe(401)
      expect(await sessionsOf(userId)).toEqual([claimsOf(bystander.access_token).sid])
      expect((await refreshed(bystander.refresh_token)).status).toBe(200)
    },
  )

  test('that 50 use at once gives at most one a pair, and then no one has any', async () => {
    const { userId } = await signedIn()
    const { refresh_token, access_token } = await program(userId)
    const answers = await Promise.all(Array.from({ length: 50 }, () => refreshed(refresh_token)))
    const won = answers.filter(({ status }) => status === 200)
    expect(won.length).toBeLessThanOrEqual(1)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(50 - won.length)
    expect(await sessionsOf(userId)).toEqual([])
    for (const answer of won) {
      const pair = await answer.json<Pair>()
      expect([(await read(pair.access_token)).status, (await refreshed(pair.refresh_token)).status]).toEqual([401, 401])
    }
    expect((await read(access_token)).status).toBe(401)
  })

  const gone: [string, (userId: string) => Promise<unknown>][] = [
    [
      'its session has expired',
      (userId) => rows('UPDATE program_sessions SET expires_at = ? WHERE user_id = ?', Date.now(), userId),
    ],
    ['the account is suspended', (userId) => rows('UPDATE users SET suspended_at = 1 WHERE id = ?', userId)],
    ['the account is deleted', (userId) => rows('DELETE FROM users WHERE id = ?', userId)],
    ['its session was ended', (userId) => rows('DELETE FROM program_sessions WHERE user_id = ?', userId)],
  ]
  test.each(gone)('is good for nothing when %s', async (_, end) => {
    const { userId } = await signedIn()
    const { refresh_token } = await program(userId)
    await end(userId)
    expect((await refreshed(refresh_token)).status).toBe(401)
    expect(await sessionsOf(userId)).toEqual([])
  })

  test('that was replaced is kept for 90 days, and the last one however long it rests', async () => {
    const { userId } = await signedIn()
    const first = await program(userId, Date.now() - 89 * day)
    const second = await (await refreshed(first.refresh_token)).json<Pair>()
    await rows('UPDATE refresh_tokens SET created_at = created_at - ? WHERE replaced_by IS NOT NULL', day)
    await refreshed(second.refresh_token)
    const [sid] = await sessionsOf(userId)
    expect(await rows('SELECT 1 FROM refresh_tokens WHERE session_id = ?', sid)).toHaveLength(2)
    expect((await refreshed(first.refresh_token)).status).toBe(401)
    expect(await sessionsOf(userId)).toEqual([sid])
  })
})
