/** How long an answer may take before a form can be sent again, in milliseconds: one that downloads never answers here. */
const patience = 10_000

const busy = new Map<HTMLFormElement, Element | null>()

const release = (form: HTMLFormElement) => {
  busy.get(form)?.removeAttribute('aria-busy')
  busy.delete(form)
}

const hold = (form: HTMLFormElement, submitter: Element | null) => {
  busy.set(form, submitter)
  submitter?.setAttribute('aria-busy', 'true')
}

/** A form is sent once: until the answer is there its pressed button is busy, and pressing again does nothing. */
export const submitOnce = () => {
  // A button that asks for a page goes there with what the form holds, whatever htmx would do with the form.
  document.addEventListener(
    'submit',
    (event) => event.submitter?.getAttribute('formmethod') === 'get' && event.stopPropagation(),
    { capture: true },
  )
  document.addEventListener(
    'submit',
    (event) => {
      if (!(event.target instanceof HTMLFormElement) || !busy.has(event.target)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    { capture: true },
  )

  window.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'post') return
    hold(form, event.submitter)
    setTimeout(() => release(form), patience)
  })
  // The way back may show the page as it was left.
  window.addEventListener('pageshow', () => [...busy.keys()].forEach(release))

  document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
    if (ctx.sourceEvent?.type !== 'submit' || !(ctx.sourceElement instanceof HTMLFormElement)) return
    hold(ctx.sourceElement, ctx.request.submitter ?? null)
  })
  document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
    for (const form of busy.keys()) if (form === ctx.sourceElement || !form.isConnected) release(form)
  })
}
