import { firstFocusable, focusField, isOnScreen, onHtmx, rowFocusTarget } from '../dom'
import { isDeliberate, type RequestContext } from '../forms/submit-once'

/** The focus before a swap, and where it may go afterwards. */
type FocusState = {
  active: Element | null | undefined
  /** id of the element that the request restores, or empty */
  restoredId: string
  /** ids of the parts of the page around the focused element, the smallest first */
  partIds: string[]
  /** scroll position to restore after the swap; undefined if the swap may scroll */
  scrolled: number | undefined
  /** ids of the focused row, the one below it and the one above it */
  rowIds: string[]
  /** index of the focused switch in its row; -1 if no switch has focus */
  switchIndex: number
  /** true if focus came by keyboard, so it must stay visible */
  isByKeyboard: boolean
  /** ids of all rows */
  known: Set<string>
  /** htmx's main task, whose target is the new element after the swap */
  task: { target?: unknown } | undefined
}

const invalid = '[aria-invalid="true"], [data-errors]'

const focusInvalid = (root: ParentNode) => {
  const field = root.querySelector<HTMLElement>(invalid)
  if (field?.matches('fieldset')) firstFocusable(field)?.focus()
  else field?.focus()
  return field !== null
}

const visible = (element?: HTMLElement | null) => element?.checkVisibility() && element

const partsAround = (element?: Element | null) => {
  const ids: string[] = []
  for (let part = element?.parentElement; part && part.id !== 'main'; part = part.parentElement) {
    if (part.id) ids.push(part.id)
  }
  return ids
}

const allRows = () => [...document.querySelectorAll('#main :is(li, tr)[id]')]

/** The switches in a row, or the buttons that decide about a new app. */
const switchesOf = (row?: Element | null) => [
  ...(row?.querySelectorAll<HTMLElement>('[role=switch],#seen button') ?? []),
]

const swapsOf = ({ sourceElement }: RequestContext) => sourceElement.getAttribute('hx-swap') ?? ''

/** The id of the element that a form restores or reopens: `/goals/<id>/restore` restores `goal-<id>`. */
const restoredIdOf = (source: Element) =>
  source.getAttribute('action')?.replace(/.*\/(\w+)s\/([\w-]+)\/re.*/, '$1-$2') ?? ''

const stateBefore = (ctx: RequestContext, tasks: { type: string; target?: unknown }[]): FocusState => {
  const active = document.activeElement?.closest<HTMLElement>('body *')
  const row = active?.closest('li[id], tr[id]')
  // Browsers scroll along with a focused row when it moves. That is wanted only for moves by the arrow keys of a grip.
  const keepsScroll =
    (isDeliberate(ctx) || (active && isOnScreen(active))) &&
    !active?.matches('[data-grip]') &&
    !swapsOf(ctx).includes('show:')
  return {
    active,
    restoredId: restoredIdOf(ctx.sourceElement),
    partIds: partsAround(active),
    scrolled: keepsScroll ? scrollY : undefined,
    rowIds: [row, row?.nextElementSibling, row?.previousElementSibling].map((element) => element?.id ?? ''),
    switchIndex: active ? switchesOf(row).indexOf(active) : -1,
    isByKeyboard: active?.matches(':focus-visible') ?? false,
    known: new Set(allRows().map(({ id }) => id)),
    task: tasks.find(({ type }) => type === 'main'),
  }
}

/** Elements that may get focus if it was lost, best first. @param root the swapped part */
const candidates = ({ active, restoredId, known, rowIds, switchIndex, partIds }: FocusState, root: Element | null) => {
  const same = visible(document.getElementById(active?.id ?? ''))
  const added = allRows().find(({ id }) => !known.has(id)) ?? null
  // After a tick, focus goes to the next tick. After other actions it goes to the next row's title, which is read out.
  const stop = active?.matches('.tick') ? firstFocusable : rowFocusTarget
  const rows = rowIds
    .map((id) => document.getElementById(id))
    .map((row) => visible(switchesOf(row)[switchIndex] ?? stop(row)))
  const parts = partIds.map((id) => firstFocusable(document.getElementById(id)))
  const restored = firstFocusable(document.getElementById(restoredId))
  return [same, restored, ...rows, firstFocusable(added), firstFocusable(root), ...parts]
}

/**
 * Restores the focus after a swap, to the first of: an invalid field, `[data-autofocus]`, the focused switch, the element
 * with the same id (htmx does that), the element that an Undo restored, the focused row, the row below it, the row above it,
 * a new row, the start of the swapped content, the start of a surrounding part. In a row the title gets the focus, unless a
 * tick had it. After an action only a field, or a switch pressed by keyboard, scrolls the page; other elements out of view are
 * skipped.
 */
export const keepFocus = () => {
  const before = new WeakMap<object, FocusState>()

  onHtmx('before:swap', (ctx, { detail: { tasks } }) => {
    // `autofocus` is for page loads: browsers warn when a swap brings it into a page that has focus already.
    for (const { fragment } of tasks) {
      for (const field of fragment?.querySelectorAll?.('[autofocus][data-autofocus]') ?? []) {
        field.removeAttribute('autofocus')
      }
    }
    before.set(ctx, stateBefore(ctx, tasks))
  })

  onHtmx('after:swap', (ctx) => {
    const state = before.get(ctx)
    const target = state?.task?.target
    const root = target instanceof Element && target.isConnected ? target : null
    if (state?.scrolled !== undefined) scrollTo({ top: state.scrolled, behavior: 'instant' })
    if (isDeliberate(ctx) && root) {
      if (ctx.response?.status === 422 && focusInvalid(root)) return
      const field = root.querySelector<HTMLElement>('[data-autofocus]')
      if (field) return focusField(field)
    }
    // A second press of a switch must undo the first, so focus follows the switch, even if its row has moved.
    const turned = state && visible(switchesOf(document.getElementById(state.rowIds[0] ?? ''))[state.switchIndex])
    if (turned) {
      turned.focus({ preventScroll: true })
      if (state.isByKeyboard) turned.scrollIntoView({ block: 'nearest' })
      return
    }
    const focused = document.activeElement?.closest<HTMLElement>('body *')
    // An element that moves into a closed fold loses focus only later. One that moves elsewhere would scroll the page.
    const isInSight = (element: HTMLElement) => state?.scrolled === undefined || isOnScreen(element)
    if (!state?.active || (focused?.checkVisibility() && isInSight(focused))) return
    const place = candidates(state, root).find((element) => element && isInSight(element))
    ;(place || document.getElementById('main'))?.focus({ preventScroll: true })
  })

  const [page] = performance.getEntriesByType('navigation')
  if (page instanceof PerformanceNavigationTiming && page.responseStatus >= 400) focusInvalid(document)
  else {
    // The browser may apply `autofocus` only after this script has run, and typing may begin before that.
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('[autofocus]')?.focus()
    const field = document.activeElement
    if (!(field instanceof HTMLInputElement)) return
    // A line shared by another app is continued at its end, not selected.
    if (field.name === 'entry') field.setSelectionRange(500, 500)
    else focusField(field)
  }
}
