import { firstFocusable } from './dom'

/** Where the focus was, and where it may go when that is gone. */
type Before = { id: string; wasInside: boolean; next: Element | null }

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
    const target = tasks.find(({ type }) => type === 'main')?.target
    const holder = target instanceof Element ? target : null
    before.set(ctx, {
      id: active?.id ?? '',
      wasInside: active !== null && active !== document.body,
      next: holder?.nextElementSibling ?? holder?.previousElementSibling ?? null,
    })
    ctx.request.swapped = tasks
  })

  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    const was = before.get(ctx)
    const target = ctx.request.swapped?.find(({ type }: { type: string }) => type === 'main')?.target
    const root: Element | null = target instanceof Element && target.isConnected ? target : null
    if (wasAsked(ctx.sourceEvent) && root) {
      if (ctx.response?.status === 422 && focusInvalid(root)) return
      const wanted = root.querySelector<HTMLElement>('[data-autofocus]')
      if (wanted) return wanted.focus()
    }
    if (!was?.wasInside || (document.activeElement && document.activeElement !== document.body)) return
    const same = was.id ? document.getElementById(was.id) : null
    const near = root?.contains(was.next)
      ? firstFocusable(was.next)
      : (firstFocusable(root) ?? firstFocusable(was.next))
    const place = same ?? near ?? document.getElementById('main')
    place?.focus({ preventScroll: place.id === 'main' })
  })

  if (!location.hash) focusInvalid(document.querySelector('main form') ?? document.createElement('form'))
}
