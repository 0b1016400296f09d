import { closestTo, onHtmx } from '../dom'

const openMenus = () => document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')

const close = (menu: HTMLDetailsElement) => {
  menu.open = false
  menu.querySelector('summary')?.focus({ preventScroll: true })
}

/** True if a menu, or the sheet that `data-menu` names, contains the target. The menu element is the backdrop. */
const holds = (menu: HTMLDetailsElement, target: Node | null) =>
  menu !== target && (menu.contains(target) || document.getElementById(menu.dataset.menu ?? '')?.contains(target))

/** Returns focus when a dialog closes. Menus close when they lose focus, so for a menu its summary gets it. */
export const returnFocus = (dialog: HTMLDialogElement) => {
  let place = document.activeElement
  for (const menu of openMenus()) if (holds(menu, place)) place = menu.querySelector('summary')
  dialog.addEventListener('close', () => place instanceof HTMLElement && place.focus(), { once: true })
}

/** Fills the menu of a row from its template, with the path and the title of the row. */
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
  // A morph removes the content of a menu that is open.
  onHtmx('after:swap', () => {
    for (const menu of openMenus()) fillMenu(menu.closest('li'))
  })
  document.addEventListener('pointerdown', closeOthers)
  document.addEventListener('focusin', closeOthers)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') openMenus().forEach(close)
  })
  // A form that applies its changes by itself has no submit button, and its sheet stays open.
  document.addEventListener('submit', ({ submitter }) => submitter && openMenus().forEach(close))
}
