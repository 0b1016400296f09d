import { closestTo, isTyping, onHtmx } from './dom'

/** Typing that rests so long is previewed, in milliseconds. */
const rest = 200

const selector = '.timesheet .day input[name*="~"]'

/** Cells, and the links of those that are locked. */
const stops = `${selector}, .timesheet tbody .day > a`

type Cell = HTMLInputElement

const cellOf = (event: Event) => closestTo<Cell>(event, selector)

const cells = () => [...document.querySelectorAll<Cell>(selector)]

/** Names a cell, whatever it shows, by its date and its row. */
const keyOf = ({ name }: Cell) => name.replace(/~\d+/, '')

const cellOfKey = (key: string | undefined) => cells().find((cell) => keyOf(cell) === key)

/** A refused cell has another value than that which is saved. */
const savedIn = ({ dataset, defaultValue }: Cell) => dataset.saved ?? defaultValue

const isTyped = (cell: Cell) => cell.value.trim() !== savedIn(cell)

/** The field or the link some rows below and some columns behind another one. */
const stopAt = (from: HTMLElement, rows: number, columns: number) => {
  const index = from.closest('tr')?.sectionRowIndex ?? 0
  const row = from.closest('tbody')?.rows[index + rows]
  return row?.cells[(from.closest('td')?.cellIndex ?? 0) + columns]?.querySelector<HTMLElement>(stops)
}

/** Lets answers write over a cell again. */
const settle = (cell: Cell) => {
  cell.defaultValue = cell.value
  delete cell.dataset.saved
  cell.removeAttribute('aria-invalid')
  cell.parentElement?.removeAttribute('hx-morph-skip')
}

const isTouched = () => matchMedia('(pointer: coarse)').matches

/** Offers times to a finger, for which the keyboard has numbers alone. */
const offerTimes = (cell: Cell) => {
  const quick = document.querySelector<HTMLTemplateElement>('#quick-times')
  if (!quick || !isTouched()) return
  cell.nextElementSibling?.querySelector('.quick')?.remove()
  cell.nextElementSibling?.append(quick.content.cloneNode(true))
}

/** Adds minutes to those that a cell adds, or writes the colon of a time. */
const addTime = (cell: Cell, adds: string) => {
  const typed = Number(/^\+(\d+)m$/.exec(cell.value)?.[1] ?? 0)
  if (adds) cell.value = `+${typed + Number(adds)}m`
  else cell.setRangeText(cell.selectionStart ? ':' : '0:', cell.selectionStart ?? 0, cell.selectionEnd ?? 0, 'end')
  cell.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Lets a cell show what is saved. */
const forget = (cell: Cell) => {
  cell.value = savedIn(cell)
  cell.nextElementSibling?.replaceChildren()
  settle(cell)
}

/** Posts for an answer that has the sheet. */
const post = (path: string, values: Record<string, unknown> = {}) =>
  htmx.ajax('POST', path, { source: '#week-sheet', swap: 'none', values })

let timer: number | undefined

/** The cell that Enter left. */
let from: string | undefined

let queue: Promise<unknown> = Promise.resolve()

/** Cells that wait to be saved, and those that wait for an answer, which may show what they hold. */
const waiting = new Set<Cell>()
let sent: Cell[] = []

/** The cell that had the focus last. */
let last: string | undefined

/** A cell of the row that gets the hours of last week. */
let filled: string | undefined

/** Changes that can be taken back, with a cell of each. */
const done: { path: string; key: string | undefined }[] = []

/** The focused cell. */
const focused = () => cells().find((cell) => cell === document.activeElement)

/** Keeps the change that the last toast can take back. @param key a cell of it */
const remember = (key: string | undefined) => {
  const path = document.querySelector('.toast:last-child [action^="/changes/"]')?.getAttribute('action')
  if (path && path !== done.at(-1)?.path) done.push({ path, key })
}

/** Saves cells as one change. Those that are refused keep their text, the one that Enter left the caret. */
const save = async (typed: Cell[]) => {
  const [cell] = typed
  if (!cell) return
  sent = typed
  const said = cell.nextElementSibling?.textContent ?? ''
  const texts = new Map(typed.map((one) => [one, one.value]))
  const values = Object.fromEntries(typed.map(({ name, value }) => [name, value]))
  await post('/week', { ...values, said }).catch(() => undefined)
  for (const [one, text] of texts) {
    waiting.delete(one)
    // An answer never writes over the cell with the caret.
    if (sent.length > 0) one.setAttribute('aria-invalid', 'true')
    else if (one.value === text) one.value = one.defaultValue
  }
  sent = []
  remember(keyOf(cell))
  const left = cellOfKey(from)
  if (left && typed.includes(left) && left.matches('[aria-invalid]')) left.focus()
}

/** Saves what was typed, behind what is saved already. */
const leave = (...left: Cell[]) => {
  clearTimeout(timer)
  const fresh = left.filter((cell) => !waiting.has(cell))
  for (const cell of fresh)
    if (isTyped(cell)) waiting.add(cell)
    else forget(cell)
  queue = queue.then(() => save(fresh.filter((cell) => waiting.has(cell))))
}

/** The element with the focus before a swap. */
let held: Element | null = null
let heldRow = ''

/** True while an answer takes a change back: the focused cell, in which nothing is typed, shows what is saved then, too. */
let isTakenBack = false

const undo = () => {
  queue = queue.then(async () => {
    const path = done.at(-1)?.path
    isTakenBack = path !== undefined
    if (path) await post(path)
  })
}

/** The cell of today, else the first one, of a part of the page. */
const present = (root: ParentNode = document) =>
  [...root.querySelectorAll<Cell>('.timesheet .on input'), ...root.querySelectorAll<Cell>(selector)].find((cell) =>
    cell.checkVisibility(),
  )

const steps: Record<string, [rows: number, columns: number]> = {
  Enter: [1, 0],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

const isUndo = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent) =>
  ctrlKey || metaKey ? key === 'z' && !shiftKey : key === 'u' && document.body.dataset.shortcuts !== 'off'

const isUnchanged = (cell: Cell | null) => cell !== null && cell.value === savedIn(cell)

/** The key before, as `g n` is about goals. */
let before = ''

// The key of all pages would leave this one, as it has no line to start a timer.
document.addEventListener(
  'keydown',
  (event) => {
    const { key, ctrlKey, metaKey, altKey } = event
    const isFree = before !== 'g' && (!isTyping(event) || isUnchanged(cellOf(event)))
    before = key
    const field = document.querySelector<Cell>('#row-find')
    const isLeft = key === 'Escape' && event.target === field
    if (isLeft && (field?.value === '' || field?.ariaExpanded === 'false'))
      return (cellOfKey(last) ?? present())?.focus()
    if (key !== 'n' || !isFree || !field || ctrlKey || metaKey || altKey) return
    if (document.body.dataset.shortcuts === 'off' || document.querySelector(':modal')) return
    event.preventDefault()
    event.stopPropagation()
    field.focus()
  },
  true,
)
document.addEventListener('keydown', (event) => {
  const { key, ctrlKey, metaKey, shiftKey } = event
  const stop = closestTo(event, stops)
  const cell = cellOf(event)
  const [rows, columns] = steps[key] ?? [0, 0]
  if (event.isComposing || event.altKey || event.defaultPrevented) return
  if (
    done.length > 0 &&
    isUndo(event) &&
    (isUnchanged(cell) || !(isTyping(event) || document.querySelector(':modal')))
  ) {
    event.preventDefault()
    return undo()
  }
  if (!stop) {
    const isFree = document.activeElement?.matches('body, #main') && !document.querySelector(':modal')
    if (!isFree || rows === columns) return
    event.preventDefault()
    return present()?.focus()
  }
  const end = { Home: 0, End: -1 }[key]
  if (end !== undefined && !shiftKey && !(cell && isTyped(cell))) {
    const all = [
      ...((ctrlKey ? stop.closest('tbody') : stop.closest('tr'))?.querySelectorAll<HTMLElement>(stops) ?? []),
    ]
    event.preventDefault()
    return all
      .filter((one) => one.checkVisibility())
      .at(end)
      ?.focus()
  }
  if (ctrlKey || metaKey) return
  if (cell && key === 'Escape') {
    cell.value = savedIn(cell)
    leave(cell)
    cell.select()
  }
  if (rows === columns || (key === 'Enter' ? !cell : cell && isTyped(cell))) return
  event.preventDefault()
  from = cell && key === 'Enter' ? keyOf(cell) : undefined
  if (cell && from) leave(cell)
  stopAt(stop, shiftKey ? -rows : rows, columns)?.focus()
})
document.addEventListener('focusin', (event) => {
  const cell = cellOf(event)
  cell?.select()
  if (cell) last = keyOf(cell)
  if (cell) offerTimes(cell)
})
document.addEventListener('mousedown', (event) => closestTo(event, '.quick') && event.preventDefault())
// Chromium takes the selection from a text that is selected when it is pressed, after the click.
document.addEventListener('pointerdown', (event) => cellOf(event)?.setSelectionRange(0, 0))
document.addEventListener(
  'click',
  (event) => {
    const cell = cellOf(event)
    if (cell && !isTyped(cell)) cell.select()
    const row = closestTo(event, '[form="fill"]')?.closest('tr')
    const first = row && present(row)
    if (first) filled = keyOf(first)
    const adds = closestTo(event, '[data-adds]')?.dataset.adds
    const active = document.activeElement
    if (adds !== undefined && active instanceof HTMLInputElement && active.matches(selector)) addTime(active, adds)
    if (!closestTo(event, '[data-skips]') || cells().length === 0) return
    event.preventDefault()
    event.stopPropagation()
    present()?.focus()
  },
  true,
)
document.addEventListener('focusout', (event) => {
  const cell = cellOf(event)
  if (cell && !cell.matches('[aria-invalid]')) leave(cell)
})
document.addEventListener('input', (event) => {
  const cell = cellOf(event)
  if (!cell) return
  clearTimeout(timer)
  cell.removeAttribute('aria-invalid')
  const target = cell.nextElementSibling ?? undefined
  if (!isTyped(cell)) {
    target?.replaceChildren()
    return offerTimes(cell)
  }
  timer = window.setTimeout(() => {
    const [date, seen, project_id, goal_id, task_id] = cell.name.split('~')
    const values = { date, seen, project_id, goal_id, task_id, value: cell.value, preview: '1' }
    htmx.ajax('POST', '/week/cell', { source: target, target, swap: 'innerHTML', values })
  }, rest)
})

// A block of cells is put from the focused one on, as one change.
document.addEventListener('paste', (event) => {
  const cell = cellOf(event)
  const text = event.clipboardData?.getData('text/plain').trimEnd() ?? ''
  if (!cell || !/[\t\n]/.test(text)) return
  event.preventDefault()
  const pasted = text.split(/\r?\n/).flatMap((line, rows) =>
    line.split('\t').flatMap((value, columns) => {
      const target = stopAt(cell, rows, columns)
      if (!(target instanceof HTMLInputElement) || value.trim() === '') return []
      target.value = value.trim()
      return target
    }),
  )
  leave(...pasted)
})

// The answer replaces the text of cells that were sent; later typing stays (client/morphing.ts).
onHtmx('before:swap', ({ sourceElement }) => {
  held = document.activeElement
  heldRow = held?.closest('tr')?.id ?? ''
  if (sourceElement.id !== 'week-sheet') return
  sent.forEach(settle)
  sent = []
})
// The rows to add may be below the edge of the window.
onHtmx('after:swap', ({ sourceElement }) => {
  const active = document.activeElement
  const isFilled = sourceElement.id === 'fill'
  // Enter for a cell would press the button of a row that has got the lost focus of that cell.
  if (active !== held && (isFilled || active?.matches('.timesheet .act'))) {
    const row = document.getElementById(heldRow) ?? undefined
    // A field would open the keyboard of a phone.
    const sum = isFilled && isTouched() && row?.querySelector<HTMLElement>('.sum > a')
    ;(sum || present(row) || present())?.focus()
  }
  const shown = isTakenBack && sourceElement.id === 'week-sheet' && focused()
  if (shown) shown.value = shown.defaultValue
  if (shown) isTakenBack = false
  const cell = sourceElement.previousElementSibling
  if (cell instanceof HTMLInputElement && cell.matches(selector)) offerTimes(cell)
  if (sourceElement.id === 'row-find-list') sourceElement.scrollIntoView({ block: 'nearest' })
})
onHtmx('finally:request', ({ request, sourceElement }) => {
  if (sourceElement.id === 'fill') remember(filled)
  const index = done.findIndex(({ path }) => path === request.action)
  if (index >= 0) (cellOfKey(done.splice(index, 1)[0]?.key) ?? present())?.focus()
})
