import { closestTo } from '../dom'

/** Selected text of a note, else the line with the caret, without its checkbox. */
const chosenIn = (note: Element, { value, selectionStart: from, selectionEnd: to }: HTMLTextAreaElement) => {
  const shown = getSelection()
  const selected =
    (note.contains(shown?.anchorNode ?? null) && shown?.toString().trim()) || value.slice(from, to).trim()
  const line = `${value.slice(0, from).split('\n').at(-1)}${value.slice(from).split('\n')[0]}`
  // A note that never had focus reports a caret at its start, which selects nothing.
  const words = selected || (to === 0 ? '' : line)
  return words
    .replace(/^\s*(?:[-*+]\s+)?(?:\[[ x]?\]\s+)?/i, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The pending line: its input, its text before the selection was inserted, and the field to return to. */
let sent: { line: HTMLInputElement; begun: string; field: HTMLElement } | undefined

// `data-adds="id"` sends the selected text of its note through the line with that id. The note is unchanged.
document.addEventListener('click', (event) => {
  const button = closestTo(event, '[data-adds]')
  const note = button?.closest('[data-note]')
  const field = note?.querySelector('textarea')
  const line = document.getElementById(button?.dataset.adds ?? '')
  if (!note || !field || !(line instanceof HTMLInputElement)) return
  const words = chosenIn(note, field).slice(0, line.maxLength)
  if (words === '') return field.focus()
  sent = { line, begun: line.value, field }
  line.value = words
  line.form?.requestSubmit()
})

document.addEventListener('htmx:after:swap', () => {
  const next = document.getElementById(sent?.line.id ?? '')
  if (!sent || next === sent.line || !(next instanceof HTMLInputElement)) return
  const { begun, field } = sent
  sent = undefined
  // A refused line stays in its field, with the reason.
  if (next.value !== '') return
  next.value = begun
  field.focus()
})
