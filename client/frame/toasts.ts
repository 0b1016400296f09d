import { closestTo, onHtmx } from '../dom'

/** Lifetime of a toast in ms. */
const lifetime = 10_000

const isInUse = (toast: Element) => toast.matches(':hover, :focus-within')

/** Replaces the previous toast. Removes the toast after its lifetime, unless it is in use or the tab is hidden. */
const expire = (toast: HTMLElement) => {
  toast.dataset.toast = 'timed'
  for (const other of document.querySelectorAll('[data-toast="timed"]')) {
    if (other !== toast && !isInUse(other)) other.remove()
  }
  let timer: number | undefined
  const start = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (document.hidden || isInUse(toast)) start()
      else toast.remove()
    }, lifetime)
  }
  for (const type of ['pointerleave', 'focusout']) toast.addEventListener(type, start)
  start()
}

/** Removes a toast and moves its focus to the page. */
const dismiss = (toast: Element) => {
  const hadFocus = toast.contains(document.activeElement)
  toast.remove()
  if (hadFocus) document.getElementById('main')?.focus({ preventScroll: true })
}

/** Shows a message as a toast, or in the palette if it is open, since it covers toasts. */
export const toast = (message: string) => {
  const template = document.querySelector<HTMLTemplateElement>('#toast-template')?.content
  const text = document.querySelector('#palette[open]>[role=alert]') ?? template?.querySelector('p')
  if (!text) return
  text.textContent = message
  if (!template?.contains(text)) return
  document.getElementById('toasts')?.append(template.cloneNode(true))
  return document.querySelector('#toasts>:last-child')
}

export const enableToasts = () => {
  const expireNew = () => document.querySelectorAll<HTMLElement>('[data-toast=""]').forEach(expire)
  new MutationObserver(expireNew).observe(document.body, { childList: true, subtree: true })
  expireNew()

  document.addEventListener('click', (event) => {
    const toast = closestTo(event, '[data-dismiss]')?.closest('[data-toast]')
    if (toast) dismiss(toast)
  })
  // Dismisses a toast once its Undo succeeded, or can never succeed because its row is gone.
  onHtmx('finally:request', (ctx) => {
    const toast = ctx.sourceElement.closest('[data-toast]')
    if (toast && ctx.response && (ctx.response.status < 400 || ctx.response.status === 404)) dismiss(toast)
  })
}
