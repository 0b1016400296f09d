import { closestTo, isTyping } from '../dom'
import { loadOnDemand } from '../on-demand'

/** Hashed names (scripts/build.ts). */
declare const suggestionsScript: string
declare const shortcutsScript: string

/** A key of a shortcut, which the browser does nothing about. Space scrolls, and presses controls. */
const isShortcut = (event: KeyboardEvent) => {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  if (ctrlKey || metaKey) return !altKey && !shiftKey && key.toLowerCase() === 'k'
  if (altKey || key.length > 1 || document.body.dataset.shortcuts === 'off') return false
  const isAction = document.getElementById('show-answer') ?? closestTo(event, 'li, tr')
  return key !== ' ' || Boolean(isAction && !closestTo(event, 'button, summary, input, select'))
}

/** Loads suggestions once a field with them has the focus, and shortcuts at the first press or key. */
export const loadLater = () => {
  const suggestions = loadOnDemand(() => [suggestionsScript])
  const shortcuts = loadOnDemand(() => [shortcutsScript])
  const isField = (event: Event) => closestTo(event, 'input[aria-autocomplete]')

  addEventListener('focusin', (event) => isField(event) && suggestions.load())
  if (document.activeElement?.matches('input[aria-autocomplete]')) suggestions.load()
  addEventListener('pointerdown', () => shortcuts.load())

  addEventListener(
    'keydown',
    (event) => {
      const { key, isComposing } = event
      if (isComposing) return
      // Elsewhere Enter sends the line.
      const takes = key === 'ArrowDown' || key === 'ArrowUp' || (key === 'Enter' && closestTo(event, '#palette'))
      if (isField(event)) suggestions.load(event, takes ? 'waits' : undefined)
      // No key overtakes one that waits.
      if (shortcuts.isWaiting() && /^(.|Arrow.*|Enter|Escape)$/.test(key)) shortcuts.load(event, 'waits')
      // Who chose the kind of a line goes on typing the line.
      else if (key.length < 2 && closestTo(event, '#line-kind')) document.getElementById('line-entry')?.focus()
      else if (isTyping(event))
        shortcuts.load(event, closestTo(event, '.entry :placeholder-shown') ? 'repeats' : undefined)
      else shortcuts.load(event, isShortcut(event) ? 'waits' : undefined)
    },
    true,
  )
  addEventListener(
    'click',
    (event) => {
      if (closestTo(event, '[data-skips]')) shortcuts.load(event, 'waits')
      if (closestTo(event, '#palette')) suggestions.load(event, 'waits')
    },
    true,
  )
}
