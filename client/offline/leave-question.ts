import { returnFocus } from '../frame/menus'
import { makeElement } from './line-row'

/** Asks a question in a dialog. client/frame/dialogs.ts closes the dialog. */
export const askInDialog = async (question: string) => {
  if (document.getElementById('leave-words')) return false
  const words = makeElement('p', { id: 'leave-words', tabIndex: -1 }, question)
  const stay = makeElement('button', { type: 'button', className: 'button quiet' }, 'Cancel')
  stay.dataset.closes = ''
  const go = makeElement('button', { type: 'button', className: 'button danger primary' }, 'Sign out and delete')
  const dialog = makeElement(
    'dialog',
    { className: 'dialog' },
    words,
    makeElement('div', { className: 'actions' }, stay, go),
  )
  dialog.setAttribute('aria-labelledby', words.id)
  go.addEventListener('click', () => dialog.close('go'))
  returnFocus(dialog)
  document.body.append(dialog)
  dialog.showModal()
  // Focuses the text first, so that a key meant for a field does not press a button.
  words.focus()
  return new Promise<boolean>((resolve) =>
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'go')
    }),
  )
}
