import { closestTo } from '../dom'
import { toast } from './toasts'

// `data-copies="id"` copies the text of that field or element, or selects it when the browser denies access.
document.addEventListener('click', async (event) => {
  const button = closestTo(event, '[data-copies]')
  const field = document.getElementById(button?.dataset.copies ?? '')
  if (!field) return
  const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
  try {
    await navigator.clipboard.writeText(isField ? field.value : field.textContent.trim())
    toast(button?.dataset.copied ?? 'Copied')
  } catch {
    if (isField) {
      field.focus()
      field.select()
    } else getSelection()?.selectAllChildren(field)
    toast('Selected. Copy it with the keyboard or the menu')
  }
})
