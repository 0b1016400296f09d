import { env } from 'cloudflare:workers'
import { encryptNotification } from '@block65/webcrypto-web-push'
import { expect, test, vi } from 'vitest'
import { type Client, origin, request, rows, sessionCookie, signedIn } from '../../../test/support/client'
import { randomSecret, sha256Hex } from '../../lib/secrets'
import { insertSession } from '../auth/queries'
import { isContact, isEndpoint, publicKeyOf, pushSettings } from './push'
import { dropOldDeliveries } from './queries'
import { bindings, decrypted, pushService, receiverOf, remind, subscribed, vapid } from './testing'

const service = pushService()

/** RFC 8291, section 5 and appendix A. */
const vectors = {
  plain: 'When I grow up, I want to be a watermelon',
  sender: {
    public: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
    private: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  },
  receiver: {
    public: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    private: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  },
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

const bytes = (text: string) => Uint8Array.fromBase64(text, { alphabet: 'base64url' })

test('the reader of these tests reads the body of RFC 8291', async () => {
  const { receiver, auth, body, plain } = vectors
  expect(await decrypted(bytes(body), await receiverOf(receiver.public, receiver.private, auth))).toBe(plain)
})

test('with the keys and the salt of RFC 8291 a push has its very bytes', async () => {
  const { sender, receiver, auth, salt, body, plain } = vectors
  const [x, y] = [bytes(sender.public).slice(1, 33), bytes(sender.public).slice(33)]
  const text = (one: Uint8Array) => one.toBase64({ alphabet: 'base64url', omitPadding: true })
  const jwk = { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) }
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  const pair = {
    publicKey: await crypto.subtle.importKey('jwk', jwk, algorithm, true, []),
    privateKey: await crypto.subtle.importKey('jwk', { ...jwk, d: sender.private }, algorithm, true, ['deriveBits']),
  }
  vi.spyOn(crypto.subtle, 'generateKey').mockResolvedValue(pair as never)
  vi.spyOn(crypto, 'getRandomValues').mockReturnValue(bytes(salt) as never)
  const subscription = {
    ...{ endpoint: 'https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV', expirationTime: null },
    keys: { p256dh: receiver.public, auth },
  }
  const encrypted = await encryptNotification(subscription, new TextEncoder().encode(plain), { pad: false })
  expect(encrypted.toBase64({ alphabet: 'base64url', omitPadding: true })).toBe(body)
})

test('an installation without keys, or with a contact that nobody reaches, pushes nothing and says why', () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const production = { ...bindings, ENVIRONMENT: 'production' }
  expect(pushSettings(production)).toMatchObject({ vapid: { subject: vapid.VAPID_SUBJECT } })
  expect(pushSettings({ ...production, VAPID_PUBLIC_KEY: '' })).toEqual({ invalid: 'VAPID_PUBLIC_KEY' })
  expect(pushSettings({ ...production, VAPID_PRIVATE_KEY: 'short' })).toEqual({ invalid: 'VAPID_PRIVATE_KEY' })
  expect(publicKeyOf({ ...production, VAPID_SUBJECT: 'mailto:root@localhost' })).toBeNull()
  expect(log.mock.calls).toEqual([['{"level":"error","push":"not configured","setting":"VAPID_SUBJECT"}']])
  for (const contact of ['mailto:you@daymark.dev', 'https://daymark.dev/contact']) expect(isContact(contact)).toBe(true)
  for (const contact of [
    '',
    'you@daymark.dev',
    'mailto:you',
    'http://daymark.dev',
    'https://localhost',
    'mailto:a@example.com',
    'https://10.0.0.1',
  ])
    expect([contact, isContact(contact)]).toEqual([contact, false])
})

test.each([
  'http://push.daymark.dev/a',
  'https://localhost/a',
  'https://10.0.0.1/a',
  'https://[::1]/a',
  'https://push.daymark.dev:8443/a',
  'https://a:b@push.daymark.dev/a',
  'https://router.lan/a',
  'https://kubernetes.default.svc/a',
  'javascript:alert(1)',
  `https://push.daymark.dev/${'a'.repeat(2_000)}`,
])('no push goes to %s', async (endpoint) => {
  expect(isEndpoint(endpoint)).toBe(false)
  const client = await signedIn()
  const subscription = { ...(await service.browser('a')), endpoint }
  const answer = await client.json('POST', '/api/v1/me/push', subscription)
  expect([answer.status, (await answer.json<{ errors: { path: string }[] }>()).errors[0]?.path]).toEqual([
    422,
    'endpoint',
  ])
})

test.each([
  ['p256dh', `BA${'A'.repeat(85)}`, 'Enter a P-256 key in base64url'],
  ['p256dh', `${vectors.receiver.public}\n`, 'Enter a P-256 key in base64url'],
  ['auth', 'BTBZMqHH6r4Tts7J_aSI', 'Enter 16 bytes in base64url'],
])('no push can be encrypted with the %s %j', async (name, key, message) => {
  const client = await signedIn()
  const one = await service.browser('a')
  const answer = await client.json('POST', '/api/v1/me/push', { ...one, keys: { ...one.keys, [name]: key } })
  expect([answer.status, (await answer.json<{ errors: object[] }>()).errors]).toEqual([
    422,
    [{ path: `keys.${name}`, message }],
  ])
  expect(await devices(client.userId)).toEqual([])
})

test.each([
  [{ kinds: { timer_runs: { by: 'push', at: 540 } } }, 'kinds.timer_runs.at', 'Unknown field'],
  [{ kinds: { timer_runs: { constructor: 1 } } }, 'kinds.timer_runs.constructor', 'Unknown field'],
  [{ how: { device: 'another' } }, 'how.device', 'This device doesn’t exist. Choose another.'],
  [{ how: { device: 'x'.repeat(101) } }, 'how.device', 'This device doesn’t exist. Choose another.'],
  [{ how: null }, 'how', 'Enter an object'],
  [{ kinds: [] }, 'kinds', 'Enter an object'],
  [{ how: { quiet_from: 450 } }, 'how.quiet_to', 'From and To are the same. Enter another time.'],
  [{ kinds: { no_timer: { from: 0, to: 0 } } }, 'kinds.no_timer.to', 'From and To are the same. Enter another time.'],
])('the settings refuse %j', async (patch, path, message) => {
  const client = await signedIn()
  const answer = await client.json('PATCH', '/api/v1/me/reminders', patch)
  expect([answer.status, (await answer.json<{ errors: object[] }>()).errors]).toEqual([422, [{ path, message }]])
})

test.each<Record<string, string>>([
  { 'how.quiet_from': '00:00', 'how.quiet_to': '0' },
  { 'no_timer.by': 'mail', 'no_timer.from': '9:00', 'no_timer.to': '9:00' },
])('a form refuses %j, which lasts no minute', async (values) => {
  const client = await signedIn()
  const answer = await client.post('/settings/notifications', values)
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('From and To are the same.')])
  expect(await rows("SELECT preferences ->> '$.reminders' AS saved FROM users WHERE id = ?", client.userId)).toEqual([
    { saved: null },
  ])
})

const devices = (userId: string) =>
  rows<{ endpoint: string | null; stopped_at: number | null }>(
    'SELECT endpoint, stopped_at FROM push_subscriptions WHERE user_id = ? ORDER BY id',
    userId,
  )

test('a browser subscribes once, is renewed, and is told to stop where its person removed it', async () => {
  const client = await signedIn()
  const first = await service.browser('first')
  const answer = await client.json('POST', '/api/v1/me/push', first)
  const { id } = await answer.json<{ id: string }>()
  expect(answer.status).toBe(200)
  expect(await (await client.json('POST', '/api/v1/me/push', { ...first, renews: true })).json()).toEqual({ id })
  // Another key of the server makes another endpoint.
  const second = await service.browser('second')
  expect((await client.json('POST', '/api/v1/me/push', { ...second, renews: true })).status).toBe(200)
  expect(await devices(client.userId)).toEqual([{ endpoint: second.endpoint, stopped_at: null }])
  expect((await client.json('DELETE', '/api/v1/me/push')).status).toBe(204)
  expect((await client.json('POST', '/api/v1/me/push', { ...second, renews: true })).status).toBe(404)
  expect(await devices(client.userId)).toEqual([])
})

test('a browser that somebody else signs in to is theirs', async () => {
  const [before, after] = [await signedIn(), await signedIn()]
  const subscription = await service.browser('shared')
  for (const client of [before, after]) await client.json('POST', '/api/v1/me/push', subscription)
  expect([(await devices(before.userId)).length, (await devices(after.userId)).length]).toEqual([0, 1])
})

const pushTest = (client: { cookie: string }) =>
  request('/api/v1/me/push/test', { method: 'POST', headers: { Cookie: client.cookie, Origin: origin } }, bindings)

/** Another browser of a person that takes what is pushed. */
const secondBrowser = async ({ userId }: Client, name: string) => {
  const secret = randomSecret()
  await insertSession(env.DB, await sha256Hex(secret), userId, name, Date.now()).run()
  const headers = { Cookie: await sessionCookie(userId, secret), Origin: origin, 'Content-Type': 'application/json' }
  const body = JSON.stringify(await service.browser(name))
  expect((await request('/api/v1/me/push', { method: 'POST', headers, body })).status).toBe(200)
  return { cookie: headers.Cookie }
}

test('signing out ends what is pushed to a browser', async () => {
  const client = await signedIn()
  await subscribed(client, service, 'signed-out')
  await client.post('/auth/sign-out')
  expect(await devices(client.userId)).toEqual([])
})

test('nothing is pushed to a browser whose sign-in has expired, and it is forgotten with that', async () => {
  const client = await signedIn()
  await subscribed(client, service, 'expired')
  const other = await secondBrowser(client, 'signed-in')
  await env.DB.prepare('UPDATE web_sessions SET expires_at = 1 WHERE id_hash = ?')
    .bind(await sha256Hex(client.secret))
    .run()
  expect(await (await pushTest(other)).json()).toEqual({ devices: 1 })
  expect(service.pushed.map(({ device }) => device)).toEqual(['signed-in'])
  await dropOldDeliveries(env, client.userId, Date.now())
  expect(await devices(client.userId)).toMatchObject([{ endpoint: expect.stringMatching(/signed-in$/) }])
})

test('a test goes to all devices, or to the chosen one', async () => {
  const client = await signedIn()
  const { id } = await (await subscribed(client, service, 'laptop')).json<{ id: string }>()
  await secondBrowser(client, 'phone')
  expect(await (await pushTest(client)).json()).toEqual({ devices: 2 })
  expect(service.pushed.map(({ device }) => device).sort()).toEqual(['laptop', 'phone'])
  expect(service.pushed[0]).toMatchObject({ title: 'Notifications work', url: '/settings/notifications', ttl: 300 })
  service.pushed.length = 0
  await remind(client, {}, { device: id })
  expect(await (await pushTest(client)).json()).toEqual({ devices: 1 })
  expect(service.pushed.map(({ device }) => device)).toEqual(['laptop'])
})

test.each([404, 410])('a device whose service answers %i is stopped, and said to be', async (status) => {
  const client = await signedIn({ time_zone: 'UTC' })
  await subscribed(client, service, 'gone')
  service.statuses.set('https://push.daymark.dev/send/gone', status)
  await pushTest(client)
  expect(await devices(client.userId)).toEqual([{ endpoint: null, stopped_at: expect.any(Number) }])
  const page = await request('/settings/notifications', { headers: { Cookie: client.cookie } }, bindings)
  expect(await page.text()).toContain('stopped today: open Daymark there to restart it')
  service.statuses.clear()
  await subscribed(client, service, 'gone')
  expect(await devices(client.userId)).toHaveLength(1)
})

test('a service that answers with an error keeps its device, and the test says that nothing came', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const client = await signedIn()
  await subscribed(client, service, 'busy')
  for (const status of [429, 500, 403]) {
    service.statuses.set('https://push.daymark.dev/send/busy', status)
    expect((await pushTest(client)).status).toBe(502)
  }
  expect(await devices(client.userId)).toMatchObject([{ stopped_at: null }])
})
