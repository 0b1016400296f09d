import { setText } from '../dom'
import { isInstalled, isIos } from './device'

/** localStorage key of the endpoint last sent to the server, with its time. */
const told = 'push-told'
const aDay = 86_400_000
/** How long a service worker may take to start (ms). */
const patience = 10_000

const bytes = (key: string) =>
  Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))

const isSameKey = (subscription: PushSubscription, key: Uint8Array) => {
  const own = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer())
  return own.length === key.length && own.every((byte, index) => byte === key[index])
}

/** @param renews false if the browser is new to the server, true if the server must already know it */
const tell = async (subscription: PushSubscription, renews: boolean) => {
  const answer = await fetch('/api/v1/me/push', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ ...subscription.toJSON(), renews }),
  })
  if (answer.ok) return localStorage.setItem(told, `${Date.now()} ${subscription.endpoint}`)
  // 404: the person removed this browser on another device.
  if (answer.status === 404) await subscription.unsubscribe()
  throw new Error((await answer.json()).detail, { cause: answer.status })
}

/** Subscribes with the server's key. Replaces a subscription with a former key, whose pushes would not arrive. */
const subscribe = async (key: string) => {
  const never = new Promise<never>((_, reject) => setTimeout(reject, patience))
  const { pushManager } = await Promise.race([navigator.serviceWorker.ready, never])
  const applicationServerKey = bytes(key)
  const before = await pushManager.getSubscription()
  if (before && isSameKey(before, applicationServerKey)) return before
  await before?.unsubscribe()
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
}

/** Sends the subscription of this browser to the server when it changed, and once a day. */
const reconcile = async (key: string) => {
  const subscription = await subscribe(key)
  const [at, endpoint] = localStorage.getItem(told)?.split(' ') ?? []
  if (endpoint !== subscription.endpoint || Date.now() - Number(at) > aDay) await tell(subscription, true)
}

/** Why this browser cannot receive push, and what to do about it; empty if only the permission is missing. */
const obstacle = () => {
  if (!isSecureContext) return 'Push needs an address that starts with https://. Email works without it.'
  if (isIos && !isInstalled)
    return 'First add Daymark to the Home Screen: press Share, then Add to Home Screen. Open it there and come back here.'
  if (!('PushManager' in window)) return 'This browser doesn’t support push. Use another one, or choose Email.'
  if (Notification.permission !== 'denied') return ''
  return isInstalled
    ? 'This device blocks notifications from Daymark. Allow them in its settings, under Notifications.'
    : `This browser blocks notifications from Daymark. Press the icon beside the address, ${/Android/.test(navigator.userAgent) ? 'then Permissions, ' : ''}allow notifications and reload.`
}

/** Shows the result of a press next to the button. */
const say = (place: Element | null, text: string) => setText(place?.querySelector('[data-push-words]'), text)

/** Replaces buttons that would do nothing by the reason. */
const explain = () => {
  const why = obstacle()
  if (!why) return
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-push-on]')) {
    button.hidden = true
    say(button.parentElement, why)
  }
}

/** Asks for permission, which a browser gives only after a press. */
const turnOn = async (button: HTMLButtonElement, key: string) => {
  const place = button.parentElement
  button.disabled = true
  try {
    const permission = await Notification.requestPermission()
    if (permission === 'default') return say(place, 'Notifications weren’t allowed. Press the button to try again.')
    if (permission === 'denied') return explain()
    await tell(await subscribe(key), false)
    location.search = 'allowed'
  } catch (error) {
    console.warn(error)
    const own = error instanceof Error && error.cause ? error.message : ''
    say(place, own || 'Your browser’s push service can’t be reached. Try again later, or choose Email.')
  } finally {
    button.disabled = false
  }
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element && event.target.closest<HTMLButtonElement>('[data-push-on]')
  const key = button ? button.closest<HTMLElement>('div[data-push]')?.dataset.push : ''
  if (button && key) void turnOn(button, key)
})
document.addEventListener('htmx:after:swap', explain)
explain()

const isTold = localStorage.getItem(told) !== null || document.querySelector('[data-push-own]') !== null

/** Deletes this browser's subscription on the server, after the person has withdrawn the permission. */
const forget = async () => {
  const answer = await fetch('/api/v1/me/push', { method: 'DELETE', headers: { Accept: 'application/json' } })
  if (!answer.ok) return
  localStorage.removeItem(told)
  if (document.getElementById('notifications')) location.reload()
}

const isBlocked = !('PushManager' in window) || Notification.permission !== 'granted'
const { push: key } = document.querySelector<HTMLElement>('script[data-push]')?.dataset ?? {}
const keeping = isBlocked ? isTold && forget() : key && reconcile(key)
if (keeping) keeping.catch(() => undefined)
