import { closestTo } from '../dom'

const selector = 'input[id^="estimate-"]'

/** In the column of estimates Enter and the arrows go to the next field and the one before, Escape leaves it. */
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

// No `change` is fired where the page part was renewed while it was typed in.
document.addEventListener('focusout', (event) => {
  const field = closestTo<HTMLInputElement>(event, selector)
  if (field && field.value !== field.defaultValue) field.form?.requestSubmit()
})
