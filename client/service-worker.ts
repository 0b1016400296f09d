import { cachedPerson } from './service-worker/cached-pages'
import { cacheShell, dropOldFiles, isFile, serveFile } from './service-worker/files'
import { handleVisit, isLine, queueAndSend, sendAll } from './service-worker/lines'
import {
  handleOnlineWrite,
  isFragment,
  noteRequest,
  respondToScript,
  serveFragment,
  servePage,
  signOutDevice,
  submitForm,
} from './service-worker/pages'
import { listenToPush } from './service-worker/push'
import { worker } from './service-worker/scope'

// A new worker takes over at once: it holds nothing in memory that pages need, and changes no open page.
worker.addEventListener('install', (event) => {
  worker.skipWaiting()
  event.waitUntil(cacheShell())
})

worker.addEventListener('activate', (event) =>
  event.waitUntil(
    Promise.all([dropOldFiles(), worker.clients.claim(), worker.registration.navigationPreload?.enable()]),
  ),
)

worker.addEventListener('fetch', (event) => {
  const { request } = event
  noteRequest()
  const isPage = request.mode === 'navigate'
  const url = new URL(request.url)
  // The browser itself sends most of these, so that they survive leaving the page. Signing out clears the device.
  const isChange = request.method === 'POST' && url.origin === worker.location.origin && !isLine(request)
  if (isChange && !url.pathname.startsWith('/auth/')) event.waitUntil(handleOnlineWrite(event))
  if (isLine(request)) event.respondWith(cachedPerson().then((person) => queueAndSend(event, isPage ? person : null)))
  else if (url.origin !== worker.location.origin) return
  else if (isFragment(request)) event.respondWith(serveFragment(request))
  else if (request.headers.has('HX-Request') && !request.keepalive) event.respondWith(respondToScript(request))
  else if (request.method === 'GET' && isFile(url)) event.respondWith(serveFile(request))
  else if (isPage && request.method === 'GET') event.respondWith(servePage(event))
  // Signing out clears this device by a header, which the browser heeds only on its own request.
  else if (isPage && !url.pathname.startsWith('/auth/')) event.respondWith(submitForm(event))
})

/** Saves unsaved cells of a timesheet whose page was left. The server refuses them if another person is signed in. */
const saveHours = async (hours: string, person: string) => {
  const body = new URLSearchParams(hours)
  const headers = { 'X-Person': person, 'HX-Request': 'true' }
  await fetch('/week', { method: 'POST', headers, body, redirect: 'manual' }).catch(() => undefined)
}

// Messages from pages: a visit with its person, a sign-out, unsaved timesheet cells.
worker.addEventListener('message', (event) => {
  const { visit, leaves, of, hours } = event.data ?? {}
  if (typeof visit === 'string') event.waitUntil(handleVisit(event.source as WindowClient, visit))
  if (typeof leaves === 'string') event.waitUntil(signOutDevice(leaves))
  if (typeof hours === 'string') event.waitUntil(saveHours(hours, of))
})

worker.addEventListener('sync', (event) => (event as ExtendableEvent).waitUntil(sendAll()))

listenToPush()
