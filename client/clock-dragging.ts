import { timeOfMinute } from '../functions/lib/text/format'
import { closestTo, onHtmx, pressedRow } from './dom'

/** A task that is moved on the clock: a block of it, or a row whose block is made when the pointer comes to the clock. */
type Drag = {
  source: HTMLElement
  link: HTMLAnchorElement
  block: HTMLElement
  /** Says the time at the block. */
  label: HTMLElement
  /** Its time, and the new one, in minutes since midnight. */
  was?: number
  at?: number
  pointer?: PointerEvent
  /** Pixels from the top of the block to the pointer. */
  grabbed: number
  isHeld: boolean
}

/** in minutes */
const step = 5

/** A touch that is held so long drags, in milliseconds. A shorter one scrolls. */
const holdFor = 400

/** A mouse that goes so far drags, in pixels. */
const startDistance = 4

let drag: Drag | undefined

/** The drop that waits for its answer. */
let sent: Drag | undefined

const clock = () => document.querySelector<HTMLElement>('.clock > .lane')

/** A day may end after midnight. */
const textOf = (minutes: number) => timeOfMinute(minutes % (24 * 60))

/** The block of a row, as the clock draws a short one. */
const newBlock = (link: HTMLElement) => {
  const [block, name] = [document.createElement('a'), document.createElement('b')]
  block.className = 'block todo short d0 e35'
  name.textContent = link.textContent
  block.append(name)
  return block
}

const dragOf = (source: HTMLElement, pointer?: PointerEvent): Drag | undefined => {
  const link = source.matches('a') ? source : source.querySelector('a.row-title')
  if (!(link instanceof HTMLAnchorElement)) return
  const isBlock = link === source
  const [hours = 0, minutes = 0] = source.dataset.at?.split(/[:-]/).map(Number) ?? []
  const from = Number(clock()?.dataset.from)
  const at = hours * 60 + minutes
  return {
    ...{ source, link, pointer, label: document.createElement('b') },
    block: isBlock ? source : newBlock(link),
    // A day may end after midnight.
    was: isBlock ? at + (at < from ? 24 * 60 : 0) : undefined,
    grabbed: isBlock && pointer ? pointer.clientY - source.getBoundingClientRect().top : 0,
    isHeld: !isBlock || !pointer,
  }
}

/** Shows the block at a time. */
const show = (moved: Drag, at: number) => {
  const section = clock()
  const [from, length] = [Number(section?.dataset.from), Number(section?.dataset.minutes)]
  moved.at = Math.min(Math.max(Math.round(at / step) * step, from), from + length - step)
  moved.label.textContent = `${textOf(moved.at)} `
  moved.block.classList.add('dragged')
  moved.block.style.top = `${((moved.at - from) / length) * 100}%`
  // Above the blocks behind it.
  moved.block.style.zIndex = '2'
  moved.block.prepend(moved.label)
  if (!moved.block.isConnected) section?.append(moved.block)
}

/** Puts the block back. */
const restore = (moved: Drag) => {
  moved.label.remove()
  moved.block.classList.remove('dragged')
  moved.block.removeAttribute('style')
  moved.at = undefined
  if (moved.block !== moved.source) moved.block.remove()
}

const cancel = () => {
  if (drag) restore(drag)
  drag = undefined
}

const drop = async () => {
  const dropped = drag
  drag = undefined
  if (!dropped) return
  const { at, was, link, source, block } = dropped
  if (at === undefined || at === was) return restore(dropped)
  sent = dropped
  const values = { field: 'at', at: textOf(at), seq: source.dataset.seq ?? source.dataset.v }
  await htmx.ajax('POST', link.pathname, { source: block, swap: 'none', values })
}

const begin = (event: PointerEvent) => {
  const block = event.isPrimary && event.button === 0 && closestTo(event, '.clock a.todo')
  const source = block || pressedRow(event, 'li[data-seq]')
  if (!source || drag) return
  const begun = dragOf(source, event)
  drag = begun
  if (event.pointerType !== 'touch') return
  setTimeout(() => {
    if (drag === begun && begun) begun.isHeld = true
  }, holdFor)
}

const follow = (event: PointerEvent) => {
  const rect = clock()?.getBoundingClientRect()
  if (!drag?.pointer || event.pointerId !== drag.pointer.pointerId || !rect) return
  const { clientX, clientY, pointerType } = drag.pointer
  if (!drag.isHeld && Math.hypot(event.clientX - clientX, event.clientY - clientY) > startDistance) {
    if (pointerType === 'touch') return cancel()
    drag.isHeld = true
    drag.block.setPointerCapture(event.pointerId)
  }
  if (!drag.isHeld) return
  const isOver = event.clientX > rect.left && event.clientX < rect.right
  if (!isOver) return restore(drag)
  // The list takes its row back, which client/row-dragging.ts moved.
  if (drag.block !== drag.source) document.dispatchEvent(new PointerEvent('pointercancel', { isPrimary: true }))
  const { from, minutes } = clock()?.dataset ?? {}
  show(drag, Number(from) + ((event.clientY - drag.grabbed - rect.top) / rect.height) * Number(minutes))
}

/** The click that ends a drag does not open the task. */
const ignoreClick = () => {
  const stop = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  addEventListener('click', stop, { capture: true })
  setTimeout(() => removeEventListener('click', stop, { capture: true }))
}

const release = (event: PointerEvent) => {
  if (event.pointerId !== drag?.pointer?.pointerId) return
  // A press on a row that was not moved is a click on it.
  if (drag.isHeld && (drag.block === drag.source || drag.at !== undefined)) ignoreClick()
  void drop()
}

const moveByKey = (event: KeyboardEvent) => {
  if (event.key === 'Escape' && drag) {
    event.preventDefault()
    if (drag.pointer) addEventListener('pointerup', ignoreClick, { once: true })
    return cancel()
  }
  const block = event.altKey && closestTo(event, '.clock a.todo')
  const by = { ArrowUp: -step, ArrowDown: step }[event.key]
  if (!block || !by || drag?.pointer) return
  event.preventDefault()
  drag ??= dragOf(block)
  if (drag) show(drag, (drag.at ?? drag.was ?? 0) + by * (event.shiftKey ? 3 : 1))
}

/**
 * Lets tasks be dragged to a time on the clock: its blocks, after 400 ms where a finger holds one, and rows (`pressedRow`).
 * Alt with the arrows moves the focused block by 5 minutes, with Shift by 15, until Alt is released. Esc puts it back.
 *
 * The clock is `.clock` with `data-from`, the time at its top in minutes since midnight, `data-minutes`, its length, and
 * `data-dragging`, by which client/select.ts loads this. Blocks are links to their tasks with `data-at` and `data-seq`; rows
 * have `data-seq`, a grip and a title that is the link.
 */
const enableClockDragging = () => {
  document.addEventListener('pointerdown', begin)
  document.addEventListener('pointermove', follow)
  document.addEventListener('pointerup', release)
  document.addEventListener('pointercancel', (event) => event.isTrusted && cancel())
  document.addEventListener('keydown', moveByKey)
  document.addEventListener('keyup', ({ key }) => key === 'Alt' && !drag?.pointer && drop())
  document.addEventListener('touchmove', (event) => drag?.isHeld && event.preventDefault(), { passive: false })
  for (const name of ['dragstart', 'contextmenu']) {
    document.addEventListener(name, (event) => drag && event.preventDefault())
  }
  onHtmx('finally:request', ({ sourceElement, response }) => {
    if (sourceElement !== sent?.block) return
    // A newer version of the task is shown before it can be moved again.
    if (!response || response.status >= 400) {
      restore(sent)
      htmx.trigger(document.body, 'tasks-changed')
    }
    sent = undefined
  })
}

enableClockDragging()
