import { lineField, onHtmx } from '../dom'
import type { RequestContext } from './submit-once'

type TextField = HTMLInputElement | HTMLTextAreaElement

const isTextField = (element: Element | null): element is TextField =>
  typeof (element as TextField | null)?.selectionStart === 'number'

/** A submitted form and its body. */
type Submission = { sourceElement?: Element; request?: { form?: unknown; body?: unknown } }

/** The current form of a request: the response to the previous write may have replaced the original one. */
const formOf = ({ sourceElement, request }: Submission) => {
  const form = request?.form ?? sourceElement
  return form instanceof HTMLFormElement ? ((document.getElementById(form.id) as HTMLFormElement | null) ?? form) : null
}

/** Text of a palette line without its leading `+`, which stays in the field. */
const textOf = (line: string) => line.replace(/^[\s+]*/, '')

/** Text fields that have changed since their form was sent. */
export const changedFields = (submission: Submission) => {
  const form = formOf(submission)
  const body = submission.request?.body as FormData | undefined
  const line = lineField(form)
  if (!form || !body) return []
  // The palette's field is outside its forms.
  return [...new Set([line, ...form.elements])].filter(isTextField).filter((field) => {
    const { name, value } = field
    if (field === line) return textOf(value)
    // A form that has replaced the sent one may have other fields.
    return form === (submission.request?.form ?? form) && (body.get(name) ?? value) !== value
  })
}

/**
 * Keeps text that is typed while a form's response is pending. An entry field (`lineField`) is cleared when its line is
 * sent, and gets the line back if the request is refused or fails.
 */
export const keepTypedAhead = () => {
  const typed = new WeakMap<RequestContext, ReturnType<typeof changedFields>>()
  const lines = new WeakMap<RequestContext, string>()
  onHtmx('config:request', (ctx) => {
    const field = lineField(formOf(ctx))
    if (!field) return
    lines.set(ctx, field.value)
    field.value = field.value.slice(0, -textOf(field.value).length)
  })
  const putBack = (ctx?: RequestContext) => {
    const line = ctx && lines.get(ctx)
    const field = line && lineField(formOf(ctx))
    const since = field && textOf(field.value)
    if (field) field.value = since ? `${line} ${since}` : line
  }
  onHtmx('error', putBack)
  onHtmx('after:request', (ctx) => Number(ctx.response?.status) < 400 || putBack(ctx))
  onHtmx('before:swap', (ctx) => typed.set(ctx, changedFields(ctx)))
  onHtmx('after:swap', (ctx) => {
    for (const { id, value } of typed.get(ctx) ?? []) {
      const next = document.getElementById(id)
      if (!isTextField(next) || next.value === value) continue
      next.value = value
      next.dispatchEvent(new Event('input', { bubbles: true }))
    }
  })
}
