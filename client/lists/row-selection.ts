import { groupThousands } from '../../functions/lib/time/duration'
import { closestTo, isOnScreen, isTyping, onHtmx, setText } from '../dom'
import type { RequestContext } from '../forms/submit-once'

/** Selected rows by key, including those on other pages. A value is the name and value of the form field. */
const selection = new Map<string, { name: string; value: string }>()

const state: {
  /** Keys of the rows on screen. */
  shown: Set<string>
  /** Rows that the last action of the bar applied to. */
  acted: typeof selection
  /** Row from which a Shift-click starts its range. */
  last?: HTMLInputElement
  withShift: boolean
  /** Keys of rows that may get the focus after a swap, nearest first. */
  nearest: string[]
} = { shown: new Set(), acted: selection, withShift: false, nearest: [] }

const selectionBar = () => document.querySelector<HTMLFormElement>('form#picks')

const boxSelector = 'input[form="picks"]'

const boxes = (root: ParentNode = document) => [...root.querySelectorAll<HTMLInputElement>(boxSelector)]

const boxOfRow = (event: Event) => closestTo(event, 'li, tr')?.querySelector<HTMLInputElement>(boxSelector)

const keyOf = ({ dataset, value }: HTMLInputElement) => dataset.key ?? value

/** The box that selects every match, also those on later pages. */
const selectAllBox = () => document.querySelector<HTMLInputElement>('#pick-all')

/** Adds selected rows that are not on screen to the form. */
const keepHidden = (form: HTMLFormElement, isAll: boolean) => {
  const hidden = isAll ? [] : [...selection].filter(([key]) => !state.shown.has(key))
  form.querySelector('[data-picks-kept]')?.replaceChildren(
    ...hidden.map(([key, { name, value }]) => {
      const input = Object.assign(document.createElement('input'), { type: 'hidden', name, value })
      input.dataset.key = key
      return input
    }),
  )
  return hidden.length
}

const barHeight = new ResizeObserver(() =>
  document.documentElement.style.setProperty('--picks-bar', `${selectionBar()?.offsetHeight}px`),
)

/** Reads the selection from the boxes on screen. If one is unticked, "select every match" is unticked, too. */
const readBoxes = () => {
  const selectAll = selectAllBox()
  for (const box of boxes()) {
    if (box.checked) selection.set(keyOf(box), box)
    else selection.delete(keyOf(box))
    if (selectAll && !box.checked) selectAll.checked = false
  }
}

/** Updates the selection, then count, hidden fields and the boxes of groups. */
const render = () => {
  readBoxes()
  const form = selectionBar()
  if (!form) return
  // A swap may have replaced the bar that was being observed.
  barHeight.disconnect()
  barHeight.observe(form)
  const isAll = selectAllBox()?.checked ?? false
  const hidden = keepHidden(form, isAll)
  const total = isAll ? Number(form.dataset.total) : selection.size
  const elsewhere = hidden ? `, ${groupThousands(hidden)} not shown` : ''
  setText(form.querySelector('p'), total ? `${groupThousands(total)} selected${elsewhere}` : '')
  form.toggleAttribute('data-any', total > 0)
  for (const group of document.querySelectorAll<HTMLInputElement>('input[data-picks]')) {
    const rows = boxes(document.querySelector(group.dataset.picks ?? '') ?? group)
    const isSome = rows.some(({ checked }) => checked)
    group.checked = isSome && rows.every(({ checked }) => checked)
    group.indeterminate = isSome && !group.checked
  }
}

/** Ticks the boxes of a changed page according to the selection. */
const writeBoxes = () => {
  const all = boxes()
  state.shown = new Set(all.map(keyOf))
  for (const box of all) box.checked = selection.has(keyOf(box)) || (selectAllBox()?.checked ?? false)
}

/** If a reply names the rows it acted on, keeps them selected, with their new versions, if they still exist. */
const adoptReply = () => {
  const reply = document.querySelector<HTMLElement>('[data-picks-new]')
  if (!reply) return
  selection.clear()
  for (const input of reply.querySelectorAll('input')) selection.set(keyOf(input), input)
  reply.removeAttribute('data-picks-new')
}

/** Ticks or unticks the rows between two rows, both included. */
const tickRange = (from: HTMLInputElement, to: HTMLInputElement, checked: boolean) => {
  const all = boxes()
  const ends = [all.indexOf(from), all.indexOf(to)]
  for (const box of all.slice(Math.min(...ends), Math.max(...ends) + 1)) box.checked = checked
}

/** Fields of the bar that ask for the value of an action, such as a date. */
const askedFields = () => document.querySelector('[data-picks-fields]')

/**
 * Keys of the focused row, else of the first selected one, followed by those below and above it: candidates for the focus
 * after an action of the bar.
 */
const keysFromSelected = () => {
  state.acted = new Map(selection)
  const all = boxes()
  const focused = all.findIndex((box) => box.matches(':focus'))
  const first = Math.max(0, focused < 0 ? all.findIndex(({ checked }) => checked) : focused)
  return [...all.slice(first), ...all.slice(0, first).reverse()].map(keyOf)
}

/**
 * After a swap or an action has removed the focused element, focuses the first of these rows that still exists. Skips a
 * row that the action moved out of sight.
 */
const leaveBar = (keys: string[]) => {
  const focused = document.activeElement
  if (focused?.checkVisibility() && !focused.matches('body, :disabled')) return
  const byKey = new Map(boxes().map((box) => [keyOf(box), box]))
  const left = keys.flatMap((key) => byKey.get(key) ?? [])
  const next =
    left.find((box) => !state.acted.has(keyOf(box)) || isOnScreen(box)) ?? left[0] ?? document.getElementById('main')
  next?.focus({ preventScroll: true })
}

const storageKey = 'selection'

/** Carries the selection to the next page of the same list, unless the bar ends it. */
const carryOver = (event: MouseEvent) => {
  const link = closestTo<HTMLAnchorElement>(event, 'a:not(#picks *)')
  if (link?.pathname !== location.pathname || !selection.size) return
  const rows = [...selection].map(([key, { name, value }]) => [key, { name, value }])
  sessionStorage.setItem(storageKey, JSON.stringify({ path: location.pathname, rows }))
}

type Carried = { path?: string; rows: [key: string, field: { name: string; value: string }][] }

const takeOver = () => {
  const { path, rows }: Carried = JSON.parse(sessionStorage.getItem(storageKey) ?? '{}')
  sessionStorage.removeItem(storageKey)
  if (path === location.pathname) for (const [key, field] of rows) selection.set(key, field)
}

const selectByClick = (event: MouseEvent) => {
  carryOver(event)
  const box = closestTo<HTMLInputElement>(event, boxSelector)
  // Focus leaves the menu, which closes it.
  const chosen = closestTo(event, '[data-selects]') && boxOfRow(event)
  chosen?.click()
  chosen?.focus()
  if (!box) return
  if ((event.shiftKey || state.withShift) && state.last?.isConnected) tickRange(state.last, box, box.checked)
  state.last = box
  render()
}

const selectByKey = (event: KeyboardEvent) => {
  const { key, shiftKey } = event
  state.withShift = shiftKey && (key === ' ' || key === 'X')
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
  if (key === 'Escape' && selection.size && !closestTo(event, 'dialog, .editing')) selectionBar()?.reset()
  const own = closestTo<HTMLInputElement>(event, boxSelector)
  const box = own ?? (shiftKey && !isTyping(event) && boxOfRow(event))
  if (!box) return
  if (key === 'X') return box.click()
  const step = { ArrowDown: 1, ArrowUp: -1 }[key]
  if (!step) return
  const all = boxes()
  const next = all[all.indexOf(box) + step]
  event.preventDefault()
  if (!own) box.checked = true
  if (next) {
    if (shiftKey) next.checked = box.checked
    state.last = next
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  }
  render()
}

const updateAfterSwap = ({ sourceElement, request, response }: RequestContext) => {
  const before = state.shown
  const isSent = sourceElement === selectionBar()
  const asked = askedFields()?.querySelector<HTMLElement>('[aria-invalid], [data-autofocus]')
  // An applied action ends the selection, so that the next one does not act on these rows again.
  if (isSent && !asked && (response?.status ?? 500) < 400) {
    selection.clear()
    const selectAll = selectAllBox()
    if (selectAll) selectAll.checked = false
  }
  adoptReply()
  writeBoxes()
  // Deselects rows that a write removed. Rows hidden by a filter stay selected.
  if (request?.method === 'POST') {
    for (const key of before) if (!state.shown.has(key)) selection.delete(key)
  }
  render()
  if (isSent) asked?.focus({ preventScroll: true })
  if (state.nearest.length > 0) leaveBar(state.nearest)
}

/**
 * Row selection for bulk edits. A group's box ticks its rows. Shift with a click or the space bar ticks a range, Shift
 * with an arrow key copies the tick to the next row. The selection outlives swaps and pages of the list.
 */
const enableRowSelection = () => {
  // Rows may be selected before this is loaded.
  readBoxes()
  takeOver()
  state.last = boxes().find(({ checked }) => checked)

  document.addEventListener('click', selectByClick)
  document.addEventListener('keydown', selectByKey)
  document.addEventListener('change', ({ target: box }) => {
    if (!(box instanceof HTMLInputElement)) return
    if (box.dataset.picks) {
      for (const row of boxes(document.querySelector(box.dataset.picks) ?? box)) row.checked = box.checked
    }
    if (box === selectAllBox()) for (const row of boxes()) row.checked = box.checked
    render()
  })
  // The event fires before the boxes are cleared.
  document.addEventListener('reset', ({ target }) => {
    if (target !== selectionBar()) return
    const keys = keysFromSelected()
    askedFields()?.replaceChildren()
    setTimeout(() => [selection.clear(), render(), leaveBar(keys)])
  })
  onHtmx('before:swap', ({ sourceElement }) => {
    state.nearest = document.activeElement?.closest('#picks, .pick') ? keysFromSelected() : []
    // If a value is missing, the response shows the fields again.
    if (sourceElement === selectionBar()) askedFields()?.replaceChildren()
  })
  onHtmx('after:swap', updateAfterSwap)
  addEventListener('pageshow', () => [readBoxes(), writeBoxes(), render()])
  writeBoxes()
  render()
}

enableRowSelection()
