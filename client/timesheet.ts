import { closestTo, onHtmx } from './dom'

/** Typing that rests so long is previewed, in milliseconds. */
const rest = 200

const selector = '.timesheet .day input[name*="~"]'

type Cell = HTMLInputElement

const cellOf = (event: Event) => closestTo<Cell>(event, selector)

const cells = () => [...document.querySelectorAll<Cell>(selector)]

/** Names a cell, whatever it shows, by its date and its row. */
const keyOf = ({ name }: Cell) => name.replace(/~\d+/, '')

const cellOfKey = (key: string | undefined) => cells().find((cell) => keyOf(cell) === key)

/** A refused cell has another value than that which is saved. */
const savedIn = ({ dataset, defaultValue }: Cell) => dataset.saved ?? defaultValue

const isTyped = (cell: Cell) => cell.value.trim() !== '' && cell.value !== savedIn(cell)

/** The cell some rows below and some columns behind another one. */
const cellAt = (cell: Cell, rows: number, columns: number) => {
  const index = cell.closest('tr')?.sectionRowIndex ?? 0
  const row = cell.closest('tbody')?.rows[index + rows]
  return row?.cells[(cell.closest('td')?.cellIndex ?? 0) + columns]?.querySelector<Cell>(selector)
}

/** The words below a cell, which no answer to another cell takes away. */
const wordsOf = (cell: Cell) => {
  cell.parentElement?.setAttribute('hx-morph-skip', '')
  const known = cell.nextElementSibling
  if (known) return known
  const words = document.createElement('p')
  Object.assign(words, { className: 'says', id: `says-${cell.name}`, role: 'status' })
  cell.after(words)
  cell.setAttribute('aria-describedby', words.id)
  return words
}

/** Lets a cell show what is saved. */
const forget = (cell: Cell) => {
  cell.value = savedIn(cell)
  cell.defaultValue = cell.value
  delete cell.dataset.saved
  cell.nextElementSibling?.remove()
  cell.parentElement?.removeAttribute('hx-morph-skip')
  for (const name of ['aria-describedby', 'aria-invalid']) cell.removeAttribute(name)
}

/** The fields of a cell, whose name has its date, the seconds that it showed and its row. */
const fieldsOf = ({ name, value }: Cell) => {
  const [date, seen, project_id, goal_id, task_id] = name.split('~')
  return { date, seen, project_id, goal_id, task_id, value }
}

/** Posts for an answer that has the sheet. */
const post = (path: string, values: Record<string, unknown> = {}) =>
  htmx.ajax('POST', path, { source: '#week-sheet', swap: 'none', values })

let timer: number | undefined

/** The cell that Enter left. */
let from: string | undefined

let queue: Promise<unknown> = Promise.resolve()
const waiting = new Set<Cell>()

/** Cells that wait for an answer, which may show what they hold. */
let sent: Cell[] = []

/** Changes that can be taken back, with a cell of each. */
const done: { path: string; key: string }[] = []

/** Saves cells as one change. Those that are refused keep their text, the one that Enter left the caret. */
const save = async (typed: Cell[]) => {
  const [cell] = typed
  if (!cell) return
  sent = typed
  const said = cell.nextElementSibling?.textContent ?? ''
  const texts = typed.map(({ value }) => value)
  const values = Object.fromEntries(typed.map(({ name, value }) => [name, value]))
  const saving = typed.length > 1 ? post('/week', values) : post('/week/cell', { ...fieldsOf(cell), said })
  await saving.catch(() => undefined)
  for (const [index, one] of typed.entries()) {
    waiting.delete(one)
    // An answer never writes over the cell with the caret.
    if (sent.length > 0) one.setAttribute('aria-invalid', 'true')
    else if (one.value === texts[index]) one.value = one.defaultValue
  }
  sent = []
  const path = document.querySelector('.toast:last-child [action^="/changes/"]')?.getAttribute('action')
  if (path && path !== done.at(-1)?.path) done.push({ path, key: keyOf(cell) })
  const left = cellOfKey(from)
  if (left && typed.includes(left) && left.matches('[aria-invalid]')) left.focus()
}

/** Saves what was typed, behind what is saved already. */
const leave = (...left: Cell[]) => {
  clearTimeout(timer)
  for (const cell of left) if (!isTyped(cell) && !waiting.has(cell)) forget(cell)
  const typed = left.filter((cell) => isTyped(cell) && !waiting.has(cell))
  for (const cell of typed) waiting.add(cell)
  queue = queue.then(() => save(typed))
}

const undo = () => {
  queue = queue.then(() => {
    const last = done.at(-1)
    return last && post(last.path)
  })
}

/** The cell of today, else the first one. */
const present = () =>
  [...document.querySelectorAll<Cell>(`.timesheet .on input`), ...cells()].find((cell) => cell.checkVisibility())

const steps: Record<string, [rows: number, columns: number]> = {
  Enter: [1, 0],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

const isUndo = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent) =>
  ctrlKey || metaKey ? key === 'z' && !shiftKey : key === 'u' && document.body.dataset.shortcuts !== 'off'

document.addEventListener('keydown', (event) => {
  const cell = cellOf(event)
  const [rows, columns] = steps[event.key] ?? [0, 0]
  if (event.isComposing || event.altKey || event.defaultPrevented) return
  if (!cell) {
    const isFree = document.activeElement?.matches('body, #main') && !document.querySelector(':modal')
    if (!isFree || rows === columns) return
    event.preventDefault()
    return present()?.focus()
  }
  if (done.length > 0 && cell.value === savedIn(cell) && isUndo(event)) {
    event.preventDefault()
    return undo()
  }
  if (event.ctrlKey || event.metaKey) return
  if (event.key === 'Escape') {
    cell.value = savedIn(cell)
    leave(cell)
    cell.select()
  }
  if (rows === columns || (event.key !== 'Enter' && isTyped(cell))) return
  event.preventDefault()
  from = event.key === 'Enter' ? keyOf(cell) : undefined
  if (from) leave(cell)
  cellAt(cell, event.shiftKey ? -rows : rows, columns)?.focus()
})
document.addEventListener('focusin', (event) => cellOf(event)?.select())
document.addEventListener('focusout', (event) => {
  const cell = cellOf(event)
  if (cell && !cell.matches('[aria-invalid]')) leave(cell)
})
document.addEventListener('input', (event) => {
  const cell = cellOf(event)
  if (!cell) return
  clearTimeout(timer)
  cell.removeAttribute('aria-invalid')
  if (!isTyped(cell)) return cell.nextElementSibling?.replaceChildren()
  const target = wordsOf(cell)
  const preview = () => {
    const values = { ...fieldsOf(cell), preview: '1' }
    return htmx.ajax('POST', '/week/cell', { source: target, target, swap: 'innerHTML', values })
  }
  timer = window.setTimeout(preview, rest)
})

// A block of cells is put from the focused one on, as one change.
document.addEventListener('paste', (event) => {
  const cell = cellOf(event)
  const text = event.clipboardData?.getData('text/plain').trimEnd() ?? ''
  if (!cell || !/[\t\n]/.test(text)) return
  event.preventDefault()
  const pasted = text.split(/\r?\n/).flatMap((line, rows) =>
    line.split('\t').flatMap((value, columns) => {
      const target = cellAt(cell, rows, columns)
      if (!target || value.trim() === '') return []
      target.value = value.trim()
      return target
    }),
  )
  leave(...pasted)
})

// The answer replaces the text of cells that were sent; later typing stays (client/morphing.ts).
onHtmx('before:swap', ({ sourceElement }) => {
  if (sourceElement.id !== 'week-sheet') return
  for (const cell of sent) {
    cell.defaultValue = cell.value
    delete cell.dataset.saved
    cell.parentElement?.removeAttribute('hx-morph-skip')
  }
  sent = []
})
onHtmx('finally:request', ({ request }) => {
  const index = done.findIndex(({ path }) => path === request.action)
  if (index >= 0) (cellOfKey(done.splice(index, 1)[0]?.key) ?? present())?.focus()
})
