import { dropOldFiles, file, isFile, keepShell } from './service-worker/files'
import { listenToPush } from './service-worker/push'
import { worker } from './service-worker/scope'

// A new worker takes over at once: it changes no page, and pages tell it all that it does for them.
worker.addEventListener('install', (event) => {
  worker.skipWaiting()
  event.waitUntil(keepShell())
})

worker.addEventListener('activate', (event) => event.waitUntil(dropOldFiles()))

worker.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method === 'GET' && isFile(new URL(request.url))) event.respondWith(file(request))
})

listenToPush()
