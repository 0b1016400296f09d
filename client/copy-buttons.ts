import { closestTo } from './dom'
import { toast } from './toasts'

// `data-copies="id"` copies that field's text, or selects it when the browser denies access.
document.addEventListener('click', async (event) => {
  const button = closestTo(event, '[data-copies]')
  const field = document.getElementById(button?.dataset.copies ?? '')
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  try {
    await navigator.clipboard.writeText(field.value)
    toast(button?.dataset.copied ?? 'Copied')
  } catch {
    field.focus()
    field.select()
    toast('Selected. Copy it with the keyboard or the menu')
  }
})
