import { closestTo, onHtmx } from '../dom'

const openMenus = () => document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')

const close = (menu: HTMLDetailsElement) => {
  menu.open = false
  menu.querySelector('summary')?.focus({ preventScroll: true })
}

/** True for the content of a menu, and for that of the sheet beside it that it names. Its backdrop is the menu itself. */
const holds = (menu: HTMLDetailsElement, target: Node | null) =>
  menu !== target && (menu.contains(target) || document.getElementById(menu.dataset.menu ?? '')?.contains(target))

/** Gives the focus back once a dialog closes. Of a menu its summary gets it, as a menu closes when it loses the focus. */
export const returnFocus = (dialog: HTMLDialogElement) => {
  let place = document.activeElement
  for (const menu of openMenus()) if (holds(menu, place)) place = menu.querySelector('summary')
  dialog.addEventListener('close', () => place instanceof HTMLElement && place.focus(), { once: true })
}

/** Puts the content of its template into the menu of a row, with the path and the name of the row. */
export const fillMenu = (row?: Element | null) => {
  const menu = row?.querySelector<HTMLElement>('[data-menu]:not(:has(.sheet))')
  const content = document.getElementById(menu?.dataset.menu ?? '')?.innerHTML
  const title = row?.querySelector<HTMLAnchorElement>('a.row-title')
  if (!menu || !title || !content) return
  menu.insertAdjacentHTML('beforeend', content.replaceAll('/:row', title.pathname))
  const edit = menu.querySelector('a')
  if (edit) edit.ariaLabel += title.text
  htmx.process(menu)
}

/** Fills a menu when it is opened. Closes it on Esc, after a choice, and when the pointer or the focus goes elsewhere. */
export const handleMenus = () => {
  const closeOthers = ({ target }: Event) => {
    for (const menu of openMenus()) if (!(target instanceof Node && holds(menu, target))) menu.open = false
  }
  document.addEventListener('click', (event) => fillMenu(closestTo(event, 'li')))
  // A morph takes the content out of one that stays open.
  onHtmx('after:swap', () => {
    for (const menu of openMenus()) fillMenu(menu.closest('li'))
  })
  document.addEventListener('pointerdown', closeOthers)
  document.addEventListener('focusin', closeOthers)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') openMenus().forEach(close)
  })
  // A form that applies itself is submitted without a button, and its sheet stays open.
  document.addEventListener('submit', ({ submitter }) => submitter && openMenus().forEach(close))
}
