import { closestTo, onHtmx } from './dom'

/** `before` is the order when the drag began. `y` is the pointer's distance from the top of the window, in pixels. */
type Drag = { row: HTMLElement; list: HTMLElement; before: Element[]; pointer: number; y: number; frame: number }

type Dropped = Drag & { ids: string }

/** The page scrolls while the pointer is this near to an edge of what bars leave of the window, in pixels. */
const scrollZone = 56

/** in pixels, each frame */
const scrollStep = 10

/** The part of the window that no bar covers, in pixels from its top. */
const openWindow = () => {
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement)
  const [top, bottom] = [scrollPaddingTop, scrollPaddingBottom].map((padding) => Number.parseFloat(padding) || 0)
  return { top: top ?? 0, bottom: window.innerHeight - (bottom ?? 0) }
}

/** Rows in their order, with their places in the layout, the new ones while they slide, in pixels. */
const look = (root: ParentNode = document) =>
  new Map([...root.querySelectorAll<HTMLElement>('[data-reorder] > *')].map((row) => [row, row.offsetTop]))

const isSame = (order: Element[], other: Element[]) => order.every((row, index) => row === other[index])

/** Lets rows slide from where they were to where a new order has them, the one under the pointer not. */
const slideFrom = (places: ReturnType<typeof look>) => {
  const rows = [...look().keys()].filter((row) => places.has(row))
  const before = [...places.keys()].filter((row) => row.isConnected)
  if (isSame(rows, before)) return
  const duration = Number.parseFloat(getComputedStyle(document.body).getPropertyValue('--move'))
  for (const row of rows) {
    const translate = [`0 ${(places.get(row) ?? 0) - row.offsetTop}px`, '0']
    if (row !== drag?.row) row.animate({ translate }, { duration, easing: 'ease-out', composite: 'add' })
  }
}

/** Moves neighbours past the row, which stays in place because a moved element loses the pointer capture. */
const moveNeighbours = ({ row, list, y }: Drag) => {
  const places = look(list)
  const rows = [...places.keys()]
  const at = y - row.getBoundingClientRect().top + row.offsetTop
  const middle = ({ offsetTop, offsetHeight }: HTMLElement) => offsetTop + offsetHeight / 2
  row.after(...rows.slice(0, rows.indexOf(row)).filter((one) => at < middle(one)))
  row.before(...rows.slice(rows.indexOf(row) + 1).filter((one) => at > middle(one)))
  slideFrom(places)
}

/** Restores the former order around the dragged row, which is not moved. */
const restoreOrder = ({ row, before }: Drag) => {
  const places = look()
  const at = before.indexOf(row)
  row.before(...before.slice(0, at))
  row.after(...before.slice(at + 1))
  slideFrom(places)
}

const idsOf = (list: HTMLElement) =>
  [...list.children].flatMap((row) => (row instanceof HTMLElement ? (row.dataset.id ?? []) : [])).join(',')

const fieldOf = (form: Element | null | undefined, name: string) =>
  form?.querySelector<HTMLInputElement>(`input[name="${name}"]`)

/** The form that the list's `data-reorder` names. */
const orderForm = ({ list }: Drag) => document.getElementById(list.dataset.reorder ?? '')

const submitWith = (field: HTMLInputElement, value: string) => {
  field.value = value
  field.form?.requestSubmit()
}

/** The moves that the keys make on a focused grip. */
const keyMoves = new Map(Object.entries({ ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' }))

let drag: Drag | undefined

/** Before the swap that is under way. */
let places = look()

/** The order that waits for its response, and the one that is sent after it. */
let sent: Dropped | undefined
let next: Dropped | undefined

/** Form of the move that waits for its response. */
let moving: Element | undefined

/** Runs on every frame, because the page may scroll and the answer to an earlier order may move the rows. */
const follow = () => {
  if (!drag) return
  drag.row.classList.add('dragged')
  const { top, bottom } = openWindow()
  const by = drag.y < top + scrollZone ? -scrollStep : drag.y > bottom - scrollZone ? scrollStep : 0
  if (by !== 0) window.scrollBy(0, by)
  moveNeighbours(drag)
  drag.frame = requestAnimationFrame(follow)
}

const begin = (event: PointerEvent) => {
  const grip = closestTo(event, '[data-reorder] [data-grip]')
  const row = grip?.closest<HTMLElement>('[data-id]')
  const list = row?.closest<HTMLElement>('[data-reorder]')
  if (!grip || !row || !list || drag || !event.isPrimary || event.button !== 0) return
  event.preventDefault()
  grip.focus()
  grip.setPointerCapture(event.pointerId)
  drag = { row, list, before: [...list.children], pointer: event.pointerId, y: event.clientY, frame: 0 }
  follow()
}

const end = () => {
  if (!drag) return
  cancelAnimationFrame(drag.frame)
  drag.row.classList.remove('dragged')
  const ended = drag
  drag = undefined
  return ended
}

const cancel = () => {
  const ended = end()
  if (ended) restoreOrder(ended)
}

const send = (dropped: Dropped) => {
  const field = fieldOf(orderForm(dropped), 'ids')
  if (!field) return
  sent = dropped
  submitWith(field, dropped.ids)
}

const drop = () => {
  const ended = end()
  if (!ended || isSame([...ended.list.children], ended.before)) return
  const dropped = { ...ended, ids: idsOf(ended.list) }
  if (sent) next = dropped
  else send(dropped)
}

const moveByKey = (event: KeyboardEvent) => {
  const form = closestTo(event, '[data-reorder] [data-grip]')?.closest('form')
  const to = fieldOf(form, 'to')
  const move = keyMoves.get(event.key)
  if (drag || !form || !to || !move || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  if (event.repeat && moving === form) return
  moving = form
  submitWith(to, move)
}

const continueOrders = (isDone: boolean, isReplaced: boolean) => {
  if (!sent) return
  if (!isReplaced && drag) drag.before = sent.before
  else if (!isReplaced && sent.row.isConnected) restoreOrder(sent)
  const following = isDone ? next : undefined
  sent = next = undefined
  if (following) send(following)
}

/**
 * Lets rows of a list with `data-reorder` be dragged by their `data-grip`. Escape restores the order, and so does a
 * failed request. A key pressed on a grip submits the move with the grip's form. An order or move that is made before the
 * answer to the last one is sent after it.
 */
const enableRowDragging = () => {
  document.addEventListener('pointerdown', begin)
  document.addEventListener('pointermove', (event) => {
    if (!drag || event.pointerId !== drag.pointer) return
    drag.y = event.clientY
    moveNeighbours(drag)
  })
  document.addEventListener('pointerup', (event) => event.pointerId === drag?.pointer && drop())
  document.addEventListener('pointercancel', (event) => event.pointerId === drag?.pointer && cancel())
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !drag) return moveByKey(event)
    event.preventDefault()
    cancel()
  })
  // Otherwise the rows would jump back to the order before the last.
  onHtmx('before:swap', ({ sourceElement, response }, event) => {
    if (next && sourceElement === orderForm(next) && response && response.status < 400) event.preventDefault()
    places = look()
  })
  onHtmx('after:swap', () => slideFrom(places))
  onHtmx('finally:request', ({ sourceElement: form, response }) => {
    if (form === moving) moving = undefined
    const status = response?.status ?? 0
    const isDone = status > 0 && status < 400
    if (sent && form === orderForm(sent)) continueOrders(isDone, isDone || status === 409)
  })
}

enableRowDragging()
