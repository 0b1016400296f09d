import { closestTo, onHtmx } from './dom'

/** Esc leaves the edit of a row, Ctrl or ⌘ with Enter saves it. */
export const handleEditKeys = () =>
  document.addEventListener('keydown', (event) => {
    const form = closestTo<HTMLFormElement>(event, '.editing form')
    if (!form || event.defaultPrevented || event.isComposing) return
    if (event.key === 'Escape') cancel(form)
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
    else return
    event.preventDefault()
  })

const cancel = (form: Element) => form.querySelector<HTMLElement>('[data-cancel]')?.click()

/** Lists have one column below it, see views/styles/lists.css. */
const phone = matchMedia('(width < 56.25rem)')

/** Lifts the sheet above a soft keyboard, which covers the layout viewport, and keeps the focused field in sight. */
const clearKeyboard = () => {
  const sheet = document.querySelector<HTMLElement>('.edit-sheet')
  if (!sheet || !visualViewport) return
  const { height, offsetTop, scale } = visualViewport
  const covered = scale > 1.01 ? 0 : Math.max(0, document.documentElement.clientHeight - height - offsetTop)
  sheet.style.setProperty('--keyboard', `${covered}px`)
  if (sheet.contains(document.activeElement)) document.activeElement?.scrollIntoView({ block: 'nearest' })
}

const raise = (form: HTMLFormElement) => {
  const sheet = document.createElement('dialog')
  sheet.className = 'edit-sheet'
  sheet.setAttribute('aria-label', form.getAttribute('aria-label') ?? '')
  form.replaceWith(sheet)
  sheet.append(form)
  // The back gesture of a phone closes it without a key.
  sheet.addEventListener('close', () => cancel(sheet))
  sheet.showModal()
  clearKeyboard()
}

/** On a phone the edit of a row is a sheet at the bottom of the screen. Stands before `keepFocus`, which focuses a field. */
export const raiseEdits = () => {
  onHtmx('after:swap', () => {
    if (!phone.matches) return
    for (const form of document.querySelectorAll<HTMLFormElement>('.editing > form.edit')) raise(form)
  })
  for (const type of ['resize', 'scroll']) visualViewport?.addEventListener(type, clearKeyboard)
}
