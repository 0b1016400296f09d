/** When each age was first seen, by `data-ago`. */
const came: Record<string, number> = {}

/** How long ago that was, as functions/usage/quiet.ts says it; null where what stands there is still true. */
const agoOf = (minutes: number) => {
  if (minutes < 60) return minutes < 1 ? null : `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  // With the next day the page is renewed.
  return hours > 23 ? null : `${hours} hour${hours > 1 ? 's' : ''} ago`
}

/** Counts on how long ago something was: `data-ago` is that in milliseconds, as it came here. */
const countAgo = () => {
  const now = performance.now()
  for (const time of document.querySelectorAll<HTMLElement>('[data-ago]')) {
    const { ago = '' } = time.dataset
    came[ago] ??= now
    time.textContent = agoOf(Math.floor((Number(ago) + now - came[ago]) / 60_000)) ?? time.textContent
  }
}

countAgo()
setInterval(countAgo, 15_000)
