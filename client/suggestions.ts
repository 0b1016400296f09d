import htmx from 'htmx.org'
import { closestTo } from './dom'

const combobox = 'input[role="combobox"]'

const listOf = ({ id }: HTMLInputElement) => document.getElementById(`${id}-list`)

const write = (field: HTMLInputElement, name: 'caret' | 'create', value: string) => {
  const hidden = document.getElementById(`${field.id}-${name}`)
  if (hidden instanceof HTMLInputElement) hidden.value = value
}

/** Tells screen readers what the list shows and which option is selected. */
const announce = (field: HTMLInputElement, options: HTMLElement[]) => {
  const selected = options.find((option) => option.ariaSelected === 'true')
  const states = { 'aria-expanded': String(options.length > 0), 'aria-activedescendant': selected?.id ?? '' }
  for (const [name, value] of Object.entries(states)) {
    if ((field.getAttribute(name) ?? '') !== value) field.setAttribute(name, value)
  }
  selected?.scrollIntoView({ block: 'nearest' })
}

const optionsOf = (field: HTMLInputElement) => [
  ...(listOf(field)?.querySelectorAll<HTMLElement>('[role="option"]') ?? []),
]

const close = (field: HTMLInputElement) => {
  listOf(field)?.replaceChildren()
  announce(field, [])
}

const accept = (field: HTMLInputElement, { dataset }: HTMLElement) => {
  field.value = dataset.line ?? ''
  field.setSelectionRange(Number(dataset.caret), Number(dataset.caret))
  if (dataset.create) write(field, 'create', dataset.create)
  close(field)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Offers suggestions for the word at the caret: arrows select one, Enter, Tab and a tap take it, Esc closes the list. */
export const offerSuggestions = () => {
  /** The line when its suggestions were requested. */
  let requested = ''

  // Captures, so that a form is sent with the caret and an option is taken before a shortcut handles its key.
  document.addEventListener(
    'input',
    (event) => {
      const field = closestTo<HTMLInputElement>(event, combobox)
      if (!field) return
      write(field, 'caret', String(field.selectionStart))
      // An option replaces the whole line. While only its last word grows, it still fits.
      if (!field.value.startsWith(requested) || /\s/.test(field.value.slice(requested.length))) close(field)
    },
    { capture: true },
  )
  document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
    const field = document.activeElement
    if (ctx.sourceElement.role === 'listbox' && field instanceof HTMLInputElement) requested = field.value
  })
  document.addEventListener('htmx:after:swap', () => {
    for (const field of document.querySelectorAll<HTMLInputElement>(combobox)) {
      if (field === document.activeElement && field.value.startsWith(requested)) announce(field, optionsOf(field))
      else close(field)
    }
  })
  document.addEventListener(
    'keydown',
    (event) => {
      const field = closestTo<HTMLInputElement>(event, combobox)
      if (!field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
      const options = optionsOf(field)
      const at = options.findIndex((option) => option.ariaSelected === 'true')
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const selected = options[at]
      if (step && options.length > 0) {
        const next = options.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % options.length)
        for (const option of options) option.ariaSelected = String(option === next)
        announce(field, options)
      } else if (step) htmx.trigger(listOf(field) ?? field, 'suggest', {}, false)
      else if (selected && !event.shiftKey && (event.key === 'Enter' || event.key === 'Tab')) accept(field, selected)
      else if (event.key === 'Escape' && options.length > 0) close(field)
      else return
      event.preventDefault()
    },
    { capture: true },
  )
  // Keeps the focus in the field.
  document.addEventListener('mousedown', (event) => closestTo(event, '[role="listbox"]') && event.preventDefault())
  document.addEventListener('click', (event) => {
    const option = closestTo(event, '[role="option"]')
    const field = document.activeElement
    if (option && field instanceof HTMLInputElement) accept(field, option)
  })
  document.addEventListener('focusout', (event) => {
    const field = closestTo<HTMLInputElement>(event, combobox)
    if (field) close(field)
  })
}
