/** Handles Ctrl or ⌘ with K, and the shortcuts of functions/lib/shortcut-keys.ts unless typing or with a modifier. */
import { actionOf } from '../../functions/lib/shortcut-keys'
import { closestTo, isTyping } from '../dom'
import { pressInList, skipToList } from '../lists/list-keys'
import { openDialog } from './dialogs'

/** The second key of a shortcut must follow within this time, in milliseconds. */
const sequenceTimeout = 1_500

/** Runs the shortcut. Returns true if it does something on this page. */
const run = (keys: string) => {
  const { opens, line, follows, focus, href } = actionOf(keys) ?? {}
  const link = follows ? document.querySelector<HTMLElement>(follows) : null
  link?.click()
  const control = focus ? document.querySelector<HTMLElement>(focus) : null
  control?.focus()
  if (link || control || (opens && openDialog(opens, line))) return true
  if (href) location.assign(href)
  return href !== undefined
}

/** Runs Undo for a `u` typed into an empty line, unless more letters follow within half a second. */
const undoFrom = (line: HTMLElement | null) =>
  setTimeout(() => {
    if (!(line instanceof HTMLInputElement) || line.value !== 'u' || !run('u')) return
    line.value = ''
    // Updates the preview, which was requested for the letter.
    line.dispatchEvent(new Event('input', { bubbles: true }))
  }, 500)

/** The previous key, and its time in ms. */
let first = ''
let pressedAt = 0

document.addEventListener('keydown', (event) => {
  const { key, ctrlKey, metaKey, altKey } = event
  if (event.defaultPrevented || event.isComposing || event.repeat || key === 'Shift') return
  const dialog = document.querySelector<HTMLDialogElement>('dialog:modal')
  if ((ctrlKey || metaKey) && !altKey && !event.shiftKey && key.toLowerCase() === 'k') {
    if (dialog?.id === 'palette') dialog.close()
    else if (dialog || !openDialog('palette')) return
    event.preventDefault()
    return
  }
  if (dialog || ctrlKey || metaKey || altKey) return
  // Leaves an empty entry field, so that the next keys act on the list.
  if (key === 'Escape') closestTo(event, '.entry :placeholder-shown')?.blur()
  if (isTyping(event)) return key === 'u' ? undoFrom(closestTo(event, '.entry :placeholder-shown')) : undefined
  const presses = key === ' ' && closestTo(event, 'button, summary, input, select')
  if (presses || document.body.dataset.shortcuts === 'off') return
  const sequence = event.timeStamp - pressedAt < sequenceTimeout ? `${first} ${key}` : key
  const keys = [sequence, key].find((one) => actionOf(one))
  first = keys ? '' : key
  pressedAt = event.timeStamp
  if ((keys && run(keys)) || pressInList(key)) event.preventDefault()
})

skipToList()
