import { v7 as uuid } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { broken } from '../../../../test/support/forgeries/broken'
import { forged } from '../../../../test/support/forgeries/forge'
import { type Booty, type Forged, forgeries } from '../../../../test/support/forgeries/jwts'
import { dump } from '../../../../test/support/table-dump'
import { sha256Hex } from '../../../lib/secrets'
import { readJwt } from './jwt'
import { asked, bindings, claimsOf, extension, personal, program, sessionsOf, withCookie } from './testing'

const newBooty = async (client: Client) => {
  const { access_token: good, refresh_token } = await program(client.userId)
  const [sessionId = ''] = await sessionsOf(client.userId)
  const { jti } = claimsOf(good)
  const { userId } = client
  return { secret: bindings.JWT_SECRET, userId, sessionId, jti: String(jti), now: Date.now(), good, refresh_token }
}

let victim: Client
let booty: Booty & { refresh_token: string }
beforeAll(async () => {
  victim = await signedIn()
  booty = { ...(await newBooty(victim)), other: await newBooty(await signedIn()) }
})

/** The statuses of a read and of a write, asked with a bearer and with the good cookie of the same person beside it. */
const tried = async (bearer: string, { cookie }: Client) => {
  const beside = withCookie(cookie)
  const read = await asked('GET', '/api/v1/goals', bearer, undefined, beside)
  const title = `Forged ${uuid()}`
  const written = await asked('POST', '/api/v1/goals', bearer, { title }, beside)
  expect(await rows('SELECT title FROM goals WHERE title = ?', title)).toHaveLength(written.status === 201 ? 1 : 0)
  expect(read.headers.get('WWW-Authenticate')).toBe(
    read.status === 401 ? 'Bearer realm="Daymark", error="invalid_token"' : null,
  )
  return [read.status, written.status]
}

test('what is not spoilt is let in, so that the refusals say something', async () => {
  const client = await signedIn()
  const own = await newBooty(client)
  expect(await tried(own.good, client)).toEqual([200, 201])
  expect(await tried(await forged(own), client)).toEqual([200, 201])
  // A second may pass between the two.
  const { iat, exp, ...claims } = claimsOf(await forged(own))
  expect(claimsOf(own.good)).toMatchObject(claims)
  expect(Number(exp) - Number(iat)).toBe(900)
  for (const lastSecond of [1, 899]) {
    const iat = Math.floor(own.now / 1000) - lastSecond
    const token = await forged(own, { payload: { iat, exp: iat + 900 } })
    expect(await readJwt(own.secret, token, own.now)).toMatchObject({ kind: 'program', userId: own.userId })
  }
})

test('there are more than 60 forgeries', () => {
  expect(Object.keys(forgeries).length).toBeGreaterThan(60)
})

describe('refused, and nothing is written:', () => {
  test.each(Object.entries<Forged>({ ...forgeries, ...broken }))('%s', async (_, forge) => {
    expect(await tried(await forge(booty), victim)).toEqual([401, 401])
  })

  test.each<[string, () => Promise<string>]>([
    ['a refresh token', async () => booty.refresh_token],
    ['the value of the session cookie', async () => victim.cookie.replace('session=', '')],
    ['the secret of the session', async () => victim.secret],
    ['the id of the person', async () => booty.userId],
    [
      'the JWT of the extension with the typ of programs',
      async () => {
        const { token } = await extension(victim.userId)
        return forged(booty, { payload: claimsOf(token) })
      },
    ],
    [
      'a JWT of a program for the session of the extension',
      async () => {
        const { sid } = claimsOf((await extension(victim.userId)).token)
        return forged(booty, { payload: { sid } })
      },
    ],
    ['a personal token that was never made', async () => `daymark_pat_${'0'.repeat(64)}`],
    ['a personal token cut short', async () => (await personal(victim.userId, ['write'])).slice(0, -1)],
    ['a personal token in capitals', async () => (await personal(victim.userId, ['write'])).toUpperCase()],
    ['a personal token without its prefix', async () => (await personal(victim.userId, ['write'])).slice(12)],
    ['a personal token that has expired', async () => personal(victim.userId, ['read', 'write'], Date.now())],
    ['the hash of a personal token', async () => sha256Hex(await personal(victim.userId, ['read', 'write']))],
    ['a refresh token as a personal one', async () => booty.refresh_token.replace('daymark_rt_', 'daymark_pat_')],
  ])('%s', async (_, make) => {
    expect(await tried(await make(), victim)).toEqual([401, 401])
  })
})

describe('what was good', () => {
  const ways: [string, (userId: string) => Promise<string>][] = [
    ['the JWT of a program', async (userId) => (await program(userId)).access_token],
    ['the JWT of the extension', async (userId) => (await extension(userId)).token],
    ['a personal token', (userId) => personal(userId, ['read', 'write'])],
  ]
  const ends: [string, (userId: string) => Promise<unknown>][] = [
    [
      'revoked',
      (userId) =>
        Promise.all(
          ['program_sessions', 'api_tokens'].map((table) => rows(`DELETE FROM ${table} WHERE user_id = ?`, userId)),
        ),
    ],
    [
      'expired',
      (userId) =>
        Promise.all(
          ['program_sessions', 'api_tokens'].map((table) =>
            rows(`UPDATE ${table} SET expires_at = ? WHERE user_id = ?`, Date.now(), userId),
          ),
        ),
    ],
    ['suspended', (userId) => rows('UPDATE users SET suspended_at = 1 WHERE id = ?', userId)],
    ['deleted with the account', (userId) => rows('DELETE FROM users WHERE id = ?', userId)],
  ]
  test.each(ways.flatMap(([way, enter]) => ends.map(([how, end]) => ({ way, how, enter, end }))))(
    '$way is refused as soon as it is $how',
    async ({ enter, end }) => {
      const client = await signedIn()
      const other = await signedIn()
      const token = await enter(client.userId)
      expect((await asked('GET', '/api/stats', token)).status).toBe(200)
      await end(client.userId)
      const before = await dump(client.userId)
      expect(await tried(token, other)).toEqual([401, 401])
      expect(await dump(client.userId)).toBe(before)
    },
  )
})
