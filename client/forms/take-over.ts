import {
  type Answers,
  answersOf,
  answersText,
  hasLine,
  type Prompt,
  toggleAnswerLine,
} from '../../functions/reviews/period-reviews/prompts'
import { closestTo } from '../dom'
import type { NoteBox } from '../notes/page'

// Joins the review's answers into one text for client/notes/notes.ts, which must be loaded after this script.
for (const box of document.querySelectorAll<NoteBox>('[data-note]')) {
  const fields = [...box.querySelectorAll('textarea')]
  box.textIn = (of) => answersText(Object.fromEntries(fields.map((field) => [field.name, field[of]])) as Answers)
  box.show = (text) => {
    const answers = answersOf(text)
    for (const field of fields) field.value = answers[field.name as Prompt]
  }
}

const fieldOf = ({ dataset }: HTMLElement) => document.querySelector<HTMLTextAreaElement>(`#${dataset.takes}`)
const lineOf = ({ value }: HTMLButtonElement) => value.replace(/^\w+ /, '')

/** Marks the evidence lines that are in the answer. */
const mark = () => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-takes]')) {
    button.ariaPressed = String(hasLine(fieldOf(button)?.value ?? '', lineOf(button)))
  }
}
document.addEventListener('input', mark)
// Browsers restore typed text when going back.
addEventListener('pageshow', mark)

// Adds a line of evidence to the answer next to it, or removes it. Without script its button saves the form.
document.addEventListener('click', (event) => {
  const row = closestTo(event, 'a, button, li')
  const button = row?.matches('li') ? row.querySelector<HTMLButtonElement>('[data-takes]') : row
  if (!(button instanceof HTMLButtonElement)) return
  const field = fieldOf(button)
  if (!field) return
  event.preventDefault()
  field.value = toggleAnswerLine(field.value, lineOf(button))
  field.scrollTop = field.scrollHeight
  field.dispatchEvent(new Event('input', { bubbles: true }))
})
