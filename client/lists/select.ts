import { longPress } from '../dom'

/** The selection bar of the list. `data-rows` is the kind of its rows, whose ids are `<kind>-<id>`. */
const selectionBar = () => document.querySelector<HTMLFormElement>('form#picks[data-rows]')

const boxOf = (part: Element) => part.closest('.row')?.querySelector<HTMLElement>('.pick input')

/** HTML of a template of the bar. */
const contentOf = (id: string) => document.getElementById(id)?.innerHTML ?? ''

/** Adds a box at the end of each row without a box. It shifts nothing in the row. */
const addBoxes = () => {
  const kind = selectionBar()?.dataset.rows
  if (!kind) return
  for (const row of document.querySelectorAll(`#main .row[id^="${kind}-"]`)) {
    if (row.querySelector('.pick')) continue
    row.insertAdjacentHTML('beforeend', contentOf('pick-box'))
    const value = row.id.slice(kind.length + 1)
    const title = row.querySelector('.row-title')?.textContent
    Object.assign(boxOf(row) ?? {}, { id: `pick-${value}`, value, ariaLabel: `Select ${title}` })
  }
}

/** Modules for selecting and dragging rows. */
const { load } = onDemand(() => [
  selectionBar()?.dataset.rowSelection,
  ...[...document.querySelectorAll<HTMLElement>('[data-dragging]')].map(({ dataset }) => dataset.dragging),
])

const rowOf = ({ target }: Event) => target instanceof Element && target.closest('.row, [data-reorder]')

let isPressed = false

addEventListener('pointerdown', (event) => {
  isPressed = true
  if (rowOf(event)) load(event, 'repeats')
})
for (const name of ['pointerup', 'pointercancel']) {
  addEventListener(name, () => {
    isPressed = false
  })
}
addEventListener(
  'keydown',
  (event) => {
    const isMove = event.altKey || (event.target instanceof Element && event.target.matches('[data-grip]'))
    if (rowOf(event)) load(event, isMove && event.key.startsWith('Arrow') ? 'waits' : undefined)
  },
  true,
)
// Otherwise the browser would drag the row's link and cancel the press.
addEventListener('dragstart', (event) => {
  const isLink = event.target instanceof Element && event.target.closest('[data-reorder] > [data-id] a')
  if (isPressed && isLink) event.preventDefault()
})

/** Adds "Select" to a row's menu when it is opened. */
const addEntry = ({ target }: Event) => {
  const last =
    target instanceof Element && boxOf(target) && target.querySelector('.sheet:not(:has([data-selects])) > :last-child')
  if (last) last.insertAdjacentHTML('beforebegin', contentOf('pick-entry'))
}

// A long press selects its row. The click that follows does nothing.
let hold: ReturnType<typeof setTimeout> | undefined
let isHeld: HTMLElement | null | undefined
addEventListener('pointerdown', ({ isTrusted, pointerType, target }) => {
  // A press that is replayed after loading does not count as new.
  if (!isTrusted) return
  isHeld = null
  if (pointerType !== 'touch' || !(target instanceof Element) || target.closest('input, button, .menu')) return
  const box = boxOf(target)
  hold = setTimeout(() => {
    box?.click()
    isHeld = box
  }, longPress)
})
for (const name of ['pointermove', 'pointerup', 'pointercancel']) {
  addEventListener(name, () => clearTimeout(hold))
}
for (const name of ['click', 'contextmenu']) {
  addEventListener(name, (event) => isHeld && [event.preventDefault(), event.stopPropagation()], true)
}

/**
 * Adds boxes to rows, which the server renders without them. Modules for selecting and dragging load when the pointer
 * or focus enters a row.
 */
// Before row-selection.ts reads the boxes.
addEventListener('htmx:after:swap', addBoxes, true)
for (const name of ['pointerover', 'focusin']) addEventListener(name, (event) => rowOf(event) && load())
addEventListener('toggle', addEntry, true)
addBoxes()
// Rows that were selected on another page of the list.
if (sessionStorage.getItem('selection') && document.querySelector('#main .row')) load()
