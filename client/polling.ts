import htmx from 'htmx.org'
import { hasUnsentInput, onHtmx } from './dom'

const poll = (elements: Iterable<Element>) => {
  for (const element of elements) if (element.isConnected) htmx.trigger(element, 'every', {}, false)
}

/** Makes every polling element poll now. */
export const pollAll = () => poll(document.querySelectorAll('[hx-trigger^="every "]'))

/**
 * Stops polling in a hidden tab, and while a field is edited in its row, which the answer could take away. Skipped polls
 * run as soon as the tab is visible again, or the edit has ended. A page that the back button
 * restores as it was left is loaded again; with unsent input it stays, and all its polls run. A poll that is under way when a write is answered may show less, so it ends.
 */
export const pauseHiddenPolling = () => {
  const skipped = new Set<Element>()
  const polls = new Set<{ request: { abort(): void } }>()
  const waits = () => document.hidden || document.querySelector('form.in-place')

  onHtmx('config:request', (ctx, event) => {
    if (ctx.sourceEvent?.type !== 'every') return
    polls.add(ctx)
    if (!waits()) return
    event.preventDefault()
    skipped.add(ctx.sourceElement)
  })
  onHtmx('finally:request', (ctx) => polls.delete(ctx))
  onHtmx('before:swap', (ctx) => {
    if (ctx.request.method !== 'POST') return
    for (const { request } of polls) request.abort()
    polls.clear()
  })
  const resume = () => {
    if (skipped.size === 0 || waits()) return
    const late = [...skipped]
    skipped.clear()
    poll(late)
  }
  for (const type of ['visibilitychange', 'focusin', 'click']) document.addEventListener(type, resume)
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    if (hasUnsentInput(document.body)) pollAll()
    else location.reload()
  })
}
