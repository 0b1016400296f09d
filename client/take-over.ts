import { hasLine, withLine } from '../functions/reviews/period-reviews/prompts'
import { closestTo, hasUnsentInput } from './dom'

/** The form is on its way, so that leaving the page loses nothing. */
let isSent = false
addEventListener('submit', ({ target }) => {
  if (target instanceof HTMLFormElement && target.id === 'review-form') isSent = true
})
addEventListener('beforeunload', (event) => {
  const form = document.getElementById('review-form')
  if (!isSent && form && hasUnsentInput(form)) event.preventDefault()
})

const fieldOf = ({ dataset }: HTMLElement) => document.querySelector<HTMLTextAreaElement>(`#${dataset.takes}`)
const lineOf = ({ value }: HTMLButtonElement) => value.replace(/^\w+ /, '')

/** Shows Save while there is something to save, and which lines are taken over; Ctrl or ⌘ with Enter saves, too. */
const mark = () => {
  const form = document.getElementById('review-form')
  form?.toggleAttribute('data-unsent', hasUnsentInput(form))
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-takes]')) {
    button.ariaPressed = String(hasLine(fieldOf(button)?.value ?? '', lineOf(button)))
  }
}
document.addEventListener('input', mark)
document.addEventListener('keydown', (event) => {
  const isSave = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
  if (isSave) closestTo<HTMLFormElement>(event, '#review-form')?.requestSubmit()
})
// A browser that goes back keeps what was typed.
addEventListener('pageshow', mark)

// Puts a line of the evidence into the answer beside it, or takes it out; without script its button saves.
document.addEventListener('click', (event) => {
  const row = closestTo(event, 'a, button, .takes')
  const button = row?.matches('.takes') ? row.querySelector<HTMLButtonElement>('[data-takes]') : row
  if (!(button instanceof HTMLButtonElement)) return
  const field = fieldOf(button)
  if (!field) return
  event.preventDefault()
  field.value = withLine(field.value, lineOf(button))
  field.scrollTop = field.scrollHeight
  mark()
})
