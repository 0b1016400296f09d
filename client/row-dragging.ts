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

/** Rows that have an order, in it, with their places in the layout, the new ones while they slide, in pixels. */
const look = (root: ParentNode = document) =>
  new Map([...root.querySelectorAll<HTMLElement>('[data-reorder] > [data-id]')].map((row) => [row, row.offsetTop]))

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

/** The form that the list's `data-reorder` names. */
const orderForm = ({ list }: Drag) => document.querySelector<HTMLFormElement>(`form#${list.dataset.reorder}`)

let drag: Drag | undefined

/** Before the swap that is under way. */
let places = look()

/** The order that waits for its response, and the one that is sent after it. */
let sent: Dropped | undefined
let next: Dropped | undefined

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
  const form = orderForm(dropped)
  const [ids, moved] = form?.querySelectorAll('input') ?? []
  if (!form || !ids || !moved) return
  sent = dropped
  ids.value = dropped.ids
  moved.value = dropped.row.dataset.id ?? ''
  form.requestSubmit()
}

const drop = () => {
  const ended = end()
  if (!ended || isSame([...ended.list.children], ended.before)) return
  const dropped = { ...ended, ids: idsOf(ended.list) }
  if (sent) next = dropped
  else send(dropped)
}

const moves: Record<string, string[]> = { ArrowUp: ['up', 'first'], ArrowDown: ['down', 'last'] }

/** Presses the move of a row that a key asks for, as its menu offers it. */
const moveByKey = (event: KeyboardEvent) => {
  const move = moves[event.key]?.[Number(event.shiftKey)]
  const row = closestTo(event, event.altKey ? 'li:not(:has(.in-place))' : '[data-grip]')?.closest('li')
  const button = row?.querySelector<HTMLElement>(`[name="to"][value="${move}"]`)
  if (!button || event.repeat) return
  event.preventDefault()
  button.click()
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
 * failed request. An order that is made before the answer to the last one is sent after it. Alt with an arrow moves the
 * row with the focus by one, with Shift to an end; on a grip, without Alt, too.
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
    const status = response?.status ?? 0
    const isDone = status > 0 && status < 400
    if (sent && form === orderForm(sent)) continueOrders(isDone, isDone || status === 409)
  })
}

enableRowDragging()
