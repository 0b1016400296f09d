import { closestTo } from './dom'

const selectionBar = () => document.getElementById('picks')

const boxes = (root: ParentNode = document) => [...root.querySelectorAll<HTMLInputElement>('input[form="picks"]')]

/** The box that selects every match, also those on later pages. */
const selectAllBox = () => document.querySelector<HTMLInputElement>('#pick-all')

/** Updates the count, the buttons and the day boxes to match the selected rows. */
const render = () => {
  const form = selectionBar()
  if (!form) return
  const ticked = boxes().filter(({ checked }) => checked).length
  const total = selectAllBox()?.checked ? Number(form.dataset.total) : ticked
  const count = form.querySelector('[data-picks-count]')
  const text = `${total.toLocaleString('en')} selected`
  if (count && count.textContent !== text) count.textContent = text
  for (const button of form.querySelectorAll<HTMLButtonElement>('[data-picks-act]')) button.disabled = total === 0
  for (const day of document.querySelectorAll<HTMLInputElement>('input[data-picks]')) {
    const rows = boxes(document.querySelector(day.dataset.picks ?? '') ?? day)
    const some = rows.filter(({ checked }) => checked).length
    day.checked = some > 0 && some === rows.length
    day.indeterminate = some > 0 && some < rows.length
  }
}

/** Ticks or unticks the rows between two rows, both included. */
const tickRange = (from: HTMLInputElement, to: HTMLInputElement, checked: boolean) => {
  const all = boxes()
  const [first, last] = [all.indexOf(from), all.indexOf(to)].toSorted((a, b) => a - b)
  if (first === undefined || last === undefined || first < 0) return
  for (const box of all.slice(first, last + 1)) box.checked = checked
}

/**
 * Row selection for bulk edits. A day's box ticks its rows. Shift with a click or the space bar ticks a range, Shift with
 * an arrow key copies the tick to the next row. Only the boxes hold the selection, so it goes with the page.
 */
export const enableRowSelection = () => {
  if (!selectionBar()) return
  let last: HTMLInputElement | null = null
  let withShift = false

  document.addEventListener('click', (event) => {
    const box = closestTo<HTMLInputElement>(event, 'input[form="picks"]')
    if (!box) return
    if ((event.shiftKey || withShift) && last?.isConnected) tickRange(last, box, box.checked)
    last = box
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
    render()
  })

  // The event fires before the boxes are cleared.
  document.addEventListener('reset', () => setTimeout(render))
  // "Select all" includes rows that are loaded later.
  document.addEventListener('htmx:after:swap', () => {
    if (selectAllBox()?.checked) for (const row of boxes()) row.checked = true
    render()
  })
  addEventListener('pageshow', render)
  render()
}
