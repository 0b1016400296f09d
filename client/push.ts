/** Where the browser keeps what it told the server last: its endpoint, and when. */
const told = 'push-told'
const aDay = 86_400_000

const bytes = (key: string) =>
  Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))

const isSameKey = (subscription: PushSubscription, key: Uint8Array) => {
  const own = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer())
  return own.length === key.length && own.every((byte, index) => byte === key[index])
}

/** @param renews false for a browser that the server need not know yet */
const tell = async (subscription: PushSubscription, renews: boolean) => {
  const answer = await fetch('/api/v1/me/push', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ ...subscription.toJSON(), renews }),
  })
  if (answer.ok) return localStorage.setItem(told, `${Date.now()} ${subscription.endpoint}`)
  // The person removed this browser on another device.
  if (answer.status === 404) await subscription.unsubscribe()
  throw new Error((await answer.json()).detail)
}

/** Subscribes by the key of the server. A subscription with a former key gives way: no push would come by it. */
const subscribe = async (key: string) => {
  const { pushManager } = await navigator.serviceWorker.ready
  const applicationServerKey = bytes(key)
  const before = await pushManager.getSubscription()
  if (before && isSameKey(before, applicationServerKey)) return before
  await before?.unsubscribe()
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
}

/** Keeps what the server knows of this browser as it is: at each change, and once a day. */
const reconcile = async (key: string) => {
  if (!('PushManager' in window) || Notification.permission !== 'granted') return
  const subscription = await subscribe(key)
  const [at, endpoint] = localStorage.getItem(told)?.split(' ') ?? []
  if (endpoint !== subscription.endpoint || Date.now() - Number(at) > aDay) await tell(subscription, true)
}

const refusals: Record<string, string> = {
  denied: 'This browser blocks notifications of Daymark. Allow them in its settings for this site.',
  default: 'Nothing was allowed. Press again when you want to.',
}

const isApple = /iPhone|iPad/.test(navigator.userAgent)

const words = (text: string) => {
  const place = document.querySelector('[data-push-words]')
  if (place) place.textContent = text
}

/** Asks for permission, which a browser gives only after a press. */
const turnOn = async (button: HTMLButtonElement, key: string) => {
  if (!('PushManager' in window)) {
    const homeScreen = 'On this device, first add Daymark to the Home Screen, and open it there.'
    return words(isApple ? homeScreen : 'This browser takes no push. Mail works all the same.')
  }
  button.disabled = true
  try {
    const permission = await Notification.requestPermission()
    if (permission !== 'granted') return words(refusals[permission] ?? '')
    await tell(await subscribe(key), false)
    location.reload()
  } catch (error) {
    words(`It didn’t work. ${error instanceof Error ? error.message : ''}`)
  } finally {
    button.disabled = false
  }
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element && event.target.closest<HTMLButtonElement>('[data-push-on]')
  const key = button ? button.closest<HTMLElement>('[data-push]')?.dataset.push : ''
  if (button && key) void turnOn(button, key)
})

const { push: key } = document.querySelector<HTMLElement>('script[data-push]')?.dataset ?? {}
if (key) reconcile(key).catch(() => undefined)
