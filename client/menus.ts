const openMenus = () => document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')

const close = (menu: HTMLDetailsElement) => {
  menu.open = false
  menu.querySelector('summary')?.focus({ preventScroll: true })
}

/** Closes a menu on Esc, after a choice, and when the pointer or the focus goes elsewhere. */
export const closeMenus = () => {
  const closeOthers = ({ target }: Event) => {
    for (const menu of openMenus()) if (!(target instanceof Node && menu.contains(target))) menu.open = false
  }
  document.addEventListener('pointerdown', closeOthers)
  document.addEventListener('focusin', closeOthers)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') openMenus().forEach(close)
  })
  document.addEventListener('submit', () => openMenus().forEach(close))
}
