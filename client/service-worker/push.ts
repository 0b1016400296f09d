import type { Message } from '../../functions/account/reminders/message'
import { worker } from './scope'

type Shown = { url: string; key?: string }

/** Reads a message. An unreadable one is shown, too: browsers withdraw the permission if a push shows nothing. */
const messageOf = (data: PushMessageData | null): Message => {
  const unread = { title: 'New from Daymark', body: '', url: '/', tag: 'unread', acts: [] }
  try {
    return { ...unread, ...data?.json() }
  } catch {
    return unread
  }
}

const show = ({ title, body, url, tag, key, acts }: Message) =>
  worker.registration.showNotification(title, {
    ...{ body, tag, icon: '/icons/192.png', badge: '/icons/badge-96.png' },
    data: { url, key } satisfies Shown,
    // TypeScript's DOM library lacks these members.
    ...{ actions: acts.map(({ act, label }) => ({ action: act, title: label })), renotify: true },
  })

const open = async (path: string) => {
  const url = new URL(path, worker.location.origin)
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const [page] = pages.toSorted((a, b) => Number(b.focused) - Number(a.focused))
  if (!page) return worker.clients.openWindow(url.href)
  await page.focus().catch(() => undefined)
  return page.url === url.href ? page : page.navigate(url.href).catch(() => worker.clients.openWindow(url.href))
}

/** Runs the action of a notification's button. If it fails, opens the page, which shows the current state. */
const act = async (name: string, { url, key = '' }: Shown) => {
  const body = new URLSearchParams({ act: name, key })
  const headers = { Accept: 'application/json' }
  const answer = await fetch('/reminders/act', { method: 'POST', body, headers }).catch(() => null)
  if (!answer?.ok) await open(url)
}

/** Adds the listeners of push messages. Browsers ignore those added after the worker has started. */
export const listenToPush = () => {
  worker.addEventListener('push', (event) => event.waitUntil(show(messageOf(event.data))))

  worker.addEventListener('notificationclick', (event) => {
    const { notification, action } = event
    const shown: Shown = notification.data
    notification.close()
    event.waitUntil(action ? act(action, shown) : open(shown.url))
  })
}
