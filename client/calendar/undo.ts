import { onHtmx } from '../dom'

/** Toasts with an Undo, latest last. Includes dismissed toasts, but not the responses to an Undo. */
const undoable: HTMLElement[] = []

const known = new WeakSet<Element>()

const remember = (isAnswer: boolean) => {
  for (const toast of document.querySelectorAll<HTMLElement>('#toasts > *')) {
    if (!isAnswer && !known.has(toast) && toast.querySelector('[data-undo]')) undoable.push(toast)
    known.add(toast)
  }
}

/** Number of presses of the Undo key that wait for the previous Undo to finish. */
let waiting = 0
let isSent = false

/** Presses the Undo of the latest change that is not undone yet. Returns false without such a change. */
export const undoLast = () => {
  if (isSent) {
    waiting += 1
    return true
  }
  const toast = undoable.pop()
  if (!toast) return false
  if (!toast.isConnected) {
    // An empty value restarts the toast's lifetime.
    toast.dataset.toast = ''
    document.getElementById('toasts')?.append(toast)
  }
  isSent = true
  toast.querySelector<HTMLElement>('[data-undo]')?.click()
  return true
}

/** Remembers changes, to undo them by `u` and by Ctrl or ⌘ with Z. */
export const trackUndos = () => {
  remember(false)
  // Undo requests by context, since a swap may have replaced their source element.
  const undos = new WeakSet<object>()
  onHtmx('before:request', (ctx) => {
    const toast = ctx.sourceElement.closest<HTMLElement>('[data-toast]:has([data-undo])')
    if (!toast) return
    undos.add(ctx)
    if (undoable.includes(toast)) undoable.splice(undoable.indexOf(toast), 1)
  })
  onHtmx('after:swap', (ctx) => remember(undos.has(ctx)))
  onHtmx('finally:request', (ctx) => {
    if (!undos.has(ctx)) return
    isSent = false
    const isNext = waiting > 0
    waiting = Math.max(waiting - 1, 0)
    if (isNext && !undoLast()) waiting = 0
  })
}
