import { toast } from './toasts'

/** Conflicts and invalid forms are swapped into the page and need no toast. */
const swapped = [409, 422]

/** Reads title and detail from the server's ErrorNotice. */
const reason = (html: string | undefined) => {
  const notice = new DOMParser().parseFromString(html ?? '', 'text/html')
  const text = (part: string) => notice.querySelector(`[data-error-${part}]`)?.textContent
  return text('title') ? `${text('title')}. ${text('detail') ?? ''}`.trim() : undefined
}

/** Shows a toast when a request fails, unless it was a poll. */
export const showRequestErrors = () => {
  document.addEventListener('htmx:response:error', ({ detail: { ctx } }) => {
    if (ctx.sourceEvent?.type === 'every' || swapped.includes(ctx.response?.status ?? 0)) return
    toast(reason(ctx.text) ?? 'Something went wrong. Nothing was changed. Try again in a moment.')
  })
  // Keeps the URL when the requested page failed to load.
  document.addEventListener('htmx:before:history:update', (event) => {
    if (event.detail.response?.status >= 400) event.preventDefault()
  })
}
