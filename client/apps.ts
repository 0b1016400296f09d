const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const plural = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'} ago`

/** How long ago an instant was, as functions/usage/quiet.ts says it; null where days passed: then the page is renewed. */
const agoOf = (milliseconds: number) => {
  if (milliseconds < minute) return 'just now'
  if (milliseconds < hour) return `${Math.floor(milliseconds / minute)} min ago`
  return milliseconds < day ? plural(Math.floor(milliseconds / hour), 'hour') : null
}

/** Keeps true how long ago something was that stands in a `time` with `data-ago`, in milliseconds as it came here. */
const countAgo = () => {
  const came = new WeakMap<HTMLElement, { age: number; at: number }>()
  const count = () => {
    const now = performance.now()
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-ago]')) {
      const age = Number(time.dataset.ago)
      const known = came.get(time)
      const { at } = known?.age === age ? known : { at: now }
      came.set(time, { age, at })
      const text = agoOf(age + now - at)
      if (text !== null && time.textContent !== text) time.textContent = text
    }
  }
  count()
  document.addEventListener('htmx:after:swap', count)
  setInterval(count, 15_000)
}

/** What was done with the apps that were ticked is done with them: none is ticked any more. */
const untick = () =>
  document.addEventListener('htmx:after:request', ({ detail: { ctx } }) => {
    const form = ctx.sourceElement
    if (form instanceof HTMLFormElement && form.id === 'picks' && ctx.response?.status === 200) form.reset()
  })

countAgo()
untick()
