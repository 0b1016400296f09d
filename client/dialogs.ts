import { around } from './dom'

/** Shows a dialog; false when the page has none of this id. */
export const openDialog = (id: string) => {
  const dialog = document.getElementById(id)
  if (!(dialog instanceof HTMLDialogElement)) return false
  if (dialog.open) return true
  const opener = document.activeElement
  // A menu closes once the focus has left it, and what stands in it can have the focus no more.
  const place = opener?.closest('details[data-menu]')?.querySelector('summary') ?? opener
  dialog.addEventListener('close', () => place instanceof HTMLElement && place.focus(), { once: true })
  dialog.showModal()
  // Not `autofocus`, which a page with a fragment in its address would complain of while the dialog is closed.
  dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  return true
}

const isOutside = ({ clientX, clientY }: MouseEvent, box: DOMRect) =>
  clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom

/** `data-opens="id"` opens a dialog, `data-closes` closes the one around it, and so does the ground behind it. */
export const openDialogs = () => {
  document.addEventListener('click', (event) => {
    const opener = around(event, '[data-opens]')
    if (opener?.dataset.opens) {
      opener.focus()
      if (openDialog(opener.dataset.opens)) event.preventDefault()
    }
    if (around(event, '[data-closes]')) around<HTMLDialogElement>(event, 'dialog')?.close()
  })
  // Only the ground itself has the dialog as target outside its box; Esc is the browser's.
  document.addEventListener('mousedown', (event) => {
    const { target } = event
    if (!(target instanceof HTMLDialogElement) || !target.matches(':modal')) return
    if (isOutside(event, target.getBoundingClientRect())) target.close()
  })
  // A form in a dialog that was answered well has done its work.
  document.addEventListener('htmx:after:request', ({ detail: { ctx } }) => {
    if (ctx.sourceEvent?.type !== 'submit' || !ctx.response || ctx.response.status >= 400) return
    ctx.sourceElement.closest<HTMLDialogElement>('dialog:modal')?.close()
  })
}
