import { closestTo, isTyping, onHtmx } from '../dom'
import { toast } from '../frame/toasts'
import {
  type Cell,
  cellKey,
  cellOf,
  cellOfKey,
  cellSelector,
  cells,
  fillFrom,
  focusAdded,
  focusedCell,
  isTouchScreen,
  keySteps,
  offerTimes,
  stopAt,
  stopSelector,
  todayCell,
} from './cells'
import {
  type Batch,
  batches,
  cellsOf,
  fieldsOf,
  isCellEdited,
  isUnsaved,
  lostTexts,
  releaseCell,
  resetCell,
  savedText,
  unsavedText,
} from './unsaved'

/** Selector of messages below cells. */
const messages = 'td>[role="status"]'

/** Pause in typing after which a value is previewed (ms). */
const rest = 200

/** Selector of the element that sends requests. It is outside the sheet, whose fields would be sent otherwise. */
const source = '#quick-times'

/** Sends a POST whose response contains the sheet. */
const post = (path: string, values: Record<string, string> = {}) =>
  htmx.ajax('POST', path, { source, swap: 'none', values })

/** State of the sheet. Cells are named by `cellKey`. */
const state: {
  /** Timer that previews a text once typing pauses. */
  preview?: number
  /** Resolved when all earlier changes are done, which run one at a time. */
  queue: Promise<unknown>
  /** True while a batch is pending. Its response may already show the new texts. */
  isSent: boolean
  /** Cell that was left by Enter. */
  entered?: string
  /** Cell that had focus last. */
  last?: string
  /** A cell of the row that gets the hours of the previous week. */
  filled?: string
  /** Previous key. Needed because `n` after `g` is the shortcut `g n`, which opens Goals. */
  keyBefore?: string
  /** Focused element before a swap, and its row. */
  focus?: { element: Element | null; row: string }
  /** Focused cell before a swap if it has no unsaved text; it shows the saved value afterwards. */
  untouched?: Cell
  /** Unsaved text before a swap, and its cell. */
  typed?: { key: string; text: string }
} = { queue: Promise.resolve(), isSent: false }

/** Changes that can be undone, with their cells. `path` is that of the timesheet without `rows=last`. */
const done: { path: string; keys: (string | undefined)[] }[] = []

/** Remembers the change that the latest toast can undo. @param keys of its cells */
const remember = (...keys: (typeof done)[number]['keys']) => {
  const path = document.querySelector('#toasts>:last-child [action^="/changes/"]')?.getAttribute('action')
  if (path && path !== done.at(-1)?.path) done.push({ path, keys })
}

/** Marks cells that could not be saved although the server gave no reason. */
const fail = (batch: Batch) => {
  for (const [key, text] of batch) lostTexts.set(key, text)
  for (const cell of cellsOf(batch)) {
    cell.setAttribute('aria-invalid', 'true')
    cell.nextElementSibling?.replaceChildren('Not saved. Press Enter again.')
  }
}

/** Saves the first batch. Refused cells keep their text. The cell left by Enter gets the caret back. */
const save = async () => {
  const [batch] = batches
  if (!batch) return
  state.isSent = true
  await post('/week', fieldsOf(batch)).catch(() => undefined)
  batches.shift()
  if (state.isSent) fail(batch)
  state.isSent = false
  for (const cell of cellsOf(batch)) {
    const text = batch.get(cellKey(cell))?.text
    const isWaiting = unsavedText(cell) !== undefined
    if (!isWaiting) cell.removeAttribute('aria-busy')
    // A response never overwrites the cell with the caret.
    if (!isWaiting && cell.value === text && !cell.matches('[aria-invalid]')) cell.value = cell.defaultValue
  }
  remember(...batch.keys())
  const { entered = '' } = state
  const left = cellOfKey(entered)
  if (left && batch.has(entered) && left.matches('[aria-invalid]')) left.focus()
}

/** Queues texts of cells as one change, after pending batches. */
const send = (typed: Cell[]) => {
  clearTimeout(state.preview)
  if (typed.length === 0) return
  batches.push(new Map(typed.map((cell) => [cellKey(cell), { text: cell.value.trim(), name: cell.name }])))
  for (const cell of typed) {
    cell.setAttribute('aria-busy', 'true')
    cell.removeAttribute('aria-invalid')
  }
  state.queue = state.queue.then(save)
}

/** Saves the text of cells that lost focus. */
const leave = (...left: Cell[]) => {
  clearTimeout(state.preview)
  const typed = left.filter(isCellEdited)
  left.filter((cell) => !isCellEdited(cell) && unsavedText(cell) === undefined).forEach(resetCell)
  send(typed)
}

/** Adds minutes to a cell's value, or inserts the colon of a time. */
const addTime = (cell: Cell, adds: string) => {
  if (adds) {
    leave(cell)
    cell.value = `+${adds}m`
    return send([cell])
  }
  cell.setRangeText(cell.selectionStart ? ':' : '0:', cell.selectionStart ?? 0, cell.selectionEnd ?? 0, 'end')
  cell.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Writes the visible rows into the URL, without the parameters that opened the page. */
const keepAddress = () => {
  const path = document.getElementById('week-sheet')?.dataset.region
  if (path && path !== location.pathname + location.search) history.replaceState(history.state, '', path)
}

/** Loads the timesheet of another URL. */
const show = async (path: string) => {
  await htmx.ajax('GET', path, { source, target: '#week-sheet', select: '#week-sheet', swap: 'outerMorph' })
  keepAddress()
  todayCell()?.focus()
}

const undo = () => {
  state.queue = state.queue.then(async () => {
    const path = done.at(-1)?.path
    if (path?.startsWith('/week')) {
      done.pop()
      await show(path)
    } else if (path) await post(path)
  })
}

const isUndo = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent) =>
  ctrlKey || metaKey ? key === 'z' && !shiftKey : key === 'u' && document.body.dataset.shortcuts !== 'off'

const isUnchanged = (cell: Cell | null) => cell !== null && cell.value === savedText(cell)

// Overrides the global `n`, which would leave this page because it has no entry line.
document.addEventListener(
  'keydown',
  (event) => {
    const { key, ctrlKey, metaKey, altKey } = event
    const isFree = state.keyBefore !== 'g' && (!isTyping(event) || isUnchanged(cellOf(event)))
    state.keyBefore = key
    const field = document.querySelector<Cell>('#row-find')
    const isLeft = key === 'Escape' && event.target === field
    if (isLeft && (field?.value === '' || field?.ariaExpanded === 'false'))
      return (cellOfKey(state.last) ?? todayCell())?.focus()
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
  const stop = closestTo(event, stopSelector)
  const cell = cellOf(event)
  const [rows, columns] = keySteps[key] ?? [0, 0]
  if (event.isComposing || event.altKey || event.defaultPrevented) return
  // In an unchanged cell `u` means Undo, too: no time begins with it.
  if (
    isUndo(event) &&
    (isUnchanged(cell) || (done.length > 0 && !isTyping(event) && !document.querySelector(':modal')))
  ) {
    event.preventDefault()
    return undo()
  }
  if (!stop) {
    const isFree = document.activeElement?.matches('body, #main') && !document.querySelector(':modal')
    if (!isFree || rows === columns) return
    event.preventDefault()
    return todayCell()?.focus()
  }
  const end = { Home: 0, End: -1 }[key]
  if (end !== undefined && !shiftKey && !(cell && isCellEdited(cell))) {
    const all = [
      ...((ctrlKey ? stop.closest('tbody') : stop.closest('tr'))?.querySelectorAll<HTMLElement>(stopSelector) ?? []),
    ]
    event.preventDefault()
    return all
      .filter((one) => one.checkVisibility())
      .at(end)
      ?.focus()
  }
  if (ctrlKey || metaKey) return
  if (cell && key === 'Escape') {
    cell.value = savedText(cell)
    leave(cell)
    cell.select()
  }
  if (rows === columns || (key === 'Enter' ? !cell : cell && isCellEdited(cell))) return
  event.preventDefault()
  state.entered = cell && key === 'Enter' ? cellKey(cell) : undefined
  if (cell && state.entered) leave(cell)
  const next = stopAt(stop, shiftKey ? -rows : rows, columns)
  if (next) next.focus()
  else cell?.select()
})
document.addEventListener('focusin', (event) => {
  const cell = cellOf(event)
  cell?.select()
  if (cell) state.last = cellKey(cell)
  if (cell) offerTimes(cell)
})
document.addEventListener('mousedown', (event) => closestTo(event, messages) && event.preventDefault())
// When a selected text is clicked, Chromium clears the selection only after the click.
document.addEventListener('pointerdown', (event) => cellOf(event)?.setSelectionRange(0, 0))
document.addEventListener(
  'click',
  (event) => {
    const cell = cellOf(event)
    if (cell && !isCellEdited(cell)) cell.select()
    // Following a link to a session discards the refused text.
    const refused = closestTo(event, `${messages} a`)?.closest('td')?.querySelector<Cell>(cellSelector)
    if (refused) {
      refused.value = savedText(refused)
      releaseCell(refused)
    }
    const row = closestTo(event, '[form="fill"]')?.closest('tr')
    const first = row && todayCell(row)
    if (first) state.filled = cellKey(first)
    const adds = closestTo(event, '[data-adds]')?.dataset.adds
    const active = focusedCell()
    if (adds !== undefined && active) addTime(active, adds)
    if (!closestTo(event, '[data-skips]') || cells().length === 0) return
    event.preventDefault()
    event.stopPropagation()
    todayCell()?.focus()
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
  clearTimeout(state.preview)
  state.untouched = undefined
  state.typed = undefined
  cell.removeAttribute('aria-invalid')
  const target = cell.nextElementSibling ?? undefined
  if (!isCellEdited(cell)) {
    target?.replaceChildren()
    return offerTimes(cell)
  }
  state.preview = setTimeout(() => {
    const [date, seen, project_id, goal_id, task_id] = cell.name.split('~')
    const values = { date, seen, project_id, goal_id, task_id, value: cell.value, preview: '1' }
    htmx.ajax('POST', '/week/cell', { source: target, target, swap: 'innerHTML', values })
  }, rest)
})

// A pasted block fills cells from the focused one on, as one change.
document.addEventListener('paste', (event) => {
  const cell = cellOf(event)
  const text = event.clipboardData?.getData('text/plain').trimEnd() ?? ''
  if (!cell || !/[\t\n]/.test(text)) return
  event.preventDefault()
  const pasted = fillFrom(cell, text)
  if (!pasted) return toast('Nothing pasted. Copy only the times, no names.')
  leave(...pasted.filled)
  if (pasted.words) state.queue = state.queue.then(() => toast(pasted.words))
})

// The response replaces the text of cells that were sent; text typed since stays (client/live/morphing.ts).
onHtmx('before:swap', ({ sourceElement }, event) => {
  // Removes the message about a text that no longer exists.
  const said = sourceElement.matches(messages) && sourceElement.previousElementSibling
  if (said instanceof HTMLInputElement && !isCellEdited(said)) return event.preventDefault()
  const element = document.activeElement
  state.focus = { element, row: element?.closest('tr')?.id ?? '' }
  const cell = focusedCell()
  state.untouched = cell && cell.value === (cell.dataset.saved ?? cell.defaultValue) ? cell : undefined
  state.typed = cell && !state.untouched ? { key: cellKey(cell), text: cell.value } : undefined
  if (!sourceElement.matches(source) || !state.isSent || !batches[0]) return
  cellsOf(batches[0]).forEach(releaseCell)
  state.isSent = false
})
// Suggestions for rows may open below the window's edge.
onHtmx('after:swap', ({ sourceElement }) => {
  const active = document.activeElement
  const isFilled = sourceElement.id === 'fill'
  // Otherwise Enter in a cell could press a button, if focus moved to it when the cell was replaced.
  const { focus, untouched, typed } = state
  if (active !== focus?.element && (isFilled || active?.matches('th a,th button'))) {
    const row = document.getElementById(focus?.row ?? '') ?? undefined
    // Focusing a field would open a phone's keyboard.
    const sum = isFilled && isTouchScreen() && row?.querySelector<HTMLElement>('[data-sum]>a')
    ;(sum || todayCell(row) || todayCell())?.focus()
  }
  // Restores the text of a row that moved.
  const again = cellOfKey(typed?.key)
  if (again && typed && again.value !== typed.text) again.value = typed.text
  if (untouched && untouched === active && untouched.value !== untouched.defaultValue) {
    untouched.value = untouched.defaultValue
    untouched.select()
  }
  // Restores text typed since, which the response replaced by saved values.
  for (const cell of cells()) {
    const text = unsavedText(cell)
    if (text === undefined) continue
    if (cell !== active && batches.findLastIndex((batch) => batch.has(cellKey(cell))) > 0) cell.value = text
    cell.setAttribute('aria-busy', 'true')
  }
  const cell = focusedCell()
  if (cell) offerTimes(cell)
  if (sourceElement.id === 'row-find-list') sourceElement.scrollIntoView({ block: 'nearest' })
  if (sourceElement.matches(source)) keepAddress()
})
// `keepalive` lets pending requests survive leaving the page.
onHtmx('before:request', ({ sourceElement, request }) => {
  if (sourceElement.matches(source)) Object.assign(request, { keepalive: true })
  // Undo of a change also removes its refused texts.
  for (const key of done.find(({ path }) => path === request.action)?.keys ?? []) {
    const cell = cellOfKey(key)
    if (cell?.matches('[aria-invalid]')) resetCell(cell)
  }
})
onHtmx('finally:request', ({ request, sourceElement }) => {
  if (sourceElement.id === 'fill') remember(state.filled)
  const index = done.findIndex(({ path }) => path === request.action)
  if (index >= 0) (cellOfKey(done.splice(index, 1)[0]?.keys[0]) ?? todayCell())?.focus()
})

addEventListener('beforeunload', (event) => isUnsaved() && event.preventDefault())
// Texts whose response is missing are sent again, since leaving may cancel the first request. The seconds that the page
// showed are sent, too, so that nothing is applied twice.
addEventListener('pagehide', () => {
  const waiting = Object.assign({}, ...[lostTexts, ...batches].map(fieldsOf))
  batches.length = 0
  if (Object.keys(waiting).length === 0) return
  const body = new URLSearchParams(waiting)
  const worker = navigator.serviceWorker?.controller
  // A request of a page that is being left may not reach the worker, but a message does.
  if (worker) worker.postMessage({ hours: String(body), of: document.body.dataset.person })
  else fetch('/week', { method: 'POST', body, keepalive: true, redirect: 'manual' })
})

document.querySelector('[data-tools] [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

const { pathname, searchParams } = new URL(location.href)
if (searchParams.get('add') === 'last') {
  const rows = searchParams.get('rows')?.split(',') ?? []
  searchParams.delete('add')
  searchParams.set('rows', rows.filter((key) => key !== 'last').join())
  done.push({ path: `${pathname}?${searchParams}`, keys: [] })
  toast('Added last week’s rows. Ctrl+Z undoes it.')
}
keepAddress()
focusAdded()
