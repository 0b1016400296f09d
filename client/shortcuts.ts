import { shortcuts } from '../views/ui/shortcut-keys'
import { openDialog } from './dialogs'
import { isPressedBySpace, isTyping } from './dom'

/** The second key of a shortcut must follow within this time, in milliseconds. */
const sequenceTimeout = 1_500

type Shortcut = (typeof shortcuts)[number]

/** Returns true if the shortcut applies to this page. */
const run = ({ opens, follows, focus, href }: Shortcut) => {
  if (opens) return openDialog(opens)
  const link = follows ? document.querySelector<HTMLElement>(follows) : null
  link?.click()
  if (link) return true
  const control = focus ? document.querySelector<HTMLElement>(focus) : null
  control?.focus()
  if (!control && href) location.assign(href)
  return control !== null || href !== undefined
}

/** Handles the keys of views/ui/shortcut-keys.ts, never while typing and never with a modifier. */
export const handleShortcuts = () => {
  let pressed: string[] = []
  let pressedAt = 0

  const find = (keys: string[]) => shortcuts.find((shortcut) => shortcut.keys.join(' ') === keys.join(' '))

  document.addEventListener('keydown', (event) => {
    if (document.body.dataset.shortcuts === 'off' || event.defaultPrevented || event.isComposing || event.repeat) return
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (event.key === ' ' && isPressedBySpace(event.target)) return
    if (event.key === 'Shift' || document.querySelector('dialog:modal')) return
    const sequence = event.timeStamp - pressedAt < sequenceTimeout ? [...pressed, event.key] : [event.key]
    const shortcut = find(sequence) ?? find([event.key])
    pressed = shortcut ? [] : [event.key]
    pressedAt = event.timeStamp
    if (shortcut && run(shortcut)) event.preventDefault()
  })

  // Pressing `n` on a page without the entry field leads here.
  if (location.hash === '#entry') document.getElementById('entry')?.focus()
}
