import { encryptNotification, vapidHeaders } from '@block65/webcrypto-web-push'
import { type Bindings, isDevelopment } from '../../lib/env'
import { isPublicName } from '../../lib/http/public-name'
import { sha256Hex } from '../../lib/secrets'
import type { Message } from './message'
import type { Device } from './schema'

type Vapid = { publicKey: string; privateKey: string; subject: string }

const names = ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY', 'VAPID_SUBJECT'] as const

/** True for a contact that push services accept: Apple refuses all pushes with an unreachable contact. */
export const isContact = (subject: string) => {
  const host =
    /^mailto:[^@\s]+@([^@\s]+)$/.exec(subject)?.[1] ?? (/^https:/.test(subject) && URL.parse(subject)?.hostname)
  return (
    Boolean(host) &&
    isPublicName(String(host)) &&
    !/(^|\.)(example|invalid|test|example\.(com|net|org))$/.test(String(host))
  )
}

const isKey = (text: string, bytes: number) => /^[\w-]+$/.test(text) && Math.floor((text.length * 3) / 4) === bytes

/** The push keys of this installation, or in `invalid` the setting that is missing or wrong. */
export const pushSettings = (env: Bindings): { vapid: Vapid } | { invalid: (typeof names)[number] } => {
  const [publicKey, privateKey, subject] = names.map((name) => env[name] ?? '') as [string, string, string]
  if (!isKey(publicKey, 65)) return { invalid: 'VAPID_PUBLIC_KEY' }
  if (!isKey(privateKey, 32)) return { invalid: 'VAPID_PRIVATE_KEY' }
  if (!isContact(subject) && !isDevelopment(env)) return { invalid: 'VAPID_SUBJECT' }
  return { vapid: { publicKey, privateKey, subject } }
}

let logged = ''

/** Public key for subscriptions of browsers; null if push is not configured, which is logged once. */
export const publicKeyOf = (env: Bindings) => {
  const settings = pushSettings(env)
  if ('vapid' in settings) return settings.vapid.publicKey
  if (settings.invalid !== logged)
    console.error(JSON.stringify({ level: 'error', push: 'not configured', setting: settings.invalid }))
  logged = settings.invalid
  return null
}

/** True if an address is a push endpoint on the internet. */
export const isEndpoint = (address: string) => {
  const url = URL.parse(address)
  return (
    url?.protocol === 'https:' &&
    !url.port &&
    !url.username &&
    !url.password &&
    isPublicName(url.hostname) &&
    address.length <= 2_000
  )
}

/** Result of a push. `gone`: unknown endpoint; a number: retry after that many ms. */
type Pushed = 'sent' | 'gone' | number

/** Maximum time that a push service may hold a message, in seconds. */
const longestTtl = 28 * 86_400

/** Time that a push service asks us to wait, in ms; 0 if it does not say. */
const retryAfter = ({ headers }: Response, now: number) => {
  const text = headers.get('Retry-After') ?? ''
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Math.min(Math.max(0, wait || 0), longestTtl * 1000)
}

const timeoutMs = 10_000

/** Pushes a message to a device. @param seconds TTL: how long the push service keeps it for an offline device */
export const push = async (env: Bindings, device: Device, message: Message, seconds: number): Promise<Pushed> => {
  const settings = pushSettings(env)
  const { endpoint, p256dh, auth } = device
  if (!('vapid' in settings) || !endpoint || !p256dh || !auth) return 0
  const subscription = { endpoint, expirationTime: null, keys: { p256dh, auth } }
  try {
    const { headers } = await vapidHeaders(subscription, settings.vapid)
    // Firefox on Android cannot receive messages padded to 4 KB.
    const body = await encryptNotification(subscription, new TextEncoder().encode(JSON.stringify(message)), {
      pad: false,
    })
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        ...headers,
        TTL: String(Math.round(Math.min(Math.max(seconds, 60), longestTtl))),
        // A message still waiting at the push service is replaced by a later one with the same tag.
        Topic: (await sha256Hex(`${device.id} ${message.tag}`)).slice(0, 32),
        Urgency: seconds < 12 * 3_600 ? 'high' : 'normal',
        'Content-Encoding': 'aes128gcm',
        'Content-Type': 'application/octet-stream',
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    await answer.body?.cancel()
    if (answer.ok) return 'sent'
    if (answer.status === 404 || answer.status === 410) return 'gone'
    console.error(
      JSON.stringify({ level: 'error', push: 'refused', host: new URL(endpoint).host, status: answer.status }),
    )
    return retryAfter(answer, Date.now())
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', push: 'failed', reason: (error as Error).name }))
  }
  return 0
}
