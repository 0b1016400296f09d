/** A form can be sent again after this time, in milliseconds. A download never replies to the page. */
const releaseAfter = 10_000

const busy = new Map<HTMLFormElement, Element | null>()

/** True while a form waits for its response. */
export const isBusy = (form: Element | null) => form instanceof HTMLFormElement && busy.has(form)

const release = (form: HTMLFormElement) => {
  busy.get(form)?.removeAttribute('aria-busy')
  busy.delete(form)
}

const block = (form: HTMLFormElement, submitter: Element | null) => {
  busy.set(form, submitter)
  submitter?.setAttribute('aria-busy', 'true')
}

/**
 * Prevents double submits: a form that writes is blocked and its button busy until the response arrives. One that reads
 * may be sent again, as another filter may be chosen meanwhile.
 */
export const submitOnce = () => {
  // Lets a button with `formmethod` navigate with the form's values, before htmx can handle the form.
  document.addEventListener(
    'submit',
    (event) => event.submitter?.hasAttribute('formmethod') && event.stopPropagation(),
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
    block(form, event.submitter)
    setTimeout(() => release(form), releaseAfter)
  })
  // The back button may restore the page with its forms blocked.
  window.addEventListener('pageshow', () => [...busy.keys()].forEach(release))

  document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
    const form = ctx.sourceElement
    if (ctx.sourceEvent?.type !== 'submit' || !(form instanceof HTMLFormElement) || form.method !== 'post') return
    block(form, ctx.request.submitter ?? null)
  })
  document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
    for (const form of busy.keys()) if (form === ctx.sourceElement || !form.isConnected) release(form)
  })
}
