import htmx from 'htmx.org'
import { hasUnsentInput, onHtmx } from '../dom'

/** Number of 30-second polls to skip because the socket has answered: one of the timer and one of a region. */
let saved = 0

/** Makes the next polls skip. In one half minute of ten they run: midnight, say, changes pages without a write. */
export const skipPolls = () => {
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
 * Skips 30-second polls while the page's socket responds. Skips all polls in a hidden tab and while a field is edited
 * in place, which a response could remove; these run once the tab is visible or the edit has ended. A page restored by
 * the back button is reloaded; with unsent input it stays, and its polls run. A poll during a write may be stale: it is
 * aborted and repeated.
 */
export const pausePolling = (isSignedIn: () => boolean) => {
  const skipped = new Set<Element>()
  const asked = new Map<{ abort(): void }, string>()
  const waits = () => document.hidden || document.querySelector('form.in-place')

  onHtmx('config:request', ({ sourceElement, sourceEvent, request }, event) => {
    const type = sourceEvent?.type ?? ''
    if (type !== 'every') return sourceElement.matches('[hx-trigger*=":body"]') && asked.set(request, type)
    if (isSignedIn()) {
      if (waits()) skipped.add(sourceElement)
      else if (!saved || !sourceElement.matches('[hx-trigger^="every 30s"]')) return asked.set(request, type)
      else saved--
    }
    event.preventDefault()
  })
  onHtmx('finally:request', ({ request }) => asked.delete(request))
  onHtmx('before:swap', ({ request }) => {
    if (request.method !== 'POST') return
    for (const type of new Set(asked.values())) setTimeout(() => htmx.trigger(document.body, type))
    for (const request of asked.keys()) request.abort()
  })
  const resume = () => {
    if (waits()) return
    poll(skipped)
    skipped.clear()
  }
  for (const type of ['visibilitychange', 'focusin', 'click']) document.addEventListener(type, resume)
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    if (hasUnsentInput(document.body)) pollAll()
    else location.reload()
  })
}
