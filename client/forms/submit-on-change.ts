import { closestTo } from '../dom'

/** Clears the fields that a "remove filter" link would leave out of the URL, and focuses the next link. */
const clear = (event: MouseEvent) => {
  const link = closestTo(event, '[data-clears]')
  const ids = link?.dataset.clears?.split(' ') ?? []
  const fields = ids.flatMap((id) => document.querySelector<HTMLInputElement>(`#${id}`) ?? [])
  const form = link?.closest('form')
  if (!link || !form || fields.length < ids.length || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  for (const field of fields) field.value = ''
  const chip = link.closest('li')
  const next = (chip?.nextElementSibling ?? chip?.previousElementSibling)?.querySelector<HTMLElement>('a')
  ;(next ?? form.querySelector<HTMLElement>('summary, input[type="search"]'))?.focus({ preventScroll: true })
  form.requestSubmit()
}

/** Submits a form with `data-auto` on a change. Search fields submit on Enter or have their own trigger. */
export const submitOnChange = () => {
  document.addEventListener('change', (event) => {
    const field = closestTo<HTMLInputElement>(event, 'input, select, textarea')
    if (field?.form?.dataset.auto !== undefined && field.type !== 'search') field.form.requestSubmit()
  })
  document.addEventListener('click', clear)
}
