import { around } from './dom'

const bar = () => document.getElementById('picks')

const boxes = (root: ParentNode = document) => [...root.querySelectorAll<HTMLInputElement>('input[form="picks"]')]

const whole = () => document.querySelector<HTMLInputElement>('#pick-all')

/** Says how many are ticked, and shows each day's box as its rows have it. */
const show = () => {
  const form = bar()
  if (!form) return
  const ticked = boxes().filter(({ checked }) => checked).length
  const total = whole()?.checked ? Number(form.dataset.total) : ticked
  const count = form.querySelector('[data-picks-count]')
  const text = `${total.toLocaleString('en')} selected`
  if (count && count.textContent !== text) count.textContent = text
  for (const act of form.querySelectorAll<HTMLButtonElement>('[data-picks-act]')) act.disabled = total === 0
  for (const day of document.querySelectorAll<HTMLInputElement>('input[data-picks]')) {
    const rows = boxes(document.querySelector(day.dataset.picks ?? '') ?? day)
    const some = rows.filter(({ checked }) => checked).length
    day.checked = some > 0 && some === rows.length
    day.indeterminate = some > 0 && some < rows.length
  }
}

/** Ticks the rows from one to another, both included, or takes their ticks away. */
const tickRange = (from: HTMLInputElement, to: HTMLInputElement, checked: boolean) => {
  const all = boxes()
  const [first, last] = [all.indexOf(from), all.indexOf(to)].toSorted((a, b) => a - b)
  if (first === undefined || last === undefined || first < 0) return
  for (const box of all.slice(first, last + 1)) box.checked = checked
}

/**
 * Ticking rows of the list, to change many at once: a day's box ticks its rows; with Shift, a click or the space bar
 * ticks from the row before up to this one, and an arrow key takes its row's tick to the next. What is ticked is kept by
 * the boxes alone, so that nothing of it is left with the page.
 */
export const selectRows = () => {
  if (!bar()) return
  let last: HTMLInputElement | null = null
  let withShift = false

  document.addEventListener('click', (event) => {
    const box = around<HTMLInputElement>(event, 'input[form="picks"]')
    if (!box) return
    if ((event.shiftKey || withShift) && last?.isConnected) tickRange(last, box, box.checked)
    last = box
    show()
  })

  document.addEventListener('change', (event) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement)) return
    if (box.dataset.picks) {
      for (const row of boxes(document.querySelector(box.dataset.picks) ?? box)) row.checked = box.checked
    }
    const all = whole()
    if (box === all) for (const row of boxes()) row.checked = box.checked
    else if (all && !box.checked && (box.form === bar() || box.dataset.picks)) all.checked = false
    show()
  })

  document.addEventListener('keydown', (event) => {
    withShift = event.shiftKey && event.key === ' '
    const box = around<HTMLInputElement>(event, 'input[form="picks"]')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!box || step === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    const all = boxes()
    const next = all[all.indexOf(box) + step]
    event.preventDefault()
    if (!next) return
    if (event.shiftKey) next.checked = box.checked
    if (event.shiftKey && !box.checked) {
      const view = whole()
      if (view) view.checked = false
    }
    last = next
    next.focus()
    show()
  })

  // The boxes are cleared after the event.
  document.addEventListener('reset', () => setTimeout(show))
  // Rows that come later are of the view too.
  document.addEventListener('htmx:after:swap', () => {
    if (whole()?.checked) for (const row of boxes()) row.checked = true
    show()
  })
  addEventListener('pageshow', show)
  show()
}
