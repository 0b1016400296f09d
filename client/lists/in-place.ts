import type htmxOfApp from 'htmx.org'
import { closestTo, focusField, hasUnsentInput, onHtmx } from '../dom'

declare global {
  /** Set by client/app.ts, as this module loads with the first edit. */
  var htmx: typeof htmxOfApp
}

const formIn = (root: ParentNode) => root.querySelector<HTMLFormElement>('form.in-place')

const titleOf = (row: Element) => row.querySelector<HTMLAnchorElement>('a.row-title')

/** Path of a row's edit form. A row without a menu cannot be edited. A menu not opened yet has no link to the form. */
const pathOf = (row: Element) =>
  row.querySelector('[data-menu]') &&
  (row.querySelector<HTMLAnchorElement>('.sheet [href$="/edit"]')?.pathname ?? `${titleOf(row)?.pathname}/edit`)

/** Closes the edit form, so that the row's text is visible again. */
const leave = (form: HTMLFormElement) => {
  const row = form.closest('li')
  form.remove()
  row?.removeAttribute('hx-morph-skip')
  return row
}

/** Places the form over the text that it edits. For a title it extends to the row's figures. */
const place = (form: HTMLFormElement, row: Element, words: Element, isTitle: boolean) => {
  const { left, top: edge } = words.getBoundingClientRect()
  const top = edge + Number.parseFloat(getComputedStyle(words).paddingTop)
  const outer = row.getBoundingClientRect()
  const end = row.querySelector('.length')?.getBoundingClientRect().left
  const right = isTitle && end !== undefined && end > left + outer.width / 2 ? end : outer.right
  form.style.setProperty('top', `${top - outer.top}px`)
  form.style.setProperty('--left', `${left - outer.left}px`)
  form.style.setProperty('--width', `${form.offsetWidth}px`)
  if (!isTitle) return
  form.classList.add('long')
  form.style.setProperty('right', `${outer.right - right + 8}px`)
}

/** Replaces a field's text by its form. */
const open = async (words: HTMLElement) => {
  const row = words.closest('li')
  const path = row && pathOf(row)
  if (!row || !path) return
  const { edits = '' } = words.dataset
  row.setAttribute('hx-morph-skip', '')
  await htmx.ajax('GET', `${path}?field=${edits}`, { source: words, target: row, swap: 'beforeend' })
  const form = formIn(row)
  if (!form) return row.removeAttribute('hx-morph-skip')
  place(form, row, words, words.matches('a'))
  focusField(fieldsOf(form)[0] ?? form)
}

const fieldsOf = (form: HTMLFormElement) => [
  ...form.querySelectorAll<HTMLElement>('input:not([type="hidden"]), select, textarea'),
]

/** the row and field to edit next, once the response has arrived */
let next: { id: string; edits?: string } | undefined
let isByKey = false

/** Opens the form of a field, after the response to another edit if one is open. */
export const openEdit = (words: HTMLElement) => {
  const id = words.closest('li')?.id ?? ''
  if (formIn(document)) next = { id, edits: words.dataset.edits }
  else open(words)
}

const save = (form: HTMLFormElement, edits?: string) => {
  const row = form.closest('li')
  next = row?.id ? { id: row.id, edits } : undefined
  if (hasUnsentInput(form)) return form.requestSubmit()
  leave(form)
  goOn()
}

const goOn = () => {
  const row = document.getElementById(next?.id ?? '')
  const words = next?.edits ? row?.querySelector<HTMLElement>(`[data-edits="${next.edits}"]`) : null
  next = undefined
  if (words) open(words)
  else if (row) titleOf(row)?.focus({ preventScroll: true })
}

document.addEventListener('keydown', (event) => {
  const form = closestTo<HTMLFormElement>(event, 'form.in-place')
  if (!form || event.isComposing || event.defaultPrevented) return
  isByKey = true
  const fields = fieldsOf(form)
  const step = event.shiftKey ? -1 : 1
  const row = form.closest('li')
  const all = [...(row?.querySelectorAll<HTMLElement>('[data-edits]') ?? [])].map(({ dataset }) => dataset.edits)
  if (event.key === 'Escape') {
    const left = leave(form)
    if (left) titleOf(left)?.focus({ preventScroll: true })
  } else if (event.key === 'Enter' && !event.shiftKey && !closestTo(event, 'a')) save(form)
  else if (event.key === 'Tab' && !fields.some((field, index) => field === event.target && fields[index + step])) {
    save(form, all[all.indexOf(form.querySelector<HTMLInputElement>('[name="field"]')?.value) + step])
  } else return
  event.preventDefault()
})
document.addEventListener('pointerdown', (event) => {
  isByKey = false
  const form = formIn(document)
  if (!form || closestTo(event, 'form.in-place')) return
  next = undefined
  if (hasUnsentInput(form)) form.requestSubmit()
  else leave(form)
})
// By mouse a change is a final selection. By keyboard every step through the list is a change.
document.addEventListener('change', ({ target }) => {
  const form = target instanceof HTMLSelectElement && !isByKey && target.closest<HTMLFormElement>('form.in-place')
  if (form) save(form)
})
const forms = new WeakMap<object, HTMLFormElement>()
onHtmx('before:swap', (ctx) => {
  const form = ctx.sourceElement
  if (!(form instanceof HTMLFormElement) || !form.matches('form.in-place')) return
  forms.set(ctx, form)
  if (ctx.response?.status !== 422) form.closest('li')?.removeAttribute('hx-morph-skip')
})
// When a swap has replaced the form, the new row is the source of this event. Earlier events have the form.
onHtmx('finally:request', (ctx) => {
  const form = forms.get(ctx)
  const status = ctx.response?.status ?? 500
  if (!form || (status >= 400 && status !== 422)) return
  const again = formIn(document)
  if (status !== 422) {
    if (form.isConnected) leave(form)
    goOn()
  } else if (again) {
    again.style.cssText = form.style.cssText
    again.className = form.className
    focusField(again.querySelector<HTMLElement>('[aria-invalid]') ?? fieldsOf(again)[0] ?? again)
  }
})
