import { onHtmx } from './dom'
import { isBusy, type RequestContext } from './submit-once'

/** `entered`: text at the latest Enter while the form was busy. */
type TextField = (HTMLInputElement | HTMLTextAreaElement) & { entered?: string }

const isTextField = (element: Element | null): element is TextField =>
  typeof (element as TextField | null)?.selectionStart === 'number'

/** A submitted form and its body. */
type Submission = { sourceElement?: Element; request?: { body?: unknown } }

/** The text fields in which a person has typed since their form was sent, with what was sent. */
export const typedSince = ({ sourceElement: form, request }: Submission) => {
  const body = request?.body as FormData | undefined
  if (!(form instanceof HTMLFormElement && body)) return []
  return [...form.elements].filter(isTextField).flatMap((field) => {
    const sent = body.get(field.name)
    return typeof sent === 'string' && sent !== field.value ? { field, sent } : []
  })
}

/** The part of a field's text that follows the sent line. */
export const textAfter = (value: string, sent: string) => (value.startsWith(sent) ? value.slice(sent.length) : value)

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
      if (isBusy(target) && isTextField(field)) field.entered = field.value
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
      if (isEmpty && field.entered === value) next.form?.requestSubmit()
    }
  })
}
