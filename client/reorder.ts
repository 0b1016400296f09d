import { around } from './dom'

/** A row on its way: its list, the order as it was, where the pointer is, in pixels from the top of the window. */
type Drag = { row: HTMLElement; list: HTMLElement; before: Element[]; pointer: number; y: number; frame: number }

/** How near the edge of the window the page scrolls by itself, and by how much with each frame, in pixels. */
const edge = 56
const step = 10

const middle = (element: Element) => {
  const { top, height } = element.getBoundingClientRect()
  return top + height / 2
}

/** Lets neighbours change places with the row as the pointer passes their middle. The row stays, or would lose the pointer. */
const follow = ({ row, y }: Drag) => {
  let previous = row.previousElementSibling
  while (previous && y < middle(previous)) {
    row.after(previous)
    previous = row.previousElementSibling
  }
  let next = row.nextElementSibling
  while (next && y > middle(next)) {
    row.before(next)
    next = row.nextElementSibling
  }
}

/** Puts rows back where they were, around the one that stays. */
const putBack = ({ row, before }: Drag) => {
  const at = before.indexOf(row)
  for (const one of before.slice(0, at)) row.before(one)
  for (const one of before.slice(at + 1).reverse()) row.after(one)
}

/** Sends the order of a list by the form that its `data-reorder` names. */
const send = (list: HTMLElement) => {
  const form = document.getElementById(list.dataset.reorder ?? '')
  const ids = form?.querySelector<HTMLInputElement>('input[name="ids"]')
  if (!(form instanceof HTMLFormElement) || !ids) return
  ids.value = [...list.children].flatMap((row) => (row instanceof HTMLElement ? (row.dataset.id ?? []) : [])).join(',')
  form.requestSubmit()
}

/**
 * Rows of a list with `data-reorder` are dragged by their `data-grip`, with a mouse or a finger. Escape puts them back,
 * and so does an answer that never comes. The keyboard has the rows' own buttons.
 */
export const dragRows = () => {
  let drag: Drag | undefined
  /** What has been sent and is not yet answered. */
  let sent: Drag | undefined

  const scroll = () => {
    if (!drag) return
    const by = drag.y < edge ? -step : drag.y > window.innerHeight - edge ? step : 0
    if (by !== 0) {
      window.scrollBy(0, by)
      follow(drag)
    }
    drag.frame = requestAnimationFrame(scroll)
  }

  const end = () => {
    if (!drag) return
    cancelAnimationFrame(drag.frame)
    drag.row.classList.remove('dragged')
    const ended = drag
    drag = undefined
    return ended
  }

  document.addEventListener('pointerdown', (event) => {
    const grip = around(event, '[data-reorder] [data-grip]')
    const row = grip?.closest<HTMLElement>('[data-id]')
    const list = row?.closest<HTMLElement>('[data-reorder]')
    if (!grip || !row || !list || drag || !event.isPrimary || event.button !== 0) return
    event.preventDefault()
    grip.setPointerCapture(event.pointerId)
    row.classList.add('dragged')
    drag = { row, list, before: [...list.children], pointer: event.pointerId, y: event.clientY, frame: 0 }
    drag.frame = requestAnimationFrame(scroll)
  })

  document.addEventListener('pointermove', (event) => {
    if (!drag || event.pointerId !== drag.pointer) return
    drag.y = event.clientY
    follow(drag)
  })

  document.addEventListener('pointerup', (event) => {
    if (event.pointerId !== drag?.pointer) return
    const ended = end()
    if (!ended || [...ended.list.children].every((row, index) => row === ended.before[index])) return
    sent = ended
    send(ended.list)
  })

  const cancel = () => {
    const ended = end()
    if (ended) putBack(ended)
  }
  document.addEventListener('pointercancel', (event) => event.pointerId === drag?.pointer && cancel())
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !drag) return
    event.preventDefault()
    cancel()
  })

  document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
    if (!sent || ctx.sourceElement.id !== sent.list.dataset.reorder) return
    const isAnswered = ctx.response && (ctx.response.status < 400 || ctx.response.status === 409)
    if (!isAnswered && sent.row.isConnected) putBack(sent)
    sent = undefined
  })
}
