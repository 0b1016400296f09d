import { onHtmx } from '../dom'
import { isWrite } from '../forms/submit-once'
import type * as Strip from './strip'

/** Hashed file name of client/offline/strip.ts (scripts/build.ts). */
declare const stripScript: string

/** Adds a key and the time (epoch ms) to a form: if the response is lost, the worker sends the form again. */
const addKey = (fields: FormData) => {
  fields.set('line_key', crypto.randomUUID())
  fields.set('line_made', `${Date.now()}`)
}

const keyWrites = () => {
  onHtmx('config:request', ({ request: { method, body } }) => method === 'POST' && addKey(body as FormData))
  addEventListener('submit', ({ defaultPrevented, target }) => {
    if (!defaultPrevented && isWrite(target))
      target.addEventListener('formdata', ({ formData }) => addKey(formData), { once: true })
  })
}

/**
 * Installs the service worker (client/service-worker.ts) after the page of a signed-in person has loaded. Loads
 * client/offline/strip.ts, which shows queued writes, when needed. Asks before signing out, because this clears the device.
 */
export const enableOffline = () => {
  const { serviceWorker } = navigator
  const { person } = document.body.dataset
  if (!person) return
  const load = (): Promise<typeof Strip> => import(stripScript)
  document.addEventListener(
    'submit',
    async (event) => {
      const form = event.target as HTMLFormElement
      if (!form.matches('[action="/auth/sign-out"]')) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (await (await load()).confirmSignOut()) form.submit()
    },
    true,
  )
  // The badge of an installed app shows the number of cards due.
  const due = document.getElementById('nav-cards')?.textContent
  if (due != null) navigator.setAppBadge?.(Number.parseInt(due, 10) || 0).catch(() => undefined)
  if (!serviceWorker) return
  keyWrites()
  const hear = async (news: object = {}) =>
    serviceWorker.controller && (await load().catch(() => null))?.handleMessage(news as Strip.WorkerMessage)
  serviceWorker.onmessage = ({ data }) => hear(data)
  // A response without the header comes from the worker or from a proxy.
  onHtmx('after:request', (ctx) => ctx.response?.headers.has('X-App') || hear(ctx))
  onHtmx('error', hear)
  addEventListener('offline', hear)
  // Set by client/offline/strip.ts.
  if (sessionStorage.sent || localStorage[location.href]) hear()
  addEventListener('load', async () => {
    // register() waits for an update on a slow network; queued writes must not.
    serviceWorker.register('/service-worker.js')
    ;(await serviceWorker.ready).active?.postMessage({ visit: person })
  })
}
