import { plural } from '../../functions/lib/time/duration'
import { closestTo, setText } from '../dom'
import { toast } from '../frame/toasts'

const boxes = () => [...document.querySelectorAll<HTMLInputElement>('#evidence [name^="in-"]')]

/** Selector of sections, goals and lines whose box is not ticked: these and their content stay out of the document. */
const out = ':is(section:has(> div input:not(:checked)), li:has(> label > input:not(:checked)))'

/** Counts the lines that go into the document, and shows the count. */
const count = () => {
  const lines = boxes().filter((box) => box.matches('li input') && !box.closest(out)).length
  setText(document.getElementById('evidence-count'), plural(lines, 'line'))
  return lines
}

/** Markdown of the document as shown, the same as its download. */
const markdownOf = async (form: HTMLFormElement) => {
  const answer = await fetch('/evidence/markdown', { method: 'POST', body: new FormData(form) })
  if (!answer.ok) throw new Error(answer.statusText)
  return new Blob([await answer.text()], { type: 'text/plain' })
}

const copy = async (form: HTMLFormElement) => {
  try {
    // Some browsers accept a promise here only if `write` is called before any `await`.
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': markdownOf(form) })])
    toast('Copied')
  } catch {
    toast('Not copied. Download it from the menu instead')
  }
}

document.addEventListener('change', (event) => {
  const line = closestTo(event, 'li')
  const part = line?.closest('section')
  const box = part?.querySelector<HTMLInputElement>(':scope > div input')
  if (box) box.checked = part?.querySelector('li :checked') !== null
  count()
})
document.addEventListener('click', (event) => {
  const button = closestTo<HTMLButtonElement>(event, '#evidence button')
  if (button?.matches('#evidence-bar :not([formnovalidate])') && count() === 0) {
    event.preventDefault()
    toast('Select a line first')
    return
  }
  if (button?.dataset.copies !== undefined && button.form?.reportValidity()) void copy(button.form)
  if (button?.name !== 'unticks') return
  event.preventDefault()
  const unticked = new Set(button.value.split(' '))
  for (const box of boxes()) box.checked = !unticked.has(box.name.slice('in-'.length))
  count()
})
// When a browser goes back, it restores the ticked boxes.
addEventListener('pageshow', count)
count()
