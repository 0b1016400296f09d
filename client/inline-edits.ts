import { closestTo } from './dom'

/** Esc leaves the edit of a row, Ctrl or ⌘ with Enter saves it. */
export const handleEditKeys = () =>
  document.addEventListener('keydown', (event) => {
    const form = closestTo<HTMLFormElement>(event, '.editing form')
    if (!form || event.defaultPrevented || event.isComposing) return
    if (event.key === 'Escape') form.querySelector<HTMLElement>('[data-cancel]')?.click()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
    else return
    event.preventDefault()
  })
