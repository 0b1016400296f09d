import { toast } from './toasts'

/** A stale edit and an invalid form come back as parts of the page. */
const answered = [409, 422]

/** What the server says went wrong: the title and the detail of its ErrorNotice. */
const reason = (html: string | undefined) => {
  const notice = new DOMParser().parseFromString(html ?? '', 'text/html')
  const text = (part: string) => notice.querySelector(`[data-error-${part}]`)?.textContent
  return text('title') ? `${text('title')}. ${text('detail') ?? ''}`.trim() : undefined
}

/** Says that a request failed, unless it was only a timer's. */
export const showFailures = () => {
  document.addEventListener('htmx:response:error', ({ detail: { ctx } }) => {
    if (ctx.sourceEvent?.type === 'every' || answered.includes(ctx.response?.status ?? 0)) return
    toast(reason(ctx.text) ?? 'Something went wrong here. Nothing was changed. Try again in a moment.')
  })
  document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
    if (!ctx || ctx.response || ctx.sourceEvent?.type === 'every') return
    toast('Daymark cannot be reached. What you typed is still here: try again once you are online.')
  })
  // A page that could not be shown is not where the person is.
  document.addEventListener('htmx:before:history:update', (event) => {
    if (event.detail.response?.status >= 400) event.preventDefault()
  })
}
