import htmx from 'htmx.org'

const ask = (elements: Iterable<Element>) => {
  for (const element of elements) if (element.isConnected) htmx.trigger(element, 'every', {}, false)
}

/** Lets everything that polls ask at once. */
export const askPolls = () => ask(document.querySelectorAll('[hx-trigger^="every "]'))

/**
 * A hidden tab asks for nothing; once it is shown again, what was missed is asked for at once, and so is everything when
 * the way back shows a page as it was left.
 */
export const restPolling = () => {
  const missed = new Set<Element>()

  document.addEventListener('htmx:config:request', (event) => {
    const { sourceElement, sourceEvent } = event.detail.ctx
    if (sourceEvent?.type !== 'every' || !document.hidden) return
    event.preventDefault()
    missed.add(sourceElement)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    const late = [...missed]
    missed.clear()
    ask(late)
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) askPolls()
  })
}
