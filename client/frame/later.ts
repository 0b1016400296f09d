import { closestTo, isTyping } from '../dom'
import { loadOnDemand } from '../on-demand'

/** Hashed file names of the scripts to load (scripts/build.ts). */
declare const suggestionsScript: string
declare const shortcutsScript: string

/** True for the key of a shortcut or of `aria-keyshortcuts`. False for Space where it scrolls or presses a control. */
const isShortcut = (event: KeyboardEvent) => {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  if (ctrlKey || metaKey) return !altKey && !shiftKey && key.toLowerCase() === 'k'
  if (altKey || isTyping(event) || document.body.dataset.shortcuts === 'off') return false
  if (key.length > 1) return document.querySelector(`[aria-keyshortcuts="${key}"]`) !== null
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
      const { key, ctrlKey, metaKey, isComposing } = event
      if (isComposing) return
      // In other fields Enter sends the line.
      const takes =
        isField(event) && (/^Arrow(Down|Up)$/.test(key) || (key === 'Enter' && closestTo(event, '#palette')))
      const isFree = !ctrlKey && !metaKey
      // After the kind of a line was selected, typing continues in the line.
      if (isFree && !event.altKey && key.length < 2 && closestTo(event, '#line-kind'))
        return document.getElementById('line-entry')?.focus()
      // Holds later keys back until the module of the first has loaded. Alt with an arrow moves a row.
      const isBehind = shortcuts.isWaiting() && isFree && /^(.|Arrow.*|Enter|Escape)$/.test(key)
      if (isBehind || isShortcut(event)) return shortcuts.load(event, 'waits')
      if (takes) return suggestions.load(event, 'waits')
      shortcuts.load(event, closestTo(event, '.entry :placeholder-shown') ? 'repeats' : undefined)
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
