import { describe, expect, test } from 'vitest'
import { type Client, cost, request, rows, signedIn } from '../../../../test/support/client'
import { dump } from '../../../../test/support/table-dump'
import { scopes, usualScopes } from '../../../lib/feature'
import { sha256Hex } from '../../../lib/secrets'
import { missingScopes } from '../signed-in'
import { signInTracker } from './issue'
import { asked, bindings, claimsOf, extension, personal, program, withCookie } from './testing'

/** A path at which there is nothing, among those of the extension: what it costs is what being let in costs. */
const nowhere = '/api/activities/nothing'

const noted = (table: string, column: string, userId: string) =>
  rows(`UPDATE ${table} SET ${column} = ? WHERE user_id = ?`, Date.now(), userId)

/** The ways to be let in, each used within the last minute. */
const ways: [string, (client: Client) => Promise<Record<string, string>>][] = [
  ['the cookie of a browser', async ({ cookie }) => ({ Cookie: cookie })],
  ['the JWT of a program', async ({ userId }) => ({ Authorization: `Bearer ${(await program(userId)).access_token}` })],
  ['the JWT of the extension', async ({ userId }) => ({ Authorization: `Bearer ${(await extension(userId)).token}` })],
  [
    'a personal token',
    async ({ userId }) => {
      const token = await personal(userId, ['read'])
      await noted('api_tokens', 'last_used_at', userId)
      return { Authorization: `Bearer ${token}` }
    },
  ],
]

describe('the check of a sign-in', () => {
  test.each(ways)('by %s is one statement that reads four rows', async (_, show) => {
    const client = await signedIn()
    const answer = await request(nowhere, { headers: await show(client) }, bindings)
    expect([answer.status, cost(answer)]).toEqual([404, { statements: 1, trips: 1, read: 4, written: 0 }])
  })

  test('looks nothing up for a JWT that is none of ours', async () => {
    const answer = await asked('GET', nowhere, `${(await program((await signedIn()).userId)).access_token}x`)
    expect([answer.status, cost(answer)]).toEqual([401, { statements: 0, trips: 0, read: 0, written: 0 }])
  })
})

test('the scheme of a bearer is written in any case, and a bearer counts before a cookie', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const { access_token } = await program(client.userId)
  for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  ']) {
    const headers = { Authorization: `${scheme} ${access_token}`, ...withCookie(other.cookie) }
    const me = await request('/api/v1/me', { headers }, bindings)
    expect(await me.json()).toMatchObject({ id: client.userId })
  }
  const headers = { Authorization: 'Basic YTpi', ...withCookie(other.cookie) }
  expect(await (await request('/api/v1/me', { headers }, bindings)).json()).toMatchObject({ id: other.userId })
})

test('that a token or a program was used is noted once in ten minutes', async () => {
  const { userId } = await signedIn()
  const token = await personal(userId, ['read'])
  const used = async () =>
    (
      await rows<{ last_used_at: number | null }>(
        'SELECT last_used_at FROM api_tokens WHERE token_hash = ?',
        await sha256Hex(token),
      )
    )[0]?.last_used_at
  expect(await used()).toBeNull()
  await asked('GET', '/api/v1/me', token)
  const first = await used()
  expect(first).toBeGreaterThan(Date.now() - 60_000)
  await asked('GET', '/api/v1/me', token)
  expect(await used()).toBe(first)

  const { access_token } = await program(userId, Date.now() - 660_000)
  await asked('GET', '/api/v1/me', access_token)
  const [session] = await rows<{ last_seen_at: number }>(
    'SELECT last_seen_at FROM program_sessions WHERE id = ?',
    claimsOf(access_token).sid,
  )
  expect(session?.last_seen_at).toBeGreaterThan(Date.now() - 60_000)
})

describe('scopes', () => {
  const reads = [
    '/api/v1/goals',
    '/api/v1/sessions',
    '/api/v1/stats',
    '/api/v1/export',
    '/sessions.csv',
    '/api/v1/nothing',
  ]
  const account = ['/api/v1/me/tokens', '/api/v1/me/tokens/x', '/api/v1/me/devices', '/api/v1/me/devices/x']
  const admin = ['/api/v1/admin/users', '/api/v1/admin/apps']

  test('read is for GET, write for the rest, admins’ things need their own, the account’s are for no token', () => {
    for (const path of reads) {
      expect([missingScopes(['read'], 'GET', path), missingScopes(['write'], 'GET', path)]).toEqual([
        undefined,
        ['read'],
      ])
      expect(missingScopes(['write', 'usage', 'sync'], 'HEAD', path)).toEqual(['read'])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get']) {
        expect([missingScopes(['write'], method, path), missingScopes(['read'], method, path)]).toEqual([
          undefined,
          ['write'],
        ])
      }
    }
    for (const path of account) {
      const who = path.includes('tokens') ? 'none' : 'programs'
      for (const method of ['GET', 'POST', 'DELETE']) expect(missingScopes([...scopes], method, path)).toBe(who)
    }
    for (const path of admin) {
      for (const method of ['GET', 'PUT']) {
        expect(missingScopes([...usualScopes], method, path)).toEqual(['admin'])
        expect(missingScopes(['admin'], method, path)).toBeUndefined()
      }
    }
    for (const scope of scopes) expect(missingScopes([scope], 'GET', '/api/v1/me')).toBeUndefined()
    expect(missingScopes(['usage', 'sync'], 'PATCH', '/api/v1/me')).toEqual(['write'])
    expect(missingScopes([...scopes], 'DELETE', '/api/v1/me')).toBe('programs')
  })

  test('a token that may not says which scope it lacks, and changes nothing', async () => {
    const { userId } = await signedIn()
    const token = await personal(userId, ['read'])
    await asked('GET', '/api/v1/me', token)
    const before = await dump(userId)
    const answer = await asked('POST', '/api/v1/goals', token, { title: 'No' })
    expect([answer.status, answer.headers.get('WWW-Authenticate')]).toEqual([
      403,
      'Bearer realm="Daymark", error="insufficient_scope", scope="write"',
    ])
    expect(await answer.json()).toMatchObject({ code: 'insufficient_scope' })
    expect(await dump(userId)).toBe(before)
  })

  test.each([
    ['a personal token', (userId: string) => personal(userId, [...usualScopes])],
    ['the extension', async (userId: string) => (await extension(userId)).token],
    ['a tracker', (userId: string) => signInTracker(bindings, userId, 'a@example.com', 'a test', Date.now())],
    ['a program', async (userId: string) => (await program(userId)).access_token],
  ])('of an admin: without the scope %s makes nobody an admin', async (_, enter) => {
    const [{ userId }, person] = [await signedIn(), await signedIn()]
    await rows("UPDATE users SET role = 'admin' WHERE id = ?", userId)
    const path = `/api/v1/admin/users/${person.userId}`
    const make = async (token: string) => asked('PATCH', path, token, { role: 'admin' })
    const refused = await make(await enter(userId))
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 'insufficient_scope', detail: expect.stringContaining('admin') })
    expect(refused.headers.get('WWW-Authenticate')).toContain('scope="admin"')
    expect(await rows('SELECT role FROM users WHERE id = ?', person.userId)).toEqual([{ role: 'user' }])
    expect((await make(await personal(userId, ['admin']))).status).toBe(200)
    expect((await make(await personal(person.userId, ['admin']))).status).toBe(200)
  })

  test.each([
    ['a personal token with every scope', (userId: string) => personal(userId, [...scopes])],
    ['the extension', async (userId: string) => (await extension(userId)).token],
  ])('%s reaches neither the tokens nor the end of the account', async (_, enter) => {
    const { userId } = await signedIn()
    const token = await enter(userId)
    for (const [method, path, body] of [
      ['GET', '/api/v1/me/tokens', undefined],
      ['POST', '/api/v1/me/tokens', { name: 'More', scopes: ['read'] }],
      ['GET', '/api/v1/me/devices', undefined],
      ['DELETE', '/api/v1/me', { confirm: `${userId}@example.com` }],
    ] as const) {
      const answer = await asked(method, path, token, body)
      expect([method, path, answer.status]).toEqual([method, path, 403])
    }
    expect(await rows('SELECT 1 FROM users WHERE id = ?', userId)).toHaveLength(1)
    expect(await rows("SELECT 1 FROM api_tokens WHERE user_id = ? AND name = 'More'", userId)).toEqual([])
  })

  test.each([
    '/api/v1/me/tokens/',
    '/api/v1//me/tokens',
    '/api/v1/me/%74okens',
    '/api/v1/ME/tokens',
    '/api/v1/me/tokens;x',
  ])('no other way of writing %s leads a token to the tokens', async (path) => {
    const { userId } = await signedIn()
    const token = await personal(userId, [...scopes])
    const answer = await asked('POST', path, token, { name: 'More', scopes: ['read'] })
    expect([403, 404, 405]).toContain(answer.status)
    expect(await rows("SELECT 1 FROM api_tokens WHERE user_id = ? AND name = 'More'", userId)).toEqual([])
  })
})
