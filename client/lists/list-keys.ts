import { closestTo, rowFocusTarget } from '../dom'
import { fillMenu } from '../frame/menus'

/** Rows of lists and tables in page order. A calendar has its own keys. */
const rows = () =>
  [...document.querySelectorAll<HTMLElement>('#main :is(.rows > li, li[id], tbody tr):not([data-roving] *)')].filter(
    (row) => row.checkVisibility() && rowFocusTarget(row),
  )

/** Focuses a row; returns undefined without one. */
const focusRow = (row: Element | undefined) => {
  const stop = row && rowFocusTarget(row)
  stop?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
  return stop
}

const controls: Record<string, string> = {
  e: '[href$="/edit"]',
  x: '.pick input',
  ' ': 'li .tick',
  '#': '[action$="/delete"] button, button[formaction$="/delete"]',
}

/**
 * `j` and `k` go to the next and previous row, `e` edits, `x` selects. Space ticks and `#` deletes the selected rows,
 * else the focused one. Other keys press the control that names them in `aria-keyshortcuts`.
 */
export const pressInList = (key: string) => {
  const all = rows()
  const row = all.findLast((one) => one.contains(document.activeElement))
  const step = { j: 1, k: -1 }[key]
  if (step !== undefined) return focusRow(row ? all[all.indexOf(row) + step] : all[0])
  const named = `[aria-keyshortcuts="${CSS.escape(key)}"]`
  // Without a focused row, keys act on the item that the page shows.
  const root = row ?? document.querySelector('.page-head')
  fillMenu(row)
  const title = key === 'e' && root?.querySelector('a[data-edits]')
  // F2 edits a title in its place (client/lists/inline-edits.ts).
  if (title) return title.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', bubbles: true }))
  const ofSelected = key === '#' && document.querySelector<HTMLElement>('#picks[data-any] [value="delete"]')
  const control =
    ofSelected ||
    root?.querySelector<HTMLElement>(`${controls[key] ?? 'a a'}, ${named}`) ||
    document.querySelector<HTMLElement>(`${named}:not(li *, tr *)`)
  control?.click()
  return control
}

/** The link that skips to the list focuses its first row. */
export const skipToList = () =>
  document.addEventListener('click', (event) => {
    if (closestTo(event, '[data-skips]') && focusRow(rows()[0])) event.preventDefault()
  })
