import { shortcuts } from '../views/ui/shortcut-keys'
import { openDialog } from './dialogs'
import { isTyping } from './dom'

/** How long the second key of a shortcut may wait, in milliseconds. */
const pause = 1_500

type Shortcut = (typeof shortcuts)[number]

const obey = ({ opens, follows, focus, href }: Shortcut) => {
  if (opens) return openDialog(opens)
  const link = follows ? document.querySelector<HTMLElement>(follows) : null
  link?.click()
  if (link) return true
  const control = focus ? document.querySelector<HTMLElement>(focus) : null
  control?.focus()
  if (!control && href) location.assign(href)
  return control !== null || href !== undefined
}

/** The keys of views/ui/shortcut-keys.ts, never while typing and never with a modifier. */
export const obeyShortcuts = () => {
  let pressed: string[] = []
  let since = 0

  const find = (keys: string[]) => shortcuts.find((shortcut) => shortcut.keys.join(' ') === keys.join(' '))

  document.addEventListener('keydown', (event) => {
    if (document.body.dataset.shortcuts === 'off' || event.defaultPrevented || event.isComposing || event.repeat) return
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (event.key === 'Shift' || document.querySelector('dialog:modal')) return
    const sequence = event.timeStamp - since < pause ? [...pressed, event.key] : [event.key]
    const found = find(sequence) ?? find([event.key])
    pressed = found ? [] : [event.key]
    since = event.timeStamp
    if (found && obey(found)) event.preventDefault()
  })

  // `n` on another page leads to the field of this one.
  if (location.hash === '#entry') document.getElementById('entry')?.focus()
}
