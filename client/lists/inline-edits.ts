import { closestTo, onHtmx, onSoftKeyboard } from '../dom'
import type * as InPlace from './in-place'

/** Hashed name of client/lists/in-place.ts (scripts/build.ts). */
declare const inPlaceScript: string

/** True for text of a row that can be edited. A click on a title opens its page, where the title can be edited. */
const isEditable = (words: HTMLElement) =>
  words.closest('li')?.querySelector('[data-menu]') && !('pathname' in words && words.pathname !== location.pathname)

/**
 * Edits a field of a row in place. Enter or a click elsewhere saves, Esc cancels, Tab saves and opens the row's next
 * field, F2 opens the title. Without script the row's menu has the whole form.
 */
export const editInPlace = () => {
  const edit = async (event: Event, words: HTMLElement) => {
    event.preventDefault()
    const module: typeof InPlace = await import(inPlaceScript)
    module.openEdit(words)
  }
  document.addEventListener('click', (event) => {
    const words = closestTo(event, '[data-edits]')
    if (words && isEditable(words) && !event.ctrlKey && !event.metaKey) edit(event, words)
  })
  document.addEventListener('keydown', (event) => {
    const title = event.key === 'F2' && closestTo(event, 'li')?.querySelector<HTMLElement>('a[data-edits]')
    if (title && !closestTo(event, 'form')) edit(event, title)
  })
}

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

/** Below this width lists have one column. */
const phone = matchMedia('(width < 56.25rem)')

/** Lifts the sheet above a soft keyboard and keeps the focused field visible. */
const clearKeyboard = onSoftKeyboard((covered) => {
  const sheet = document.querySelector<HTMLElement>('.edit-sheet')
  sheet?.style.setProperty('--keyboard', `${covered}px`)
  if (sheet?.contains(document.activeElement)) document.activeElement?.scrollIntoView({ block: 'nearest' })
})

const raise = (form: HTMLFormElement) => {
  const sheet = document.createElement('dialog')
  sheet.className = 'edit-sheet'
  sheet.ariaLabel = form.ariaLabel
  form.replaceWith(sheet)
  sheet.append(form)
  // A phone's back gesture closes the sheet without a key press.
  sheet.addEventListener('close', () => cancel(sheet))
  sheet.showModal()
  clearKeyboard()
}

/** Shows the edit form of a row as a bottom sheet on phones. Must run before `keepFocus`, which focuses a field. */
export const enableEditSheets = () =>
  onHtmx('after:swap', () => {
    if (!phone.matches) return
    for (const form of document.querySelectorAll<HTMLFormElement>('.editing > form.edit')) raise(form)
  })
