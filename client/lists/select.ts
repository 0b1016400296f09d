/** The bar of the list; it names the kind of its rows, whose ids are `<kind>-<id>`. */
const selectionBar = () => document.querySelector<HTMLFormElement>('form#picks[data-rows]')

const boxOf = (part: Element) => part.closest('.row')?.querySelector<HTMLElement>('.pick input')

/** HTML of a template of the bar. */
const contentOf = (id: string) => document.getElementById(id)?.innerHTML ?? ''

/** Puts a box at the end of each row that has none, where it moves nothing. */
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

const loaded = new Set<string>()

/** The press to replay once its module is loaded: its event and the last pointermove. */
let press: (PointerEvent | KeyboardEvent)[] = []

/** Loads the modules for selecting and dragging rows and blocks. Replays a press that came before them. */
const load = async (event: { target: EventTarget | null; defaultPrevented?: boolean }) => {
  const { target } = event
  if (!(target instanceof Element && target.closest('.row, .lane, [data-reorder]'))) return
  const drags = [...document.querySelectorAll<HTMLElement>('[data-dragging]')].map(({ dataset }) => dataset.dragging)
  const paths = [selectionBar()?.dataset.rowSelection, ...drags]
  const missing = paths.flatMap((path) => (path && !loaded.has(path) ? path : []))
  await Promise.all(missing.map((path) => import(path)))
  for (const path of missing) loaded.add(path)
  if (!missing[0] || press[0] !== event || event.defaultPrevented) return
  for (const one of press) {
    const repeated = one instanceof KeyboardEvent ? new KeyboardEvent(one.type, one) : new PointerEvent(one.type, one)
    one.target?.dispatchEvent(repeated)
  }
}

const begin = (event: PointerEvent | KeyboardEvent) => {
  press = [event]
  load(event)
}
addEventListener('pointerdown', begin)
addEventListener('pointermove', (event) => {
  if (press[0]) press[1] = event
})
addEventListener('keydown', (event) => {
  if (event.altKey || (event.target instanceof Element && event.target.matches('[data-grip]'))) begin(event)
})
for (const name of ['pointerup', 'pointercancel']) {
  addEventListener(name, () => {
    press = []
  })
}
// The browser would drag the link of a row, and cancel the press.
addEventListener('dragstart', (event) => {
  const isLink = event.target instanceof Element && event.target.closest('[data-reorder] > [data-id] a')
  if (press[0] && isLink) event.preventDefault()
})

/** Adds an entry that selects its row to a menu that is opened. */
const addEntry = ({ target }: Event) => {
  const last =
    target instanceof Element && boxOf(target) && target.querySelector('.sheet:not(:has(.selects)) > :last-child')
  if (last) last.insertAdjacentHTML('beforebegin', contentOf('pick-entry'))
}

/** Milliseconds. */
const holdFor = 500

// Selects the row that a finger is held on. The click that follows does nothing.
let hold: ReturnType<typeof setTimeout> | undefined
let isHeld: HTMLElement | null | undefined
addEventListener('pointerdown', ({ isTrusted, pointerType, target }) => {
  // A replayed press is not a new one.
  if (!isTrusted) return
  isHeld = null
  if (pointerType !== 'touch' || !(target instanceof Element) || target.closest('input, button, .menu')) return
  const box = boxOf(target)
  hold = setTimeout(() => {
    box?.click()
    isHeld = box
  }, holdFor)
})
for (const name of ['pointermove', 'pointerup', 'pointercancel']) {
  addEventListener(name, () => clearTimeout(hold))
}
for (const name of ['click', 'contextmenu']) {
  addEventListener(name, (event) => isHeld && [event.preventDefault(), event.stopPropagation()], true)
}

/**
 * Gives rows their boxes, without which the page is loaded. What these do is loaded when the pointer or the focus comes
 * to a row.
 */
// Before row-selection.ts reads the boxes.
addEventListener('htmx:after:swap', addBoxes, true)
addEventListener('pointerover', load)
addEventListener('focusin', load)
addEventListener('toggle', addEntry, true)
addBoxes()
// Rows that were selected on another page of the list.
if (sessionStorage.getItem('selection')) load({ target: document.querySelector('#main .row') })

// Makes this file a module.
export {}
