import { around } from './dom'
import { toast } from './toasts'

/** `data-copies="id"` copies what a field holds; where the browser does not let it, the text is selected for the person. */
export const copyFields = () => {
  document.addEventListener('click', async (event) => {
    const button = around(event, '[data-copies]')
    const field = document.getElementById(button?.dataset.copies ?? '')
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
    try {
      await navigator.clipboard.writeText(field.value)
      toast(button?.dataset.copied ?? 'Copied')
    } catch {
      field.focus()
      field.select()
      toast('It is selected: copy it with the keyboard or the menu')
    }
  })
}
