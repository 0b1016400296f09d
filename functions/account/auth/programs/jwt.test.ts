import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCharacter } from '../../../../test/support/characters'
import { runs } from '../../../../test/support/runs'
import { type JwtKind, lifetimeSeconds, readJwt, signJwt } from './jwt'

const secret = 'a secret that only tests have'
const claimsFor = {
  program: {},
  extension: { userId: 583_231, githubUserId: '583231' },
  tracker: { user_id: 'a', email: 'a@example.com' },
}

const made = (kind: JwtKind, now: number, jti: string = crypto.randomUUID()) =>
  signJwt(secret, { kind, userId: 'a', sessionId: 'b', jti }, claimsFor[kind], now)

const kinds = ['program', 'extension', 'tracker'] as const

test.each(kinds)('a JWT of the kind %s is read as what was written, to its last second', async (kind) => {
  const now = Date.UTC(2026, 2, 8)
  const token = await made(kind, now, 'c')
  const end = now + lifetimeSeconds(kind) * 1000
  for (const at of [now, now + 999, end - 1])
    expect(await readJwt(secret, token, at)).toEqual({ kind, userId: 'a', sessionId: 'b', jti: 'c' })
  for (const at of [now - 1000, end, end + 1]) expect(await readJwt(secret, token, at)).toBeNull()
})

test.each(kinds)('a JWT of the kind %s in which any character is another is refused', async (kind) => {
  const now = Date.now()
  const token = await made(kind, now)
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ~'
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: token.length - 1 }), fc.constantFrom(...letters), async (at, letter) => {
      fc.pre(token[at] !== letter)
      expect(await readJwt(secret, token.slice(0, at) + letter + token.slice(at + 1), now)).toBeNull()
    }),
    {
      numRuns: runs(400),
      examples: [...letters]
        .map((letter): [number, string] => [token.length - 1, letter])
        .filter(([at, letter]) => token[at] !== letter),
    },
  )
})

test('any text is refused, and none breaks the reading', async () => {
  const part = fc.base64String({ maxLength: 40 })
  const almost = fc.tuple(part, part, part).map((parts) => parts.join('.'))
  const json = fc.json().map((text) => `${btoa(unescape(encodeURIComponent(text)))}.e30.AAAA`)
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: anyCharacter }), almost, json), async (text) => {
      expect(await readJwt(secret, text, Date.now())).toBeNull()
    }),
    { numRuns: runs(300) },
  )
})
