import { onHtmx } from './dom'
import { isBusy, type RequestContext } from './submit-once'

type TextField = HTMLInputElement | HTMLTextAreaElement

const isTextField = (element: Element | null): element is TextField =>
  element !== null && 'selectionStart' in element && element.selectionStart !== null

/** The text fields in which a person has typed since their form was sent, with what was sent. */
export const typedSince = ({ sourceElement: form, request: { body } }: RequestContext) => {
  if (!(form instanceof HTMLFormElement && (body instanceof URLSearchParams || body instanceof FormData))) return []
  return [...form.elements].filter(isTextField).flatMap((field) => {
    const sent = body.get(field.name)
    return typeof sent === 'string' && sent !== field.value ? { field, sent } : []
  })
}

/**
 * Keeps what a person types into a form that waits for its response. Where that brings the form empty for the next line,
 * the line that was sent is left out; if they have pressed Enter too, the next line is sent.
 */
export const keepTyped = () => {
  const typed = new WeakMap<RequestContext, ReturnType<typeof typedSince>>()
  /** the text with which a busy form was submitted */
  let again = ''

  addEventListener(
    'submit',
    ({ target }) => {
      const field = document.activeElement
      if (isBusy(target) && isTextField(field)) again = field.value
    },
    { capture: true },
  )
  onHtmx('before:swap', (ctx) => typed.set(ctx, typedSince(ctx)))
  onHtmx('after:swap', (ctx) => {
    for (const { field, sent } of typed.get(ctx) ?? []) {
      const { id, value } = field
      const next = document.getElementById(id)
      if (!isTextField(next) || next.value === value) continue
      const isEmpty = !next.value
      next.value = isEmpty && value.startsWith(sent) ? value.slice(sent.length) : value
      next.dispatchEvent(new Event('input', { bubbles: true }))
      if (isEmpty && again === value) next.form?.requestSubmit()
    }
  })
}
