/** The bar of the list; it names the kind of its rows, whose ids are `<kind>-<id>`. */
const selectionBar = () => document.querySelector<HTMLFormElement>('form#picks[data-rows]')

/** Puts a box at the end of each row that has none, where it moves nothing. */
const addBoxes = () => {
  const kind = selectionBar()?.dataset.rows
  if (!kind) return
  for (const row of document.querySelectorAll(`#main .row[id^="${kind}-"]`)) {
    if (row.querySelector('.pick')) continue
    const label = document.createElement('label')
    label.className = 'pick later'
    const box = document.createElement('input')
    const value = row.id.slice(kind.length + 1)
    const title = row.querySelector('.row-title')?.textContent?.trim()
    Object.assign(box, { type: 'checkbox', id: `pick-${value}`, name: 'ids', value, ariaLabel: `Select ${title}` })
    box.setAttribute('form', 'picks')
    label.append(box)
    row.append(label)
  }
}

/** Loads what the boxes do. */
const load = ({ target }: { target: EventTarget | null }) => {
  const path = selectionBar()?.dataset.rowSelection
  if (path && target instanceof Element && target.closest('.row')) void import(path)
}

/** Milliseconds. */
const holdFor = 500

/** Selects the row that a finger is held on. The click that follows does nothing. */
const selectByHold = () => {
  let hold: ReturnType<typeof setTimeout> | undefined
  let isHeld = false
  document.addEventListener('pointerdown', ({ pointerType, target }) => {
    isHeld = false
    if (pointerType !== 'touch' || !(target instanceof Element) || target.closest('input, button, .menu')) return
    const box = target.closest('.row')?.querySelector<HTMLElement>('.pick input')
    hold = setTimeout(() => {
      box?.click()
      isHeld = Boolean(box)
    }, holdFor)
  })
  for (const name of ['pointermove', 'pointerup', 'pointercancel']) {
    document.addEventListener(name, () => clearTimeout(hold))
  }
  for (const name of ['click', 'contextmenu']) {
    addEventListener(name, (event) => isHeld && [event.preventDefault(), event.stopPropagation()], true)
  }
}

/**
 * Gives rows their boxes, without which the page is loaded. What these do is loaded when the pointer or the focus comes
 * to a row.
 */
const offerSelection = () => {
  let focused = ''
  document.addEventListener('htmx:before:swap', () => {
    focused = document.activeElement?.closest('.pick input')?.id ?? ''
  })
  document.addEventListener('htmx:after:swap', () => {
    addBoxes()
    document.getElementById(focused)?.focus({ preventScroll: true })
    focused = ''
  })
  document.addEventListener('pointerover', load)
  document.addEventListener('focusin', load)
  selectByHold()
  addBoxes()
  // Rows that were selected on another page of the list.
  if (sessionStorage.getItem('selection')) load({ target: document.querySelector('#main .row') })
}

offerSelection()

// Makes this file a module.
export {}
