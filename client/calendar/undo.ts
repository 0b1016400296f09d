import { onHtmx } from '../dom'

/** Toasts with an Undo, latest last, including dismissed ones; without toasts that an Undo itself returned. */
const undoable: HTMLElement[] = []

const known = new WeakSet<Element>()

const remember = (isAnswer: boolean) => {
  for (const toast of document.querySelectorAll<HTMLElement>('#toasts > *')) {
    if (!isAnswer && !known.has(toast) && toast.querySelector('[data-undo]')) undoable.push(toast)
    known.add(toast)
  }
}

/** Presses of the key whose Undo waits for the answer to the one before. */
let waiting = 0
let isSent = false

/** Presses the Undo of the last change that was not taken back yet. Returns false where none is left. */
export const undoLast = () => {
  if (isSent) {
    waiting += 1
    return true
  }
  const toast = undoable.pop()
  if (!toast) return false
  if (!toast.isConnected) {
    // Restarts its lifetime.
    toast.dataset.toast = ''
    document.getElementById('toasts')?.append(toast)
  }
  isSent = true
  toast.querySelector<HTMLElement>('[data-undo]')?.click()
  return true
}

/** Remembers changes that can be taken back, by `u` and by Ctrl or ⌘ with Z. */
export const keepUndos = () => {
  remember(false)
  // A request has another source once its answer has replaced that.
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
