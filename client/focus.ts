import { firstFocusable } from './dom'

/** The focus before a swap, and where it may go afterwards. */
type FocusState = {
  /** the focused element, if any */
  active?: Element | null
  /** id of the element that the request restores, or empty */
  restoredId: string
  /** neighbour of the swapped element */
  neighbour: Element | null
  /** ids of the focused row, the one below it and the one above it */
  rowIds: string[]
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

const visible = (element: HTMLElement | null) => element?.checkVisibility() && element

/** The link that edits a row, or the menu that it is in. */
const openerIn = (row: Element | null) =>
  [...(row?.querySelectorAll<HTMLElement>('[href$="/edit"], [data-menu] summary') ?? [])].find(visible)

/** The id of the element that a form restores or reopens: `/goals/<id>/restore` restores `goal-<id>`. Short for its bytes. */
const restoredIdOf = (source: Element) =>
  source.getAttribute('action')?.replace(/.*\/(\w+)s\/([\w-]+)\/re.*/, '$1-$2') ?? ''

/**
 * Puts the focus in a sensible place after a swap. In this order: the first invalid field, `[data-autofocus]`, the
 * element with the same id (htmx does that), the element that an Undo restored, what opened the edit that ended, the element in
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
    const active = document.activeElement?.closest('body *')
    const row = active?.closest('li[id], tr[id]')
    const task = tasks.find(({ type }) => type === 'main')
    const target = task?.target instanceof Element ? task.target : null
    before.set(ctx, {
      restoredId: restoredIdOf(ctx.sourceElement),
      active,
      rowIds: [row, row?.nextElementSibling, row?.previousElementSibling].map((element) => element?.id ?? ''),
      isEditing: row?.matches('.editing') ?? false,
      neighbour: target?.nextElementSibling ?? target?.previousElementSibling ?? null,
      task,
    })
  })

  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    const state = before.get(ctx)
    const target = state?.task?.target
    const root = target instanceof Element && target.isConnected ? target : null
    const type = ctx.sourceEvent?.type
    // Not polls and searches while typing.
    const isDeliberate = type === 'click' || type === 'submit'
    if (isDeliberate && root) {
      if (ctx.response?.status === 422 && focusInvalid(root)) return
      const field = root.querySelector<HTMLElement>('[data-autofocus]')
      if (field) return field.focus()
    }
    // Moved into a closed fold, an element loses the focus only later.
    if (!state?.active || document.activeElement?.closest('body *')?.checkVisibility()) return
    const same = visible(document.getElementById(state.active.id))
    const { neighbour } = state
    const next = neighbour?.isConnected === false ? document.getElementById(neighbour.id) : neighbour
    const restored = firstFocusable(document.getElementById(state.restoredId))
    const near = firstFocusable(root?.contains(next) ? next : root) ?? firstFocusable(next)
    const row = state.rowIds
      .map((id) => document.getElementById(id))
      .map((row) => (state.isEditing && openerIn(row)) || visible(firstFocusable(row)))
      .find((one) => one)
    const nearest = isDeliberate && !state.isEditing ? near || row : row || near
    const focused = same || restored || nearest || document.getElementById('main')
    focused?.focus({ preventScroll: !isDeliberate || focused.id === 'main' })
  })

  const [page] = performance.getEntriesByType('navigation')
  if (page instanceof PerformanceNavigationTiming && page.responseStatus === 422) focusInvalid(document)
}
