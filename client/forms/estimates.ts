import { closestTo } from '../dom'

const selector = 'input[id^="estimate-"]'

/** In the estimates column Enter and the arrow keys move to the next or previous field. Escape leaves the field. */
document.addEventListener('keydown', (event) => {
  const field = closestTo<HTMLInputElement>(event, selector)
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!field || event.isComposing) return
  if (event.key === 'Escape') return field.blur()
  if (step === undefined) return
  event.preventDefault()
  const fields = [...document.querySelectorAll<HTMLElement>(selector)]
  const next = fields[fields.indexOf(field) + step] ?? document.getElementById('day-after')
  next?.focus()
})
document.addEventListener('focusin', (event) => closestTo<HTMLInputElement>(event, selector)?.select())

// Browsers fire no `change` if a swap renewed the field's value while it was edited.
document.addEventListener('focusout', (event) => {
  const field = closestTo<HTMLInputElement>(event, selector)
  if (field && field.value !== field.defaultValue) field.form?.requestSubmit()
})
