/** Advances texts like "5 min ago". `data-ago` is the age in milliseconds at the time of the response. */
const update = () => {
  const now = performance.now()
  for (const time of document.querySelectorAll<HTMLElement>('[data-ago]')) {
    time.dataset.since ??= String(now)
    const { ago, since } = time.dataset
    const minutes = Math.floor((Number(ago) + now - Number(since)) / 60_000)
    const hours = Math.floor(minutes / 60)
    // The words match the server's. Older ages are in days, and stay as rendered.
    if (hours > 23) continue
    if (hours > 0) time.textContent = `${hours} hour${hours > 1 ? 's' : ''} ago`
    else if (minutes > 0) time.textContent = `${minutes} min ago`
  }
}

export const updateRelativeTimes = () => {
  update()
  setInterval(update, 15_000)
  document.addEventListener('htmx:after:swap', update)
}
