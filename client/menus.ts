const openMenus = () => document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')

const close = (menu: HTMLDetailsElement) => {
  menu.open = false
  menu.querySelector('summary')?.focus({ preventScroll: true })
}

/** True for the content of a menu, and for that of the sheet beside it that it names. Its backdrop is the menu itself. */
const holds = (menu: HTMLDetailsElement, target: Node) =>
  menu !== target &&
  (menu.contains(target) || (document.getElementById(menu.dataset.menu ?? '')?.contains(target) ?? false))

/** Closes a menu on Esc, after a choice, and when the pointer or the focus goes elsewhere. */
export const closeMenus = () => {
  const closeOthers = ({ target }: Event) => {
    for (const menu of openMenus()) if (!(target instanceof Node && holds(menu, target))) menu.open = false
  }
  document.addEventListener('pointerdown', closeOthers)
  document.addEventListener('focusin', closeOthers)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') openMenus().forEach(close)
  })
  // A form that applies itself is submitted without a button, and its sheet stays open.
  document.addEventListener('submit', ({ submitter }) => submitter && openMenus().forEach(close))
}
