import htmx from 'htmx.org'
import { hasUnsentInput, onHtmx } from './dom'

/** Polls of half a minute that the last answer of the socket saves: those of the timer and of a part of the page. */
let saved = 0

/** Notes an answer of the socket. In half a minute of ten it saves nothing: at midnight, say, nothing is written. */
export const heard = () => {
  saved = performance.now() % 600_000 > 30_000 ? 2 : 0
}

const poll = (elements: Iterable<Element>) => {
  for (const element of elements) {
    saved = 0
    if (element.isConnected) htmx.trigger(element, 'every', {}, false)
  }
}

/** Makes every polling element poll now. */
export const pollAll = () => poll(document.querySelectorAll('[hx-trigger^="every "]'))

/**
 * Stops polling each half minute while the socket of the page answers, and all in a hidden tab, and while a field is edited in its row, which the answer could take away. Skipped polls
 * run as soon as the tab is visible again, or the edit has ended. A page that the back button
 * restores as it was left is loaded again; with unsent input it stays, and all its polls run. A poll that is under way when a write is answered may show less, so it ends.
 */
export const pausePolling = (isSignedIn: () => boolean) => {
  const skipped = new Set<Element>()
  const polls = new Set<{ request: { abort(): void } }>()
  const waits = () => document.hidden || document.querySelector('form.in-place')

  onHtmx('config:request', (ctx, event) => {
    if (ctx.sourceEvent?.type !== 'every') return
    if (isSignedIn()) {
      if (waits()) skipped.add(ctx.sourceElement)
      else if (!saved || !ctx.sourceElement.matches('[hx-trigger^="every 30s"]')) return polls.add(ctx)
      else saved--
    }
    event.preventDefault()
  })
  onHtmx('finally:request', (ctx) => polls.delete(ctx))
  onHtmx('before:swap', (ctx) => {
    if (ctx.request.method !== 'POST') return
    for (const { request } of polls) request.abort()
  })
  const resume = () => {
    if (waits()) return
    poll(skipped)
    skipped.clear()
  }
  for (const type of ['visibilitychange', 'focusin', 'click']) document.addEventListener(type, resume)
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    if (hasUnsentInput(document.body)) pollAll()
    else location.reload()
  })
}
