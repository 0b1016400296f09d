import { firstFocusable } from './dom'

/** The focus before a swap, and where it may go afterwards. */
type FocusState = {
  /** id of the focused element, or empty */
  id: string
  hadFocus: boolean
  /** id of the element that the request restores, or empty */
  restoredId: string
  /** neighbour of the swapped element */
  neighbour: Element | null
  /** ids of the focused row, the one below it and the one above it */
  rowIds: (string | undefined)[]
  isEditing: boolean
  /** htmx's main task, whose target is the new element after the swap */
  task?: { target?: unknown }
}

const invalid = '[aria-invalid="true"], [data-errors]'

const focusInvalid = (root: ParentNode) => {
  const field = root.querySelector<HTMLElement>(invalid)
  if (field?.matches('fieldset')) firstFocusable(field)?.focus()
  else field?.focus()
  return field !== null
}

const visible = (element: HTMLElement | null) => (element?.checkVisibility() ? element : null)

/** The id of the element that a form restores or reopens: `/goals/<id>/restore` restores `goal-<id>`. */
const restoredIdOf = (source: Element) =>
  source.getAttribute('action')?.replace(/^.*\/(\w+)s\/([\w-]+)\/re(?:store|open).*/, '$1-$2') ?? ''

/** True for clicks and submitted forms, false for polls and searches while typing. */
const isDeliberate = (event: Event | null) => event?.type === 'click' || event?.type === 'submit'

/**
 * Puts the focus in a sensible place after a swap. In this order: the first invalid field, `[data-autofocus]`, the
 * element with the same id (htmx does that), the element that an Undo restored, the row that was edited, the element in
 * place of the removed one, the row that had the focus, the row below it, the row above it. After polls the rows come
 * before the start of the part that was polled. A row in a closed fold is skipped.
 */
export const keepFocus = () => {
  const before = new WeakMap<object, FocusState>()

  document.addEventListener('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
    // `autofocus` is for page loads: browsers warn when a swap brings it into a page that has focus already.
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
      restoredId: restoredIdOf(ctx.sourceElement),
      hadFocus: !!active?.closest('body *'),
      rowIds: [row, row?.nextElementSibling, row?.previousElementSibling].map((element) => element?.id),
      isEditing: row?.matches('.editing') ?? false,
      neighbour: target?.nextElementSibling ?? target?.previousElementSibling ?? null,
      task,
    })
  })

  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    const state = before.get(ctx)
    const target = state?.task?.target
    const root = target instanceof Element && target.isConnected ? target : null
    if (isDeliberate(ctx.sourceEvent) && root) {
      if (ctx.response?.status === 422 && focusInvalid(root)) return
      const field = root.querySelector<HTMLElement>('[data-autofocus]')
      if (field) return field.focus()
    }
    // Moved into a closed fold, an element loses the focus only later.
    if (!state?.hadFocus || document.activeElement?.closest('body *')?.checkVisibility()) return
    const same = visible(document.getElementById(state.id))
    const { neighbour } = state
    const next = neighbour?.isConnected === false ? document.getElementById(neighbour.id) : neighbour
    const restored = firstFocusable(document.getElementById(state.restoredId))
    const near = root?.contains(next) ? firstFocusable(next) : (firstFocusable(root) ?? firstFocusable(next))
    const row = state.rowIds.map((id) => visible(firstFocusable(document.getElementById(id ?? '')))).find((one) => one)
    const polled = !isDeliberate(ctx.sourceEvent)
    const nearest = polled || state.isEditing ? (row ?? near) : (near ?? row)
    const focused = same ?? restored ?? nearest ?? document.getElementById('main')
    focused?.focus({ preventScroll: polled || focused.id === 'main' })
  })

  const [page] = performance.getEntriesByType('navigation')
  if (page instanceof PerformanceNavigationTiming && page.responseStatus === 422) focusInvalid(document)
}
