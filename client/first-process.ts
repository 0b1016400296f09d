import htmx from 'htmx.org'

/** Milliseconds of work after which the browser may paint or answer, well below the 50 of a long task. */
const sliceMs = 12

const wired = '[hx-get],[hx-post],[hx-put],[hx-patch],[hx-delete]'

/** Events with which an action of a person begins. */
const actions = ['pointerdown', 'keydown', 'focusin', 'input', 'change', 'click', 'submit']

/**
 * Lets htmx take hold of a new page in slices, top to bottom, so that a slow phone scrolls and answers in between. The
 * rest is done at once when the person does something. What htmx swaps in later it processes whole, as ever.
 */
export const processInSlices = () => {
  let waiting: Iterator<Element>

  /** @param end when to stop, by `performance.now()` */
  const processUntil = (end: number) => {
    do {
      const { value, done } = waiting.next()
      if (done) return finish()
      htmx.process(value)
    } while (performance.now() < end)
    setTimeout(processSlice)
  }
  const processSlice = () => processUntil(performance.now() + sliceMs)
  const processRest = () => processUntil(Number.POSITIVE_INFINITY)
  const finish = () => {
    for (const action of actions) removeEventListener(action, processRest, { capture: true })
  }
  const start = (event: Event) => {
    event.preventDefault()
    waiting = document.querySelectorAll(wired).values()
    for (const action of actions) addEventListener(action, processRest, { capture: true })
    processSlice()
  }
  document.addEventListener('htmx:before:process', start, { once: true })
}
