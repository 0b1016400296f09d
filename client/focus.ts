import { firstFocusable } from './dom'

/** Where the focus was, what comes back, where else it may go, and htmx's main task, which comes to know the new element. */
type Before = {
  id: string
  restores: string
  hadFocus: boolean
  next: Element | null
  /** The row that it was in, and the next. */
  rows: (string | undefined)[]
  task?: { target?: unknown }
}

const invalid = '[aria-invalid="true"], [data-errors]'

const focusInvalid = (root: ParentNode) => {
  const found = root.querySelector<HTMLElement>(invalid)
  if (found?.matches('fieldset')) firstFocusable(found)?.focus()
  else found?.focus()
  return found !== null
}

/** The id of what a form brings back, if any: `/goals/<id>/restore` brings `goal-<id>`. */
const restoredBy = (source: Element) =>
  source.getAttribute('action')?.replace(/^.*\/(\w+)s\/([\w-]+)\/restore$/, '$1-$2') ?? ''

/** Whether a person asked for this by a click or by sending a form, and not a timer or what is being typed. */
const wasAsked = (event: Event | null) => event?.type === 'click' || event?.type === 'submit'

/**
 * Focus survives a swap: it goes to the first invalid field of a form that came back, else to `[data-autofocus]`, else
 * stays on the element of the same id (htmx does that), else goes to what an Undo brought back, else to what took the
 * place of what is gone, else to the row that it was in, or the next.
 */
export const keepFocus = () => {
  const before = new WeakMap<object, Before>()

  document.addEventListener('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
    // A field with both is for pages; the browser would complain of the other when it comes into a page in use.
    for (const { fragment } of tasks) {
      for (const field of fragment?.querySelectorAll?.('[autofocus][data-autofocus]') ?? []) {
        field.removeAttribute('autofocus')
      }
    }
    const active = document.activeElement
    const row = active?.closest('li[id], tr[id]')
    const task = tasks.find(({ type }) => type === 'main')
    const target = task?.target instanceof Element ? task.target : null
    before.set(ctx, {
      id: active?.id ?? '',
      restores: restoredBy(ctx.sourceElement),
      hadFocus: active !== null && active !== document.body,
      rows: [row, row?.nextElementSibling].map((one) => one?.id),
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
    const restored = firstFocusable(document.getElementById(was.restores))
    const near = root?.contains(next) ? firstFocusable(next) : (firstFocusable(root) ?? firstFocusable(next))
    const [row, below] = was.rows.map((id) => firstFocusable(document.getElementById(id ?? '')))
    const place = same ?? restored ?? near ?? row ?? below ?? document.getElementById('main')
    place?.focus({ preventScroll: place.id === 'main' || !wasAsked(ctx.sourceEvent) })
  })

  const [page] = performance.getEntriesByType('navigation')
  if (page instanceof PerformanceNavigationTiming && page.responseStatus === 422) focusInvalid(document)
}
