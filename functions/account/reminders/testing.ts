import { env } from 'cloudflare:workers'
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Client } from '../../../test/support/client'
import { developmentSecret } from '../../lib/http/security'
import { runReminders } from './run'

const bytesOf = (text: string) => Uint8Array.fromBase64(text, { alphabet: 'base64url' })
const textOf = (bytes: Uint8Array) => bytes.toBase64({ alphabet: 'base64url', omitPadding: true })

const ecdh = { name: 'ECDH', namedCurve: 'P-256' }

const hkdf = async (salt: Uint8Array, secret: BufferSource, info: Uint8Array, bytes: number) => {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, bytes * 8))
}

const join = (...parts: (Uint8Array | string)[]) =>
  new Uint8Array(parts.flatMap((one) => [...(typeof one === 'string' ? new TextEncoder().encode(one) : one)]))

type Receiver = { publicKey: Uint8Array; privateKey: CryptoKey; auth: Uint8Array }

/** Keys of a browser from their parts in base64url. */
export const receiverOf = async (publicText: string, d: string, auth: string): Promise<Receiver> => {
  const publicKey = bytesOf(publicText)
  const jwk = { kty: 'EC', crv: 'P-256', d, x: textOf(publicKey.slice(1, 33)), y: textOf(publicKey.slice(33)) }
  return {
    publicKey,
    privateKey: await crypto.subtle.importKey('jwk', jwk, ecdh, false, ['deriveBits']),
    auth: bytesOf(auth),
  }
}

/** Decrypts a body by RFC 8291 and RFC 8188, as a browser does. */
export const decrypted = async (body: Uint8Array, { publicKey, privateKey, auth }: Receiver) => {
  const length = body[20] ?? 0
  const [salt, sender, content] = [body.slice(0, 16), body.slice(21, 21 + length), body.slice(21 + length)]
  const theirs = await crypto.subtle.importKey('raw', sender, ecdh, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs } as never, privateKey, 256)
  const secret = await hkdf(auth, shared, join('WebPush: info\0', publicKey, sender), 32)
  const key = await hkdf(salt, secret, join('Content-Encoding: aes128gcm\0'), 16)
  const iv = await hkdf(salt, secret, join('Content-Encoding: nonce\0'), 12)
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
  const padded = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, content))
  const end = padded.lastIndexOf(2)
  if (end < 0 || padded.slice(end + 1).some((byte) => byte !== 0)) throw new Error('The padding is wrong')
  return new TextDecoder().decode(padded.slice(0, end))
}

/** Keys of this file alone. */
export const vapid = {
  VAPID_PUBLIC_KEY: 'BJpcwMEjscJ8JIUhmya1v9PUQSGpkSOnhhLuM7KSQDI_f8JijqSWv_DaTNmdKcYO9j4eOQyveVd_qumKyIpDzD0',
  VAPID_PRIVATE_KEY: 'dAr3WiwhP_CjlUmUoQTQjMCijtC3Y0yBokKMosuQMbM',
  VAPID_SUBJECT: 'mailto:operator@daymark.dev',
}

/** Settings of an installation that pushes, and mails into the outbox. */
export const bindings = { ...env, ...vapid, JWT_SECRET: developmentSecret, PUBLIC_URL: 'https://daymark.dev' }

/** Wednesday 4 November 2026, 10:00 in Lisbon. */
export const ten = Date.parse('2026-11-04T10:00:00Z')

/** Sends what is due of a person at an instant (epoch ms), and returns when to look again. */
export const runAt = (userId: string, now: number) => runReminders({ ...bindings, LIVE: env.LIVE }, userId, now)

/** Refuses a push whose VAPID token is not of this installation, for this service and this hour. */
const checkVapid = async (request: Request) => {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(\S+)$/.exec(request.headers.get('Authorization') ?? '') ?? []
  const point = bytesOf(key)
  const jwk = { kty: 'EC', crv: 'P-256', x: textOf(point.slice(1, 33)), y: textOf(point.slice(33)) }
  const { payload } = await jwtVerify(token, await importJWK(jwk, 'ES256'), { audience: new URL(request.url).origin })
  if (key !== vapid.VAPID_PUBLIC_KEY || payload.sub !== vapid.VAPID_SUBJECT) throw new Error('Another installation')
  if (decodeProtectedHeader(token).alg !== 'ES256' || (payload.exp ?? 0) > Date.now() / 1000 + 86_400)
    throw new Error('The token is wrong')
}

export type Pushed = {
  device: string
  title: string
  body: string
  url: string
  tag: string
  key?: string
  acts: { act: string }[]
  ttl: number
  topic: string
}

/** A push service in the place of the network. It checks what it is sent and keeps it, decrypted. */
export const pushService = () => {
  const receivers = new Map<string, Receiver>()
  const service = {
    pushed: [] as Pushed[],
    /** Statuses that endpoints answer with in place of 201, and when they want to be asked again. */
    statuses: new Map<string, number>(),
    retryAfter: '',
    /** A browser with an endpoint here, as it subscribes. */
    browser: async (name: string) => {
      const pair = (await crypto.subtle.generateKey(ecdh, true, ['deriveBits'])) as CryptoKeyPair
      const publicKey = new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer)
      const auth = crypto.getRandomValues(new Uint8Array(16))
      const endpoint = `https://push.daymark.dev/send/${name}`
      receivers.set(endpoint, { publicKey, privateKey: pair.privateKey, auth })
      return { endpoint, expirationTime: null, keys: { p256dh: textOf(publicKey), auth: textOf(auth) } }
    },
  }
  const answer = async (request: Request) => {
    const status = service.statuses.get(request.url)
    if (status) return new Response(null, { status, headers: { 'Retry-After': service.retryAfter } })
    const receiver = receivers.get(request.url)
    if (!receiver) throw new TypeError('fetch failed')
    await checkVapid(request)
    const ttl = Number(request.headers.get('TTL'))
    const topic = request.headers.get('Topic') ?? ''
    const body = new Uint8Array(await request.arrayBuffer())
    if (!(ttl > 0) || !/^[\w-]{1,32}$/.test(topic) || body.length > 3_000) throw new Error('The push is wrong')
    const message = JSON.parse(await decrypted(body, receiver))
    service.pushed.push({ ...message, device: request.url.split('/').at(-1), ttl, topic })
    return new Response(null, { status: 201 })
  }
  beforeEach(() => {
    service.pushed.length = 0
    service.statuses.clear()
    service.retryAfter = ''
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
      answer(new Request(input as RequestInfo, init as RequestInit)),
    )
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    // Nobody is left whom a timer of another test would look after.
    await env.DB.prepare('DELETE FROM reminder_runs').run()
  })
  return service
}

/** Turns reminders on as the API does, for a person whose quiet hours are off unless said. */
export const remind = async (client: Client, kinds: object, how: object = {}) => {
  const quiet = { quiet_hours: false, quiet_days_off: false, titles: true }
  const reminders = {
    how: { ...quiet, ...how },
    ...Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, { by: 'push', since: 0, ...kind }])),
  }
  await env.DB.prepare("UPDATE users SET preferences = json_set(preferences, '$.reminders', json(?)) WHERE id = ?")
    .bind(JSON.stringify(reminders), client.userId)
    .run()
}

/** Subscribes a person's browser. */
export const subscribed = async (client: Client, service: ReturnType<typeof pushService>, name: string) => {
  const subscription = await service.browser(name)
  return client.json('POST', '/api/v1/me/push', subscription)
}
