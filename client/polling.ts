import htmx from 'htmx.org'

/** A hidden tab asks for nothing; once it is shown again, what was missed is asked for at once. */
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
    for (const element of missed) if (element.isConnected) htmx.trigger(element, 'every', {}, false)
    missed.clear()
  })
}
