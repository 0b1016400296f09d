import { closestTo } from './dom'

/** Typing that rests so long is previewed, in milliseconds. */
const rest = 200

const selector = '.timesheet input'

const cellOf = (event: Event) => closestTo<HTMLInputElement>(event, selector)

const isTyped = (cell: HTMLInputElement) => cell.value.trim() !== '' && cell.value !== cell.defaultValue

/** The cell some rows below and some columns behind another one. */
const cellAt = (cell: HTMLInputElement, rows: number, columns: number) => {
  const index = cell.closest('tr')?.sectionRowIndex ?? 0
  const row = cell.closest('tbody')?.rows[index + rows]
  return row?.cells[(cell.closest('td')?.cellIndex ?? 0) + columns]?.querySelector<HTMLInputElement>(selector)
}

/** The words below a cell. */
const wordsOf = (cell: HTMLInputElement) => {
  const known = cell.nextElementSibling
  if (known) return known
  const words = document.createElement('p')
  Object.assign(words, { className: 'says', id: `says-${cell.name}`, role: 'status' })
  cell.after(words)
  cell.parentElement?.setAttribute('hx-morph-skip', '')
  cell.setAttribute('aria-describedby', words.id)
  return words
}

const forget = (cell: HTMLInputElement) => {
  cell.nextElementSibling?.remove()
  cell.parentElement?.removeAttribute('hx-morph-skip')
  for (const name of ['aria-describedby', 'aria-invalid']) cell.removeAttribute(name)
}

/** Sends a cell, whose name has its date, the seconds that it showed and its row. The answer has what it holds now. */
const send = async (cell: HTMLInputElement, more: Record<string, string>) => {
  const [date, seen, project_id, goal_id, task_id] = cell.name.split('~')
  const values = { date, seen, project_id, goal_id, task_id, value: cell.value, ...more }
  const target = wordsOf(cell)
  await htmx.ajax('POST', '/week/cell', { source: target, target, swap: 'innerHTML', values })
  return target.querySelector('data')
}

let timer: number | undefined

/** The cell that Enter left. */
let from: HTMLInputElement | undefined

let queue: Promise<unknown> = Promise.resolve()
const waiting = new Set<HTMLInputElement>()

/** Saves a cell. A refused one keeps its text and the caret, and knows what to write over when it is saved again. */
const save = async (cell: HTMLInputElement, value: string) => {
  const now = await send(cell, { value, said: cell.nextElementSibling?.textContent ?? '' })
  waiting.delete(cell)
  if (now) {
    cell.name = cell.name.replace(/~\d+/, `~${now.dataset.seen}`)
    cell.defaultValue = now.value
  }
  if (!now || 'refused' in now.dataset) {
    cell.setAttribute('aria-invalid', 'true')
    if (from === cell) cell.focus()
    return
  }
  if (cell.value === value) cell.value = now.value
  forget(cell)
}

/** Saves what was typed, behind the cells before it. */
const leave = (cell: HTMLInputElement) => {
  clearTimeout(timer)
  if (waiting.has(cell)) return
  if (!isTyped(cell)) {
    cell.value = cell.defaultValue
    return forget(cell)
  }
  waiting.add(cell)
  const { value } = cell
  queue = queue.then(() => save(cell, value)).catch(() => waiting.delete(cell))
}

const steps: Record<string, [rows: number, columns: number]> = {
  Enter: [1, 0],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

document.addEventListener('keydown', (event) => {
  const cell = cellOf(event)
  if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') {
    cell.value = cell.defaultValue
    leave(cell)
    cell.select()
  }
  const [rows, columns] = steps[event.key] ?? [0, 0]
  if (rows === columns || (event.key !== 'Enter' && isTyped(cell))) return
  event.preventDefault()
  from = event.key === 'Enter' ? cell : undefined
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
  if (isTyped(cell)) timer = window.setTimeout(() => send(cell, { preview: '1' }), rest)
  else forget(cell)
})

// A block of cells is put from the focused one on.
document.addEventListener('paste', (event) => {
  const cell = cellOf(event)
  const text = event.clipboardData?.getData('text/plain').trimEnd() ?? ''
  if (!cell || !/[\t\n]/.test(text)) return
  event.preventDefault()
  for (const [rows, line] of text.split(/\r?\n/).entries())
    for (const [columns, value] of line.split('\t').entries()) {
      const target = cellAt(cell, rows, columns)
      if (!target || value.trim() === '') continue
      target.value = value.trim()
      leave(target)
    }
})
