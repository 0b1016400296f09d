import { closestTo, isTyping } from '../dom'

// Loads client/calendar/calendar.ts with the first pointer or focus on a lane, or a key of the calendar.

const { load } = onDemand(() => [document.querySelector<HTMLElement>('[data-calendar]')?.dataset.calendar])

const isMove = /^(Arrow.*|Home|End)$/

/** True for a key of the calendar. Pages with a box for new blocks have keys that work outside the lanes, too. */
const isKey = (event: KeyboardEvent) => {
  const { key, altKey, ctrlKey, metaKey } = event
  const isStop = closestTo(event, '.lane > a') !== null
  if (isStop && isMove.test(key)) return true
  if (!document.getElementById('calendar-new') || isTyping(event) || altKey) return false
  if (ctrlKey || metaKey) return key === 'z'
  if (isStop) return key.length === 1 || /^(Enter|Delete|Backspace)$/.test(key)
  const isFree = document.activeElement?.matches('body, #main')
  return isFree && (isMove.test(key) || key === 'Enter') ? true : key.length === 1 && key !== ' '
}

addEventListener('keydown', (event) => isKey(event) && load(event, 'waits'), true)
for (const name of ['pointerover', 'focusin']) addEventListener(name, (event) => closestTo(event, '.lane') && load())
addEventListener('pointerdown', (event) => closestTo(event, '.lane') && load(event, 'repeats whole'))
// Until the calendar is loaded, a link in a lane would open a page.
for (const name of ['click', 'contextmenu'] as const) {
  addEventListener(
    name,
    (event) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey
      if (isPlain && closestTo(event, '.lane, .used a[data-start], .more-blocks a')) load(event, 'waits')
    },
    true,
  )
}
// Otherwise the browser drags the link, or scrolls under a finger that draws, and cancels the press.
addEventListener('dragstart', (event) => closestTo(event, '.lane a') && event.preventDefault())
addEventListener('touchmove', () => undefined, { passive: false })
/** Loads the calendar once a toast has an Undo: it remembers Undos after their toast is gone. */
const loadForUndo = () => document.querySelector(':root:has(#calendar-new) #toasts [data-undo]') && load()
addEventListener('htmx:after:swap', loadForUndo)
loadForUndo()
