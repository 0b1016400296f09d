import { onHtmx } from './dom'
import { isBusy, type RequestContext } from './submit-once'

type TextField = HTMLInputElement | HTMLTextAreaElement

const isTextField = (element: Element | null): element is TextField =>
  element !== null && 'selectionStart' in element && element.selectionStart !== null

/** The part of a request that says what was sent. */
type Sent = { sourceElement?: Element; request?: { body?: unknown } }

/** The text fields in which a person has typed since their form was sent, with what was sent. */
export const typedSince = ({ sourceElement: form, request: { body } = {} }: Sent) => {
  if (!(form instanceof HTMLFormElement && (body instanceof URLSearchParams || body instanceof FormData))) return []
  return [...form.elements].filter(isTextField).flatMap((field) => {
    const sent = body.get(field.name)
    return typeof sent === 'string' && sent !== field.value ? { field, sent } : []
  })
}

/** The part of a field's text that follows the sent line. */
export const textAfter = (value: string, sent: string) => (value.startsWith(sent) ? value.slice(sent.length) : value)

/** Sends the next line if Enter was pressed for it. The page keeps its text, as other scripts ask, too. */
export const sendNextLine = (form: HTMLFormElement | null, value: string) => {
  if (document.body.dataset.nextLine === value) form?.requestSubmit()
}

/**
 * Keeps what a person types into a form that waits for its response. Where that brings the form empty for the next line,
 * the line that was sent is left out; if they have pressed Enter too, the next line is sent.
 */
export const keepTyped = () => {
  const typed = new WeakMap<RequestContext, ReturnType<typeof typedSince>>()
  addEventListener(
    'submit',
    ({ target }) => {
      const field = document.activeElement
      if (isBusy(target) && isTextField(field)) document.body.dataset.nextLine = field.value
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
      next.value = isEmpty ? textAfter(value, sent) : value
      next.dispatchEvent(new Event('input', { bubbles: true }))
      if (isEmpty) sendNextLine(next.form, value)
    }
  })
}
