import htmx from 'htmx.org'
import { hasUnsentInput, onHtmx } from './dom'

const poll = (elements: Iterable<Element>) => {
  for (const element of elements) if (element.isConnected) htmx.trigger(element, 'every', {}, false)
}

/** Makes every polling element poll now. */
export const pollAll = () => poll(document.querySelectorAll('[hx-trigger^="every "]'))

/**
 * Stops polling in a hidden tab. Skipped polls run as soon as the tab is visible again. A page that the back button
 * restores as it was left is loaded again; with unsent input it stays, and all its polls run. A poll that is under way when a write is answered may show less, so it ends.
 */
export const pauseHiddenPolling = () => {
  const skipped = new Set<Element>()
  const polls = new Set<{ request: { abort(): void } }>()

  onHtmx('config:request', (ctx, event) => {
    if (ctx.sourceEvent?.type !== 'every') return
    polls.add(ctx)
    if (!document.hidden) return
    event.preventDefault()
    skipped.add(ctx.sourceElement)
  })
  onHtmx('finally:request', (ctx) => polls.delete(ctx))
  onHtmx('before:swap', (ctx) => {
    if (ctx.request.method !== 'POST') return
    for (const { request } of polls) request.abort()
    polls.clear()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    const late = [...skipped]
    skipped.clear()
    poll(late)
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    if (hasUnsentInput(document.body)) pollAll()
    else location.reload()
  })
}
