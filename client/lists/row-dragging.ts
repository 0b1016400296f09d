import { closestTo, dragDistance, onHtmx, pressedRow } from '../dom'
import type { RequestContext } from '../forms/submit-once'

/**
 * `y`: pointer position in the window, at first that of the press. `top`: distance of the press from its row's top
 * (px).
 */
type Drag = {
  row: HTMLElement
  list: HTMLElement
  /** The order when the drag began. */
  before: Element[]
  y: number
  top: number
  /** Id of the next animation frame; 0 until the press has become a drag. */
  frame: number
}

type Dropped = Drag & { ids: string }

/** Height of the auto-scroll zones in px, at the edges of the area that bars leave free. */
const scrollZone = 56

/** Pixels scrolled per frame. */
const scrollStep = 10

/** Live style: always has the current values. */
const style = getComputedStyle(document.documentElement)

/** Reorderable rows in their order, with their layout positions in px; during a slide the final ones. */
const look = (root: ParentNode = document) =>
  new Map([...root.querySelectorAll<HTMLElement>('[data-reorder] > [data-id]')].map((row) => [row, row.offsetTop]))

const isSame = (order: Element[], other: Element[]) => order.every((row, index) => row === other[index])

/** Animates rows from their former positions to their new ones, except the dragged row. */
const slideFrom = (places: ReturnType<typeof look>) => {
  const rows = [...look().keys()].filter((row) => places.has(row))
  const before = [...places.keys()].filter((row) => row.isConnected)
  if (isSame(rows, before)) return
  const duration = Number.parseFloat(style.getPropertyValue('--move'))
  for (const row of rows) {
    const translate = [`0 ${(places.get(row) ?? 0) - row.offsetTop}px`, '0']
    if (row !== state.drag?.row) row.animate({ translate }, { duration, easing: 'ease-out', composite: 'add' })
  }
}

/** Moves neighbours past the dragged row. Moving the row itself would end the pointer capture, so it is only drawn. */
const moveNeighbours = ({ row, list, y, top }: Drag) => {
  const places = look(list)
  const rows = [...places.keys()]
  const at = y - (row.offsetParent?.getBoundingClientRect().top ?? 0)
  const middle = ({ offsetTop, offsetHeight }: HTMLElement) => offsetTop + offsetHeight / 2
  row.after(...rows.slice(0, rows.indexOf(row)).filter((one) => at < middle(one)))
  row.before(...rows.slice(rows.indexOf(row) + 1).filter((one) => at > middle(one)))
  slideFrom(places)
  row.style.setProperty('--y', `${at - top - row.offsetTop}px`)
}

/** Restores the former order by moving the other rows around the dragged one. */
const restoreOrder = ({ row, before }: Drag) => {
  const places = look()
  const at = before.indexOf(row)
  row.before(...before.slice(0, at))
  row.after(...before.slice(at + 1))
  slideFrom(places)
}

const idsOf = (list: HTMLElement) => [...look(list).keys()].map(({ dataset }) => dataset.id).join()

/** The form that the list's `data-reorder` names. */
const orderForm = ({ list }: Drag) => document.querySelector<HTMLFormElement>(`form#${list.dataset.reorder}`)

const state: {
  drag?: Drag
  /** Positions of the rows before the current swap. */
  places: ReturnType<typeof look>
  /** The order that is being saved, and the next one to save. */
  sent?: Dropped
  next?: Dropped
} = { places: look() }

/** Runs on every frame, because the page may scroll and the answer to an earlier order may move the rows. */
const follow = () => {
  if (!state.drag) return
  cancelAnimationFrame(state.drag.frame)
  state.drag.row.classList.add('dragged')
  if (state.drag.y < Number.parseFloat(style.scrollPaddingTop) + scrollZone) scrollBy(0, -scrollStep)
  if (state.drag.y > innerHeight - Number.parseFloat(style.scrollPaddingBottom) - scrollZone) scrollBy(0, scrollStep)
  moveNeighbours(state.drag)
  state.drag.frame = requestAnimationFrame(follow)
}

const begin = (event: PointerEvent) => {
  const row = pressedRow(event, '[data-reorder] > [data-id]')
  const list = row?.parentElement
  if (!list || state.drag) return
  const { y } = event
  state.drag = { row, list, before: [...list.children], y, top: y - row.getBoundingClientRect().top, frame: 0 }
}

const end = () => {
  if (!state.drag) return
  cancelAnimationFrame(state.drag.frame)
  state.drag.row.classList.remove('dragged')
  const ended = state.drag
  state.drag = undefined
  return ended
}

const cancel = () => {
  const ended = end()
  if (ended) restoreOrder(ended)
}

const send = (dropped: Dropped) => {
  const form = orderForm(dropped)
  const [ids, moved] = form?.querySelectorAll('input') ?? []
  if (!form || !ids || !moved) return
  state.sent = dropped
  ids.value = dropped.ids
  moved.value = dropped.row.dataset.id ?? ''
  form.requestSubmit()
}

const drop = () => {
  const ended = end()
  if (!ended || isSame([...ended.list.children], ended.before)) return
  const dropped = { ...ended, ids: idsOf(ended.list) }
  if (state.sent) state.next = dropped
  else send(dropped)
}

const moves: Record<string, string[]> = { ArrowUp: ['up', 'first'], ArrowDown: ['down', 'last'] }

/** Moves a row by key, by clicking the same button of its menu. */
const moveByKey = (event: KeyboardEvent) => {
  const move = moves[event.key]?.[Number(event.shiftKey)]
  const row = closestTo(event, event.altKey ? 'li:not(:has(.in-place))' : '[data-grip]')?.closest('li')
  const button = row?.querySelector<HTMLElement>(`[name="to"][value="${move}"]`)
  if (!button || event.repeat) return
  event.preventDefault()
  button.click()
}

/** After a response: restores the order if the server refused it, else saves the next one. */
const goOn = ({ sourceElement, response }: RequestContext) => {
  if (!state.sent || sourceElement !== orderForm(state.sent)) return
  const status = response?.status ?? 500
  // The response to a conflict (409) contains the current order.
  if (status >= 400 && status !== 409) {
    if (state.drag) state.drag.before = state.sent.before
    else if (state.sent.row.isConnected) restoreOrder(state.sent)
  }
  const following = status < 400 && state.next
  state.sent = state.next = undefined
  if (following) send(following)
}

/**
 * Makes rows of a list with `data-reorder` draggable (`pressedRow`). Escape or a failed request restores the order. An
 * order made while another is being saved is sent afterwards. Alt with an arrow key moves the focused row by one, with
 * Shift to the start or end. On a grip this works without Alt.
 */
addEventListener('pointerdown', begin)
addEventListener('pointermove', (event) => {
  if (!state.drag || !event.isPrimary || (!state.drag.frame && Math.abs(event.y - state.drag.y) <= dragDistance)) return
  state.drag.y = event.y
  // With the pointer captured, the press does not end in a click.
  state.drag.row.setPointerCapture(event.pointerId)
  follow()
})
addEventListener('pointerup', (event) => event.isPrimary && drop())
addEventListener('pointercancel', (event) => event.isPrimary && cancel())
// Otherwise the browser would select text.
addEventListener('selectstart', (event) => state.drag && event.preventDefault())
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !state.drag) return moveByKey(event)
  event.preventDefault()
  cancel()
})
// Skips this response: another order is queued, and the rows would jump back.
onHtmx('before:swap', ({ sourceElement, response }, event) => {
  if (state.next && sourceElement === orderForm(state.next) && (response?.status ?? 500) < 400) event.preventDefault()
  state.places = look()
})
onHtmx('after:swap', () => slideFrom(state.places))
onHtmx('finally:request', goOn)
