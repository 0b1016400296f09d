/**
 * Shows suggestions for the word at the caret. Arrows select one; Enter, Tab or a tap accepts it; Esc closes the list. In the
 * palette, Home and End select the first and the last option.
 */
import { closestTo, onHtmx } from '../dom'
import { handlePalette } from '../frame/palette'

const combobox = 'input[aria-autocomplete]'

const listOf = ({ id }: HTMLInputElement) => document.getElementById(`${id}-list`)

/** Requests the list's options. */
const suggest = (field: HTMLInputElement) => htmx.trigger(listOf(field) ?? field, 'suggest', {}, false)

const write = (field: HTMLInputElement, name: 'caret' | 'create', value: string) => {
  const hidden = document.querySelector<HTMLInputElement>(`#${field.id}-${name}`)
  if (hidden) hidden.value = value
}

/** Announces the list and its selected option to screen readers. */
const announce = (field: HTMLInputElement, options: HTMLElement[]) => {
  const selected = options.find((option) => option.ariaSelected === 'true')
  const states = { 'aria-expanded': String(options.length > 0), 'aria-activedescendant': selected?.id ?? '' }
  for (const [name, value] of Object.entries(states)) {
    if ((field.getAttribute(name) ?? '') !== value) field.setAttribute(name, value)
  }
}

const optionsOf = (field: HTMLInputElement) => [
  ...(listOf(field)?.querySelectorAll<HTMLElement>('[role="option"]') ?? []),
]

/** True for the palette's field: its list stays open, and one of its options is always selected. */
const stays = (field: HTMLInputElement) => field.id === 'palette-q'

const close = (field: HTMLInputElement) => {
  if (stays(field)) return
  listOf(field)?.replaceChildren()
  announce(field, [])
}

const select = (field: HTMLInputElement, options: HTMLElement[], selected?: HTMLElement) => {
  for (const option of options) option.ariaSelected = String(option === selected)
  announce(field, options)
  selected?.scrollIntoView({ block: 'nearest' })
}

/** Writes an option's line into the field, or clicks an option without a line. */
const accept = (field: HTMLInputElement, option: HTMLElement) => {
  const { dataset } = option
  if (dataset.line === undefined) return option.click()
  field.value = dataset.line
  field.setSelectionRange(Number(dataset.caret), Number(dataset.caret))
  if (dataset.create) write(field, 'create', dataset.create)
  close(field)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

const state: {
  /** The line that the pending request sends. */
  requested: string
  /** The palette's line when Enter was pressed before its options had arrived. */
  entered?: string
  /** The palette's line when its current options were rendered. */
  shown?: string
} = { requested: '' }

/** Runs the selected option of the palette, once the options belong to the typed line. */
const enter = (field: HTMLInputElement) => {
  state.entered = state.shown === field.value ? undefined : field.value
  if (state.entered !== undefined) return suggest(field)
  const selected = optionsOf(field).find((option) => option.ariaSelected === 'true')
  if (selected) accept(field, selected)
}

const closeUnlessFitting = (event: Event) => {
  closestTo(event, 'form')?.querySelector('[data-answers]')?.remove()
  const field = closestTo<HTMLInputElement>(event, combobox)
  if (!field) return
  write(field, 'caret', String(field.selectionStart))
  // An option replaces the whole line. While only the last word is extended, the options still fit.
  if (!field.value.startsWith(state.requested) || /\s/.test(field.value.slice(state.requested.length))) close(field)
}

const announceOrClose = (field: HTMLInputElement) => {
  const isOpen = stays(field)
    ? field.checkVisibility()
    : field === document.activeElement && field.value.startsWith(state.requested)
  if (isOpen) announce(field, optionsOf(field))
  else close(field)
}

const handleKey = (event: KeyboardEvent) => {
  const field = closestTo<HTMLInputElement>(event, combobox)
  if (!field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const options = optionsOf(field)
  const at = options.findIndex((option) => option.ariaSelected === 'true')
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const end = stays(field) && !event.shiftKey ? { Home: 0, End: -1 }[event.key] : undefined
  const selected = options[at]
  const takes = event.key === 'Enter' || (event.key === 'Tab' && (!stays(field) || selected?.dataset.line))
  if (end !== undefined) select(field, options, options.at(end))
  else if (step && options.length > 0)
    select(field, options, options.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % options.length))
  else if (step) suggest(field)
  else if (takes && stays(field) && event.key === 'Enter') enter(field)
  else if (selected && !event.shiftKey && takes) accept(field, selected)
  else if (event.key === 'Escape' && options.length > 0 && !stays(field)) close(field)
  else return
  event.preventDefault()
}

handlePalette()
// Captures the key, so that a form includes the caret position, and an option is accepted before a shortcut runs.
document.addEventListener('input', closeUnlessFitting, true)
document.addEventListener('keydown', handleKey, true)
onHtmx('before:request', (ctx) => {
  const field = document.activeElement
  if (ctx.sourceElement.role === 'listbox' && field instanceof HTMLInputElement) state.requested = field.value
})
onHtmx('after:swap', (ctx) => {
  for (const field of document.querySelectorAll<HTMLInputElement>(combobox)) {
    announceOrClose(field)
    if (!stays(field) || ctx.sourceElement !== listOf(field)) continue
    state.shown = state.requested
    if (state.entered === field.value) enter(field)
  }
})
// Keeps the focus in the field when an option is pressed.
document.addEventListener('mousedown', (event) => closestTo(event, '[role="listbox"]') && event.preventDefault())
document.addEventListener('click', (event) => {
  const option = closestTo(event, '[role="option"]')
  const field = document.activeElement
  if (option?.dataset.line !== undefined && field instanceof HTMLInputElement) accept(field, option)
})
document.addEventListener('focusout', (event) => {
  const field = closestTo<HTMLInputElement>(event, combobox)
  if (field) close(field)
})
// Handles the field whose focus loaded this module.
const active = document.activeElement
if (active instanceof HTMLInputElement && active.matches(combobox)) {
  write(active, 'caret', String(active.selectionStart))
  announceOrClose(active)
}
