import { closestTo } from '../dom'

/** localStorage key: id of the person, then recently opened paths and selected lines, with repetitions. */
const storageKey = 'recent'
const most = 60

const input = (name: string) => document.querySelector<HTMLInputElement>(`#palette [name="${name}"]`)

/** Actions that the page offers: links and buttons of its head, its filter, and Stop. */
const actions = () => [
  ...document.querySelectorAll<HTMLElement>('.page-head>.actions :is(a[href],button),.filter>*,#timer-stop'),
]

const wordsOf = (action: HTMLElement) => `${action.ariaLabel ?? action.textContent}`.replace(/\s+/g, ' ')

const readRecent = (): string[] => {
  try {
    const [person, ...paths] = JSON.parse(localStorage[storageKey])
    return person === document.body.dataset.person ? paths : []
  } catch {
    return []
  }
}

/** Records an opened page or a chosen line. Clears the record when nobody is signed in. */
const keepRecent = (key: string) => {
  const { person } = document.body.dataset
  try {
    if (person) localStorage[storageKey] = JSON.stringify([person, key, ...readRecent()].slice(0, most))
    else localStorage.removeItem(storageKey)
  } catch {
    // Without localStorage there is no list of recent entries.
  }
}

/** Fills the field with a line, unless its text already starts with it, and selects the rest. */
export const fillPalette = (line: string) => {
  const [field, recent, names] = [input('line'), input('recent'), input('actions')]
  const list = document.getElementById('palette-q-list')
  if (!field || !recent || !names || !list) return
  if (!field.value.startsWith(line) || (line === '' && /^[+/?]/.test(field.value))) field.value = line
  recent.value = readRecent().join(' ')
  names.value = [...actions().map(wordsOf), 'Print'].join('\n')
  field.focus()
  field.setSelectionRange(line.length, field.value.length)
  // When the palette is opened right after loading, htmx may not have processed its list yet.
  htmx.process(list)
  htmx.trigger(list, 'suggest', {}, false)
}

export const enablePalette = () => {
  keepRecent(location.pathname)
  if (/Mac|iP/.test(navigator.platform))
    for (const keys of document.querySelectorAll('[data-mod]')) keys.textContent = '⌘K'
}

/** Runs the options of the palette. Loaded together with client/forms/suggestions.ts. */
export const handlePalette = () => {
  document.addEventListener('input', ({ isTrusted }) => {
    // An option has put its line into the field.
    const line = input('line')?.value
    if (line && !isTrusted) keepRecent(encodeURIComponent(line))
  })
  document.addEventListener('click', (event) => {
    const chosen = closestTo(event, '#palette [data-presses],#palette>p [data-line]')
    if (!chosen) return
    const { presses, line } = chosen.dataset
    if (line !== undefined) return fillPalette(line)
    const action = actions()[Number(presses)]
    chosen.closest('dialog')?.close()
    if (action) action.click()
    else print()
  })
}
