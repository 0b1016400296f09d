import htmx from 'htmx.org'

const poll = (elements: Iterable<Element>) => {
  for (const element of elements) if (element.isConnected) htmx.trigger(element, 'every', {}, false)
}

/** Makes every polling element poll now. */
export const pollAll = () => poll(document.querySelectorAll('[hx-trigger^="every "]'))

/**
 * Stops polling in a hidden tab. Skipped polls run as soon as the tab is visible again; when the back button restores a
 * page, all of them do.
 */
export const pauseHiddenPolling = () => {
  const skipped = new Set<Element>()

  document.addEventListener('htmx:config:request', (event) => {
    const { sourceElement, sourceEvent } = event.detail.ctx
    if (sourceEvent?.type !== 'every' || !document.hidden) return
    event.preventDefault()
    skipped.add(sourceElement)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    const late = [...skipped]
    skipped.clear()
    poll(late)
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) pollAll()
  })
}
