import { firstFocusable } from './dom'

/** Where the focus was, where it may go when that is gone, and htmx's main task, which comes to know the new element. */
type Before = { id: string; hadFocus: boolean; next: Element | null; task?: { target?: unknown } }

const invalid = '[aria-invalid="true"], [data-errors]'

const focusInvalid = (root: ParentNode) => {
  const found = root.querySelector<HTMLElement>(invalid)
  if (found?.matches('fieldset')) firstFocusable(found)?.focus()
  else found?.focus()
  return found !== null
}

/** Whether a person asked for this by a click or by sending a form, and not a timer or what is being typed. */
const wasAsked = (event: Event | null) => event?.type === 'click' || event?.type === 'submit'

/**
 * Focus survives a swap: it goes to the first invalid field of a form that came back, else to `[data-autofocus]`, else
 * stays on the element of the same id (htmx does that), else goes to what took the place of what is gone.
 */
export const keepFocus = () => {
  const before = new WeakMap<object, Before>()

  document.addEventListener('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
    const active = document.activeElement
    const task = tasks.find(({ type }) => type === 'main')
    const target = task?.target instanceof Element ? task.target : null
    before.set(ctx, {
      id: active?.id ?? '',
      hadFocus: active !== null && active !== document.body,
      next: target?.nextElementSibling ?? target?.previousElementSibling ?? null,
      task,
    })
  })

  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    const was = before.get(ctx)
    const target = was?.task?.target
    const root = target instanceof Element && target.isConnected ? target : null
    if (wasAsked(ctx.sourceEvent) && root) {
      if (ctx.response?.status === 422 && focusInvalid(root)) return
      const wanted = root.querySelector<HTMLElement>('[data-autofocus]')
      if (wanted) return wanted.focus()
    }
    if (!was?.hadFocus || (document.activeElement && document.activeElement !== document.body)) return
    const same = was.id ? document.getElementById(was.id) : null
    const next = was.next?.isConnected === false ? document.getElementById(was.next.id) : was.next
    const near = root?.contains(next) ? firstFocusable(next) : (firstFocusable(root) ?? firstFocusable(next))
    const place = same ?? near ?? document.getElementById('main')
    place?.focus({ preventScroll: place.id === 'main' })
  })

  const [page] = performance.getEntriesByType('navigation')
  if (page instanceof PerformanceNavigationTiming && page.responseStatus === 422) focusInvalid(document)
}
