import { hasUnsentInput } from '../dom'
import { toast } from '../frame/toasts'

const { person } = document.body.dataset

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** A form that could not be sent: its person and URL, and the name, value and checked state of each field. */
type Typed = { person?: string; url: string; fields: [string, string, boolean][] }

const fieldsOf = (form: HTMLFormElement) =>
  [...form.querySelectorAll<Field>(':is(input, select, textarea)[name]')].filter(
    ({ type }) => !/hidden|password|file/.test(type),
  )

const isTick = (field: Field): field is HTMLInputElement => /checkbox|radio/.test(field.type)

const formTo = (url: string) => [...document.forms].find(({ action, method }) => method === 'post' && action === url)

/** Stores the unsent text of a form on the device, until it is cleared or sent. */
const keep = (form: HTMLFormElement) => {
  const forget = () => localStorage.removeItem(location.href)
  const store = () => {
    const fields = fieldsOf(form).map((field) => [field.name, field.value, isTick(field) && field.checked])
    if (hasUnsentInput(form)) localStorage.setItem(location.href, JSON.stringify({ person, url: form.action, fields }))
    else forget()
  }
  form.oninput = store
  form.onsubmit = forget
  store()
}

/** Stores the text of the form that could not be sent. */
export const keepUnsent = (url: string) => {
  const form = formTo(url)
  if (form && hasUnsentInput(form)) keep(form)
}

/** Restores unsent text into the form of a reloaded page. */
export const restoreUnsent = () => {
  const {
    person: owner,
    url,
    fields,
  }: Typed = JSON.parse(localStorage.getItem(location.href) ?? '{"url":"","fields":[]}')
  const form = formTo(url)
  if (!form || owner !== person || hasUnsentInput(form)) return
  for (const field of fieldsOf(form)) {
    const at = fields.findIndex(([name, value]) => name === field.name && (!isTick(field) || value === field.value))
    const [, value, isTicked] = (at >= 0 && fields.splice(at, 1)[0]) || [field.name, field.value, false]
    if (isTick(field)) field.checked = isTicked
    else field.value = value
  }
  for (const fold of form.querySelectorAll('details')) fold.open ||= hasUnsentInput(fold)
  keep(form)
  toast('What you typed is back. It wasn’t sent.')
}
