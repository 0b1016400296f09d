/** Counts on how long ago something was: `data-ago` is that in milliseconds, as it came here. */
const count = () => {
  const now = performance.now()
  for (const time of document.querySelectorAll<HTMLElement>('[data-ago]')) {
    time.dataset.since ??= String(now)
    const { ago, since } = time.dataset
    const minutes = Math.floor((Number(ago) + now - Number(since)) / 60_000)
    const hours = Math.floor(minutes / 60)
    // As functions/usage/quiet.ts says it, which tells of days where it is more.
    if (hours > 23) continue
    if (hours > 0) time.textContent = `${hours} hour${hours > 1 ? 's' : ''} ago`
    else if (minutes > 0) time.textContent = `${minutes} min ago`
  }
}

export const countAgo = () => {
  count()
  setInterval(count, 15_000)
  document.addEventListener('htmx:after:swap', count)
}
