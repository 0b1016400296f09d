import { closestTo, focusField, hasUnsentInput, onHtmx } from '../dom'
import { changedFields } from '../forms/typed-ahead'
import { returnFocus } from './menus'
import { fillPalette } from './palette'

/**
 * Opens a dialog, closes any other, and returns focus to the opener when it closes. Returns false if the page has no such
 * dialog. @param line initial text of the palette
 */
export const openDialog = (id: string, line = '') => {
  const dialog = document.querySelector<HTMLDialogElement>(`dialog#${id}`)
  if (!dialog) return false
  if (dialog.open) return true
  document.querySelector<HTMLDialogElement>('#palette[open]')?.close()
  returnFocus(dialog)
  dialog.showModal()
  // Not `autofocus`: on a URL with a hash, browsers warn about it while the dialog is closed.
  const field = dialog.querySelector<HTMLElement>('[data-autofocus]')
  if (id === 'palette') fillPalette(line)
  else if (field) focusField(field)
  return true
}

const isOutside = ({ clientX, clientY }: MouseEvent, box: DOMRect) =>
  clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom

/** `data-opens="id"` opens a dialog. `data-closes` in it closes it, and so does a click on its backdrop. */
export const enableDialogs = () => {
  document.addEventListener('click', (event) => {
    const opener = closestTo(event, '[data-opens]')
    if (opener?.dataset.opens) {
      opener.focus()
      if (openDialog(opener.dataset.opens, opener.dataset.line)) event.preventDefault()
    }
    if (closestTo(event, '[data-closes]')) closestTo<HTMLDialogElement>(event, 'dialog')?.close()
  })
  // A click on the backdrop targets the dialog, outside its box. It loses nothing typed. The browser handles Esc.
  document.addEventListener('mousedown', (event) => {
    const { target } = event
    if (!(target instanceof HTMLDialogElement) || !target.matches(':modal')) return
    if (isOutside(event, target.getBoundingClientRect()) && !hasUnsentInput(target)) target.close()
  })
  // Closes the dialog once its form has succeeded, unless the next line is being typed.
  onHtmx('after:request', (ctx) => {
    if (ctx.sourceEvent?.type !== 'submit' || !ctx.response || ctx.response.status >= 400 || changedFields(ctx).length)
      return
    ctx.sourceElement.closest<HTMLDialogElement>('[id]:modal')?.close()
  })
}
