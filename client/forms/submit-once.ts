import { lineField, onHtmx } from '../dom'

/** Milliseconds after which a form can be sent again. Needed for downloads, which send the page no response. */
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
  // Enter in a changed field submits the form twice: by its change and by Enter. Only the second submit is blocked.
  if ('queues' in form.dataset) setTimeout(() => release(form))
}

/** Context of an htmx request, as its events have it. */
export type RequestContext = HTMLElementEventMap['htmx:config:request']['detail']['ctx']

/** True for requests that a person triggered and waits for; false for polls and searches while typing. */
export const isDeliberate = ({ sourceEvent }: RequestContext) =>
  sourceEvent?.type === 'click' || sourceEvent?.type === 'submit'

/** Writes that wait for the response to the previous write. */
const waiting = new Set<RequestContext>()

/**
 * Prevents double submits: a writing form is blocked, and its button busy, until the response arrives. With
 * `data-queues` it is blocked only until the next task. The form of an entry field (`lineField`) accepts the next line
 * meanwhile. Writes are sent one after the other, so that the last response shows all of them. Forms that only read can
 * be sent again, so that the latest filter counts.
 */
export const submitOnce = () => {
  document.addEventListener(
    'submit',
    (event) => {
      // A button with `formmethod` navigates with the form's values, so htmx must not see the event.
      if (event.submitter?.hasAttribute('formmethod')) event.stopPropagation()
      const line = lineField(event.target)
      if (!isBusy(event.target) || (line?.form === event.target && line.value)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    true,
  )

  // A second press of Enter finds the entry field empty already, which is no error.
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
  // The back button may restore the page with its forms still blocked.
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
    // The response to the previous write may have replaced the target.
    ctx.target = document.getElementById(ctx.target?.id) ?? ctx.target
    // `keepalive` sends the write even if the page is left. Browsers refuse longer bodies.
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
