import { lineField, onHtmx } from '../dom'

/** A form can be sent again after this time, in milliseconds. A download never replies to the page. */
const releaseAfter = 10_000

/** True for a form that writes. */
export const isWrite = (form: EventTarget | null): form is HTMLFormElement =>
  form instanceof HTMLFormElement && form.method === 'post'

const busy = new Map<HTMLFormElement, Element | null>()

/** True while a form waits for its response. */
export const isBusy = (form: EventTarget | null) => form instanceof HTMLFormElement && busy.has(form)

/** Lets a form be sent again, once its request has ended. */
const release = (form: HTMLFormElement) => {
  busy.get(form)?.removeAttribute('aria-busy')
  busy.delete(form)
}

const block = (form: HTMLFormElement, submitter: Element | null) => {
  busy.set(form, submitter)
  submitter?.setAttribute('aria-busy', 'true')
  // Enter changes a field, which sends its form, and then sends it again.
  if ('queues' in form.dataset) setTimeout(() => release(form))
}

/** A request of htmx, as its events have it. */
export type RequestContext = HTMLElementEventMap['htmx:config:request']['detail']['ctx']

/** True for requests that a person triggered and waits for; false for polls and searches while typing. */
export const isDeliberate = ({ sourceEvent }: RequestContext) =>
  sourceEvent?.type === 'click' || sourceEvent?.type === 'submit'

/** Writes that wait for the response to the one before. */
const waiting = new Set<RequestContext>()

/**
 * Prevents double submits: a form that writes is blocked and its button busy until the response arrives, with `data-queues`
 * until the next task. The form of a line (`lineField`) takes the next line meanwhile. Writes are sent one after the other,
 * so that the last response shows all of them. A form that only reads can be sent again, so that the last filter chosen
 * counts.
 */
export const submitOnce = () => {
  document.addEventListener(
    'submit',
    (event) => {
      // A button with `formmethod` navigates with the form's values, before htmx can handle the form.
      if (event.submitter?.hasAttribute('formmethod')) event.stopPropagation()
      const line = lineField(event.target)
      if (!isBusy(event.target) || (line?.form === event.target && line.value)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    true,
  )

  // A second press finds the field of the line empty, which is no mistake.
  addEventListener(
    'invalid',
    (event) => isBusy((event.target as HTMLInputElement).form) && event.preventDefault(),
    true,
  )
  addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || !isWrite(form)) return
    block(form, event.submitter)
    setTimeout(() => release(form), releaseAfter)
  })
  // The back button may restore the page with its forms blocked.
  addEventListener('pageshow', () => [...busy.keys()].forEach(release))

  onHtmx('config:request', (ctx) => {
    const form = ctx.sourceElement
    if (ctx.sourceEvent?.type !== 'submit' || !isWrite(form)) return
    form.setAttribute('hx-sync', 'body:queue all')
    block(form, ctx.request.submitter ?? null)
    waiting.add(ctx)
  })
  onHtmx('before:request', (ctx) => {
    const { body } = ctx.request
    // The answer to the write before may have replaced it.
    ctx.target = document.getElementById(ctx.target?.id) ?? ctx.target
    // Otherwise leaving the page cancels it. Browsers refuse longer bodies.
    if (waiting.delete(ctx) && body instanceof URLSearchParams)
      Object.assign(ctx.request, { keepalive: String(body).length < 60_000 })
  })
  addEventListener('pagehide', () => {
    for (const { request } of waiting) {
      fetch(request.action, { ...request, signal: null, keepalive: true })
      request.abort()
    }
    waiting.clear()
  })
  onHtmx('finally:request', (ctx) => {
    for (const form of busy.keys()) if (form === ctx.sourceElement || !form.isConnected) release(form)
  })
}
