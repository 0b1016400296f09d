import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/client'
import { askFor } from '../magic-link/testing'
import { asked, bindings, personal, program, sent } from './testing'

type Pair = { access_token: string; token_type: string; expires_in: number; refresh_token: string }

describe('a program is let in', () => {
  test.each(['token', 'code'] as const)('by the %s that was mailed, once', async (by) => {
    const email = `${uuid()}@example.com`
    const { token, code } = await askFor(email, {}, bindings)
    const body =
      by === 'token' ? { token } : { email: ` ${email.toUpperCase()} `, code: `${code.slice(0, 3)} ${code.slice(3)}` }
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
