import { closestTo, isOnScreen } from './dom'

/** Selected rows by key, those on other pages too: names and values of the fields that the form sends. */
const selection = new Map<string, { name: string; value: string }>()

/** Keys of the rows on screen. */
let shown = new Set<string>()

const selectionBar = () => document.querySelector<HTMLFormElement>('form#picks')

const boxes = (root: ParentNode = document) => [
  ...root.querySelectorAll<HTMLInputElement>('input[type="checkbox"][form="picks"]'),
]

const keyOf = ({ dataset, value }: HTMLInputElement) => dataset.key ?? value

/** The box that selects every match, also those on later pages. */
const selectAllBox = () => document.querySelector<HTMLInputElement>('#pick-all')

const setText = (element: Element | null, text: string) => {
  if (element && element.textContent !== text) element.textContent = text
}

/** Sends the selected rows that are not shown, too. */
const keepHidden = (form: HTMLFormElement, isAll: boolean) => {
  const hidden = isAll ? [] : [...selection].filter(([key]) => !shown.has(key))
  form.querySelector('[data-picks-kept]')?.replaceChildren(
    ...hidden.map(([key, { name, value }]) => {
      const input = document.createElement('input')
      Object.assign(input, { type: 'hidden', name, value })
      input.dataset.key = key
      return input
    }),
  )
  return hidden.length
}

/** `1,200`. A small number needs no tables of Intl (browser-defaults.ts). */
const counted = (count: number) => (count < 1000 ? String(count) : count.toLocaleString('en'))

const barHeight = new ResizeObserver(([entry]) => {
  const height = entry?.borderBoxSize[0]?.blockSize ?? 0
  document.documentElement.style.setProperty('--picks-bar', `${height}px`)
})

/** Updates count, buttons, hidden fields and the boxes of groups to match the selected rows. */
const render = () => {
  const form = selectionBar()
  if (!form) return
  // A swap may have replaced the bar that was observed.
  barHeight.disconnect()
  barHeight.observe(form)
  const isAll = selectAllBox()?.checked ?? false
  const hidden = keepHidden(form, isAll)
  const total = isAll ? Number(form.dataset.total) : selection.size
  const elsewhere = hidden > 0 ? `, ${counted(hidden)} not shown` : ''
  setText(form.querySelector('[data-picks-count]'), `${counted(total)} selected${elsewhere}`)
  form.toggleAttribute('data-any', total > 0)
  for (const button of form.querySelectorAll<HTMLButtonElement>('[data-picks-act]')) button.disabled = total === 0
  for (const group of document.querySelectorAll<HTMLInputElement>('input[data-picks]')) {
    const rows = boxes(document.querySelector(group.dataset.picks ?? '') ?? group)
    const some = rows.filter(({ checked }) => checked).length
    group.checked = some > 0 && some === rows.length
    group.indeterminate = some > 0 && some < rows.length
  }
}

/** Takes the selection over from the boxes on screen. */
const readBoxes = () => {
  for (const box of boxes()) {
    if (box.checked) selection.set(keyOf(box), box)
    else selection.delete(keyOf(box))
  }
}

/** Restores the boxes of a changed page from the selection. */
const writeBoxes = () => {
  const all = boxes()
  shown = new Set(all.map(keyOf))
  for (const box of all) {
    box.checked = selection.has(keyOf(box)) || (selectAllBox()?.checked ?? false)
    if (box.checked) selection.set(keyOf(box), box)
  }
}

/** A reply that names the rows it acted on: they stay selected, at their new versions, where they still exist. */
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
  const [first, last] = [all.indexOf(from), all.indexOf(to)].toSorted((a, b) => a - b)
  if (first === undefined || last === undefined || first < 0) return
  for (const box of all.slice(first, last + 1)) box.checked = checked
}

type NearRow = { key: string; isSelected: boolean }

/** The first selected row, those below it and those above it: the nearest to what an action of the bar changes. */
const rowsFromSelected = (): NearRow[] => {
  const all = boxes()
  const first = Math.max(
    0,
    all.findIndex(({ checked }) => checked),
  )
  return [...all.slice(first), ...all.slice(0, first).reverse()].map((box) => ({
    key: keyOf(box),
    isSelected: box.checked,
  }))
}

/**
 * Moves the focus to the first of these rows that is still there, where an action took the bar away that had it. A row
 * that the action moved out of sight is passed over.
 */
const leaveBar = (rows: NearRow[]) => {
  const focused = document.activeElement
  if (focused?.checkVisibility() && !focused.matches('body, :disabled')) return
  const byKey = new Map(boxes().map((box) => [keyOf(box), box]))
  const left = rows.flatMap(({ key, isSelected }) => {
    const box = byKey.get(key)
    return box ? { box, isNear: !isSelected || isOnScreen(box) } : []
  })
  const { box } = left.find(({ isNear }) => isNear) ?? left[0] ?? {}
  ;(box ?? document.getElementById('main'))?.focus()
}

const storageKey = 'selection'

/** Carries the selection to the next page of the same list. */
const carryOver = (event: MouseEvent) => {
  const link = closestTo<HTMLAnchorElement>(event, 'a[href]')
  if (!link || link.pathname !== location.pathname || link.origin !== location.origin || selection.size === 0) return
  const rows = [...selection].map(([key, { name, value }]) => [key, name, value])
  sessionStorage.setItem(storageKey, JSON.stringify({ path: location.pathname, rows }))
}

type Carried = { path: string; rows: [key: string, name: string, value: string][] }

const takeOver = () => {
  const text = sessionStorage.getItem(storageKey)
  sessionStorage.removeItem(storageKey)
  if (text === null) return
  const { path, rows }: Carried = JSON.parse(text)
  if (path === location.pathname) for (const [key, name, value] of rows) selection.set(key, { name, value })
}

/**
 * Row selection for bulk edits. A group's box ticks its rows. Shift with a click or the space bar ticks a range, Shift
 * with an arrow key copies the tick to the next row. The selection outlives swaps and pages of the list.
 */
const enableRowSelection = () => {
  takeOver()
  if (!selectionBar()) return
  for (const input of document.querySelectorAll<HTMLInputElement>('[data-picks-kept] input')) {
    selection.set(keyOf(input), input)
  }
  let last: HTMLInputElement | null = null
  let withShift = false

  document.addEventListener('click', (event) => {
    carryOver(event)
    const box = closestTo<HTMLInputElement>(event, 'input[form="picks"]')
    if (!box) return
    if ((event.shiftKey || withShift) && last?.isConnected) tickRange(last, box, box.checked)
    last = box
    readBoxes()
    render()
  })

  document.addEventListener('change', (event) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement)) return
    if (box.dataset.picks) {
      for (const row of boxes(document.querySelector(box.dataset.picks) ?? box)) row.checked = box.checked
    }
    const selectAll = selectAllBox()
    if (box === selectAll) for (const row of boxes()) row.checked = box.checked
    else if (selectAll && !box.checked && (box.form === selectionBar() || box.dataset.picks)) selectAll.checked = false
    readBoxes()
    render()
  })

  document.addEventListener('keydown', (event) => {
    withShift = event.shiftKey && event.key === ' '
    const box = closestTo<HTMLInputElement>(event, 'input[form="picks"]')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!box || step === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    const all = boxes()
    const next = all[all.indexOf(box) + step]
    event.preventDefault()
    if (!next) return
    if (event.shiftKey) next.checked = box.checked
    if (event.shiftKey && !box.checked) {
      const selectAll = selectAllBox()
      if (selectAll) selectAll.checked = false
    }
    last = next
    next.focus()
    readBoxes()
    render()
  })

  // The event fires before the boxes are cleared.
  document.addEventListener('reset', ({ target }) => {
    if (target === selectionBar()) setTimeout(() => [selection.clear(), readBoxes(), render()])
  })
  let nearest: NearRow[] = []
  document.addEventListener('htmx:before:swap', () => {
    nearest = selectionBar()?.contains(document.activeElement) ? rowsFromSelected() : []
  })
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    const before = shown
    // An action that was applied ends the selection, or the next one would be about these rows, too.
    if (ctx.sourceElement === selectionBar() && (ctx.response?.status ?? 500) < 400) selection.clear()
    adoptReply()
    writeBoxes()
    // Deselects rows that a write removed. Rows hidden by a filter stay selected.
    if (ctx?.request?.method === 'POST') {
      for (const key of before) if (!shown.has(key)) selection.delete(key)
    }
    render()
    if (nearest.length > 0) leaveBar(nearest)
  })
  addEventListener('pageshow', () => [readBoxes(), writeBoxes(), render()])
  writeBoxes()
  render()
}

enableRowSelection()
