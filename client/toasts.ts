import { around } from './dom'

/** How long a toast stays that nobody uses, in milliseconds. */
const stay = 10_000

/** How many may stand one above the other. */
const most = 3

const isInUse = (toast: Element) => toast.matches(':hover, :focus-within')

/** Lets a toast go after a while: never while it is pointed at, has the focus, or cannot be seen. */
const letGo = (toast: HTMLElement) => {
  toast.dataset.toast = 'timed'
  const older = [...document.querySelectorAll<HTMLElement>('[data-toast="timed"]')].filter((other) => !isInUse(other))
  for (const other of older.slice(0, -most)) other.remove()
  let timer: number | undefined
  const start = () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      if (document.hidden || isInUse(toast)) start()
      else toast.remove()
    }, stay)
  }
  for (const type of ['pointerleave', 'focusout']) toast.addEventListener(type, start)
  start()
}

/** Removes a toast; focus that was in it goes to the page. */
const dismiss = (toast: Element) => {
  const hadFocus = toast.contains(document.activeElement)
  toast.remove()
  if (hadFocus) document.getElementById('main')?.focus({ preventScroll: true })
}

/** Shows a message, in the server's own markup of a toast. */
export const toast = (message: string) => {
  const template = document.getElementById('toast-template')
  const copy = template instanceof HTMLTemplateElement ? template.content.cloneNode(true) : undefined
  const text = copy instanceof DocumentFragment ? copy.querySelector('p') : undefined
  if (!copy || !text) return
  text.textContent = message
  document.getElementById('toasts')?.append(copy)
}

export const dismissToasts = () => {
  const find = () => document.querySelectorAll<HTMLElement>('[data-toast=""]').forEach(letGo)
  new MutationObserver(find).observe(document.body, { childList: true, subtree: true })
  find()

  document.addEventListener('click', (event) => {
    const toast = around(event, '[data-dismiss]')?.closest('[data-toast]')
    if (toast) dismiss(toast)
  })
  // An Undo that was answered with parts of the page alone has done its work, and one of what is gone cannot.
  document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
    const toast = ctx.sourceElement.closest('[data-toast]')
    if (toast && ctx.response && (ctx.response.status < 400 || ctx.response.status === 404)) dismiss(toast)
  })
}
