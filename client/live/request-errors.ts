import { onHtmx } from '../dom'
import { toast } from '../frame/toasts'

/** Conflicts and invalid forms are swapped into the page and need no toast. */
const swapped = [409, 422]

/** Reads title and detail from the server's ErrorNotice. */
const reason = (html = '') =>
  new DOMParser().parseFromString(html, 'text/html').querySelector('[data-error]')?.textContent

/** Shows a toast when a request fails, unless it was a poll. */
export const showRequestErrors = () => {
  onHtmx('response:error', (ctx) => {
    if (ctx.sourceEvent?.type === 'every' || swapped.includes(ctx.response?.status ?? 0)) return
    toast(reason(ctx.text) ?? 'Something went wrong. Nothing was changed.')
  })
  // Keeps the URL when the requested page failed to load.
  document.addEventListener('htmx:before:history:update', (event) => {
    if (event.detail.response?.status >= 400) event.preventDefault()
  })
}
