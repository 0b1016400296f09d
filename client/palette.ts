import htmx from 'htmx.org'
import { closestTo, onHtmx } from './dom'

/** Path of the pages that were opened last, of the person whose pages they are. */
const storageKey = 'recent'
const most = 20

const dialog = () => document.querySelector<HTMLDialogElement>('#palette')
const input = (name: string) => document.querySelector<HTMLInputElement>(`.palette-field [name="${name}"]`)

/** Actions of the page: links and buttons of its head, and Stop. */
const actions = () => [
  ...document.querySelectorAll<HTMLElement>('.page-head > .actions :is(a[href], button), #timer-stop'),
]

const wordsOf = (action: HTMLElement) => (action.ariaLabel ?? action.textContent ?? '').replace(/\s+/g, ' ').trim()

const readRecent = (): string[] => {
  try {
    const [person, ...paths] = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return person === document.body.dataset.person ? paths : []
  } catch {
    return []
  }
}

/** Keeps the page as the one that was opened last. Nothing is kept of a person who is signed out. */
const keepRecent = () => {
  const { person } = document.body.dataset
  const paths = [location.pathname, ...readRecent().filter((path) => path !== location.pathname)].slice(0, most)
  try {
    if (person) localStorage.setItem(storageKey, JSON.stringify([person, ...paths]))
    else localStorage.removeItem(storageKey)
  } catch {
    // A browser that stores nothing has no list.
  }
}

/** Shows the palette's options for what is in its field. */
const refreshPalette = () => {
  const list = document.getElementById('palette-q-list')
  if (!list) return
  // A palette that is opened at once is there before htmx knows its list.
  htmx.process(list)
  htmx.trigger(list, 'suggest', {}, false)
}

/** Puts a line into the field, unless one that begins so is still there. What is behind the beginning is selected. */
export const fillPalette = (line: string) => {
  const [field, recent, names] = [input('line'), input('recent'), input('actions')]
  if (!field || !recent || !names) return
  if (!field.value.startsWith(line) || (line === '' && /^[+/?]/.test(field.value))) field.value = line
  recent.value = readRecent()
    .filter((path) => path !== location.pathname)
    .join(' ')
  names.value = actions().map(wordsOf).join('\n')
  field.focus()
  field.setSelectionRange(line.length, field.value.length)
  refreshPalette()
}

export const enablePalette = () => {
  keepRecent()
  if (/Mac|iP/.test(navigator.platform))
    for (const keys of document.querySelectorAll('[data-mod]')) keys.textContent = '⌘K'
  document.addEventListener('click', (event) => {
    const chosen = closestTo(event, '#palette [data-presses], .palette-foot [data-line]')
    if (!chosen) return
    const { presses, line } = chosen.dataset
    if (line !== undefined) return fillPalette(line)
    const action = actions()[Number(presses)]
    dialog()?.close()
    action?.click()
  })
  /** Lines that wait for their response, and the beginning that the field had meanwhile. */
  const sent = new WeakMap<Element, { line: string; rest: string }>()
  onHtmx('config:request', (ctx) => {
    const field = input('line')
    if (!field || !ctx.sourceElement.matches('#palette form[hx-post]')) return
    const rest = /^\s*\+\s*/.exec(field.value)?.[0] ?? ''
    sent.set(ctx.sourceElement, { line: field.value, rest })
    // Leaves room for the next line.
    field.value = rest
  })
  onHtmx('finally:request', (ctx) => {
    const field = input('line')
    const { line, rest } = sent.get(ctx.sourceElement) ?? {}
    if (!field || line === undefined || field.value !== rest) return
    if ((ctx.response?.status ?? 500) < 400) dialog()?.close()
    else field.value = line
  })
}
