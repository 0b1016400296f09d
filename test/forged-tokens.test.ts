import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { type Context, Hono } from 'hono'
import { base64url } from 'jose'
import { v7 as uuid } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import { findTokenHolder } from '../functions/account/auth/bearer'
import { addToken, redeemCode, redeemToken } from '../functions/account/auth/magic-link/queries'
import { isKnownBrowser } from '../functions/account/auth/magic-link/same-browser'
import { refreshProgram, signInTracker } from '../functions/account/auth/programs/issue'
import { type JwtKind, lifetimeSeconds, signJwt } from '../functions/account/auth/programs/jwt'
import { bindings, claimsOf, extension, personal, program } from '../functions/account/auth/programs/testing'
import { readCookieSession } from '../functions/account/auth/signed-in'
import { refusalAddress, refusalSecret } from '../functions/account/mail/refusals'
import { openFeed } from '../functions/data/feeds/public'
import { documentOf, importPlan } from '../functions/learning/plans/testing'
import { publicPlan } from '../functions/learning/shares/queries'
import type { App } from '../functions/lib/env'
import { keyedHash, randomSecret, sessionValue, sha256Hex } from '../functions/lib/secrets'
import { addressOf, sealAddress } from '../functions/people/meetings/calendars/queries'
import { type Client, signedIn } from './support/client'
import { isWhole, share } from './support/runs'

/** A token, its check, which returns null or false for a forged one, and forgeries that no change of a character makes. */
type Kind = { good: string; opens: (token: string) => Promise<unknown>; spoilt?: string[]; isUsedUp?: boolean }

const another = { ...bindings, JWT_SECRET: 'the secret of another installation' }

/** Checks a request as the application does. */
const asked = async (headers: Record<string, string>, check: (c: Context<App>) => Promise<unknown>) => {
  const app = new Hono<App>().get('/', async (c) => {
    c.set('facts', {})
    return c.body(null, (await check(c)) ? 200 : 401)
  })
  const context = createExecutionContext()
  const { ok } = await app.request('http://localhost/', { headers }, bindings, context)
  await waitOnExecutionContext(context)
  return ok
}
const byBearer = (token: string) => asked({}, (c) => findTokenHolder(c, token))

const jwtOf = async (kind: JwtKind, good: string, other: Client): Promise<Kind> => {
  const { sub, sid, jti, ...more } = claimsOf(good)
  const bearer = { kind, userId: String(sub), sessionId: String(sid), jti: String(jti) }
  const sign = (secret: string, who = bearer, at = Date.now()) => signJwt(secret, who, more, at)
  const [, payload = '', signature = ''] = good.split('.')
  const header = (alg: string) => base64url.encode(JSON.stringify({ alg, typ: `daymark-${kind}+jwt` }))
  const spoilt = [
    await sign(another.JWT_SECRET),
    await sign(bindings.JWT_SECRET, bearer, Date.now() - lifetimeSeconds(kind) * 1000),
    await sign(bindings.JWT_SECRET, { ...bearer, userId: other.userId }),
    await sign(bindings.JWT_SECRET, { ...bearer, sessionId: uuid() }),
    ...['none', 'HS512'].flatMap((alg) => [`${header(alg)}.${payload}.`, `${header(alg)}.${payload}.${signature}`]),
  ]
  return { good, opens: byBearer, spoilt }
}

const mailed = async (email: string) => {
  const [token, code] = [randomSecret(), '271828']
  const codeHash = await keyedHash(bindings.JWT_SECRET, 'one-time codes', `${email}\n${code}`)
  const form = { email, next: '/', time_zone: null, clock: null, again: null, client: null, device: 'a test' }
  const tokenHash = await sha256Hex(token)
  await addToken(bindings.DB, { ...form, tokenHash, codeHash }, Date.now()).run()
  return { token, code, tokenHash }
}

const kindsOf = async (owner: Client, other: Client): Promise<Record<string, Kind>> => {
  const { userId, secret } = owner
  const [email, calendar] = [`${userId}@example.com`, uuid()]
  const cookie = (value: string) => asked({ Cookie: `session=${value}` }, readCookieSession)
  // Its length is one whose base64 has no spare bits at its end, which would be another text for the same bytes.
  const sealed = (id: string, env = bindings) => sealAddress(env, id, 'https://calendar.example/robins.ics')
  const marked = (at: string, key = bindings.JWT_SECRET) => keyedHash(key, 'known browsers', at)
  const { refresh_token, access_token } = await program(userId)
  const [link, code] = [await mailed(email), await mailed(`code-${email}`)]
  const plan = await importPlan(owner, documentOf(`plan-${uuid()}`, 2))
  const shared = await owner.json('POST', `/api/v1/plans/${plan}/link`)
  const made = await owner.json('POST', '/api/v1/me/feeds', { name: 'Phone', contains: ['goals'] })
  const feed = await made.json<{ url: string }>()
  const good = await sessionValue(bindings.JWT_SECRET, owner)
  const [, , signature = ''] = good.split('.')
  return {
    'a session cookie': {
      good,
      opens: cookie,
      spoilt: [
        await sessionValue(another.JWT_SECRET, owner),
        await sessionValue(bindings.JWT_SECRET, { userId, secret: randomSecret() }),
        `${other.userId}.${secret}.${signature}`,
        `${userId}.${other.secret}.${signature}`,
        `${userId}.${secret}`,
        `${userId}.${secret}.`,
      ],
    },
    'a personal token': {
      good: await personal(userId, ['read']),
      opens: byBearer,
      spoilt: [await personal(userId, ['read'], Date.now() - 1)],
    },
    'the JWT of a program': await jwtOf('program', access_token, other),
    'the JWT of the extension': await jwtOf('extension', (await extension(userId)).token, other),
    'the JWT of a tracker': await jwtOf('tracker', await signInTracker(bindings, userId, email, '', Date.now()), other),
    'a refresh token': { good: refresh_token, opens: (token) => refreshProgram(bindings, token, Date.now()) },
    'the token of a mailed link': {
      good: link.token,
      opens: async (token) => redeemToken(bindings.DB, await sha256Hex(token), Date.now()),
    },
    'a mailed code': {
      good: code.code,
      isUsedUp: true,
      opens: async (typed) => {
        const at = `code-${email}`
        const codeHashes = [await keyedHash(bindings.JWT_SECRET, 'one-time codes', `${at}\n${typed}`)]
        const how = { codeHashes, requests: [code.tokenHash] }
        return (await redeemCode(bindings.DB, at, how, Date.now())).redeemed
      },
    },
    'the link to refuse invitations': {
      good: await refusalSecret(bindings, email),
      opens: (token) => refusalAddress(bindings, token),
      spoilt: [await refusalSecret(another, email)],
    },
    'the sealed address of a calendar': {
      good: await sealed(calendar),
      // It stands in our database alone: a text that is no base64 is an error.
      opens: (address) =>
        Promise.resolve()
          .then(() => addressOf(bindings, { id: calendar, address }))
          .catch(() => null),
      spoilt: [await sealed(calendar, another), await sealed(uuid())],
    },
    'the public address of a plan': {
      good: (await shared.json<{ url: string }>()).url.split('/p/')[1] ?? '',
      opens: async (token) => publicPlan(bindings.DB, await sha256Hex(token)),
    },
    'the secret address of a feed': {
      good: feed.url.split('/feeds/')[1]?.replace('.ics', '') ?? '',
      opens: async (secret) => openFeed(bindings.DB, secret),
    },
    'the mark of a known browser': {
      good: await marked(email),
      opens: (mark) => asked({ Cookie: `known=${mark}` }, (c) => isKnownBrowser(c, email)),
      spoilt: [await marked(email, another.JWT_SECRET), await marked(`${other.userId}@example.com`)],
    },
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Hundreds of texts that are nearly `good`, cut, repeated, and with a character changed; of a code, other codes. */
const nearly = (good: string) => {
  const found = new Set([good.slice(1), good.slice(0, -1), `${good}A`, good + good, good.toUpperCase(), ''])
  const codes = Array.from({ length: 2000 }, (_, n) => String(n * 499).padStart(6, '0'))
  const changed = Array.from({ length: 63 }, (_, by) =>
    [...good].map((sign, at) => {
      const next = alphabet[(Math.max(alphabet.indexOf(sign), 0) + by + 1) % alphabet.length] ?? ''
      return good.slice(0, at) + next + good.slice(at + 1)
    }),
  )
  for (const one of share(good.length === 6 ? codes : changed.flat().slice(0, 2000))) found.add(one)
  found.delete(good)
  return [...found]
}

let kinds: Record<string, Kind>
beforeAll(async () => {
  kinds = await kindsOf(await signedIn(), await signedIn())
})

test.each([
  ...['a session cookie', 'a personal token', 'the JWT of a program', 'the JWT of the extension'],
  ...['the JWT of a tracker', 'a refresh token', 'the token of a mailed link', 'a mailed code'],
  ...['the link to refuse invitations', 'the sealed address of a calendar', 'the public address of a plan'],
  ...['the secret address of a feed', 'the mark of a known browser'],
])('forgeries of %s are refused', async (name) => {
  const { good, opens, spoilt = [], isUsedUp = false } = kinds[name] ?? { good: '', opens: async () => true }
  const isBearer = opens === byBearer
  // A bearer of another kind is one all the same.
  const others = Object.values(kinds).filter((one) => one.good !== good && !(isBearer && one.opens === byBearer))
  const forged = [...nearly(good), ...spoilt, ...others.map((one) => one.good)]
  expect(forged.length).toBeGreaterThanOrEqual(isWhole ? 2000 : 286)
  const taken: string[] = []
  while (forged.length > 0) {
    const some = forged.splice(0, 100)
    const opened = await Promise.all(some.map(opens))
    taken.push(...some.filter((_, index) => opened[index]))
  }
  expect(taken).toEqual([])
  // So many wrong codes make the right one void.
  expect(Boolean(await opens(good))).toBe(!isUsedUp)
})
