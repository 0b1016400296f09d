import { onHtmx } from '../dom'
import { returnFocus } from './menus'

// A dialog without content of its own opens when some arrives.
onHtmx('after:swap', ({ target }) => {
  if (!(target instanceof HTMLDialogElement) || target.open) return
  returnFocus(target)
  target.showModal()
})
