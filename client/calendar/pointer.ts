import { type BlockTimes, drawnSpan, moveSpan, resizeSpan, snapTime } from '../../functions/figures/lanes/moves'
import { closestTo, dragDistance, longPress, pressedRow } from '../dom'
import { beginDrag, cancelDrag, type Drag, type DragAction, drag, drawDrag, saveDrag } from './drag'
import { drawOutline, openEntry } from './entry'
import { draggableOf, laneAt, lanes, spanOfBlock, stepOf, timeAt, timesOf, visibleBottom } from './lanes'
import { addMenuButton } from './menu'

/** A press that may become a drag. `grabbed`: its time, or for a block the seconds from the edge that moves. */
type Press = {
  event: PointerEvent
  lane?: HTMLElement
  source?: HTMLElement
  act: DragAction
  grabbed: number
  isHeld: boolean
  /** This press added the touch handles. */
  isNew?: boolean
}

/** Width of a block's resize edge in px, for mouse and for touch. */
const edges = { mouse: 6, touch: 14 }

/** Minimum height in px of a block with edges. Of a running timer only the start moves; a low one has no other area. */
const leastWithEdges = 10

/** State of the pointer. */
const state: {
  press?: Press
  /** Where a touch started that may swipe to another day, on a phone. */
  swiped?: PointerEvent
  /** Times of the slot that is being drawn. */
  slot?: BlockTimes
  /** True for the click that ends a drag, which does not open the block. */
  ignoresClick: boolean
  /** Last pointer move, repeated while the page auto-scrolls. */
  moved?: PointerEvent
  /** Time of the last scroll step, and the fraction of a pixel carried over. */
  scrolled: { at: number; rest: number }
} = { ignoresClick: false, scrolled: { at: 0, rest: 0 } }

/** The block with touch handles. */
const held = () => document.querySelector<HTMLElement>('.block.held')

export const isMovable = (block: HTMLElement) =>
  (block.dataset.v ?? block.dataset.seq) !== undefined && !block.matches('.meet')

/** The edge of a block under the pointer, else `move`. A piece of a block that spans midnight has its own edges. */
const edgeAt = (block: HTMLElement, { clientY }: PointerEvent): DragAction => {
  const { top, bottom, height } = block.getBoundingClientRect()
  const width = Math.min(block.matches('.held') ? edges.touch : edges.mouse, height / 3)
  if (block.matches('.live.low')) return 'start'
  if (height < leastWithEdges || block.matches('[href^="/tasks/"]')) return 'move'
  if (clientY < top + width) return 'start'
  return clientY > bottom - width ? 'end' : 'move'
}

const pressed = (event: PointerEvent): Press | undefined => {
  const source = closestTo(event, '.lane a.block') ?? pressedRow(event, 'li[data-seq]')
  const lane = closestTo(event, '.lane')
  if (source) {
    // Holding a meeting opens its menu.
    if (!source.matches('.meet') && !(draggableOf(source) && isMovable(source))) return
    const act = lane ? edgeAt(source, event) : 'move'
    if (source.matches('.live') && act !== 'start') return
    const grabbed = lane ? timeAt(lane, event.clientY) - spanOfBlock(source)[act === 'end' ? 'end' : 'start'] : 0
    return { event, source, act, grabbed, isHeld: source.matches('.held') || Boolean(closestTo(event, '[data-grip]')) }
  }
  if (!lane || closestTo(event, 'button, .block, .menu')) return
  return { event, lane, act: 'move', grabbed: timeAt(lane, event.clientY), isHeld: false }
}

const hold = (block?: HTMLElement) => {
  held()?.classList.remove('held')
  if (!block) return
  block.classList.add('held')
  addMenuButton(block)
}

/** Swipe distance in px that changes the day. */
const swipeDistance = 60

const endSwipe = ({ clientX, clientY }: PointerEvent) => {
  const [x, y] = [clientX - (state.swiped?.clientX ?? clientX), clientY - (state.swiped?.clientY ?? clientY)]
  state.swiped = undefined
  if (Math.abs(x) < Math.max(swipeDistance, 2 * Math.abs(y))) return
  document.getElementById(x < 0 ? 'week-day-after' : 'week-day-before')?.click()
}

const onDown = (event: PointerEvent) => {
  state.ignoresClick = false
  const isAlone = event.pointerType === 'touch' && event.isPrimary && lanes().length === 1
  state.swiped = isAlone && closestTo(event, '.week > .clock') ? event : undefined
  if (drag || !event.isPrimary || event.button !== 0) return
  const block = closestTo(event, '.lane a.block')
  if (block !== held() && !closestTo(event, '.block-more')) hold()
  const begun = pressed(event)
  state.press = begun
  if (!begun || event.pointerType !== 'touch' || begun.isHeld) return
  setTimeout(() => {
    if (state.press !== begun) return
    state.swiped = undefined
    begun.isHeld = begun.isNew = true
    if (block) hold(block)
    else followDrawing(begun, event)
  }, longPress)
}

/** Time under the pointer, for the start or edge that moves. */
const timeUnder = (moving: Drag, { grabbed }: Press, event: PointerEvent, lane: HTMLElement) => {
  const step = stepOf(event.altKey)
  const { act, was } = moving
  return snapTime(timeAt(lane, event.clientY) - grabbed, step, was?.[act === 'end' ? 'end' : 'start'])
}

/** Length at which a task row is drawn in a lane, in seconds. */
const rowLength = 1800

const follow = (moving: Drag, from: Press, event: PointerEvent) => {
  const lane = laneAt(event.clientX)
  if (!lane) return
  if (moving.act === 'move' || moving.act === 'copy')
    moving.act = moving.kind === 'sessions' && (event.ctrlKey || event.metaKey) ? 'copy' : 'move'
  const to = timeUnder(moving, from, event, lane)
  const { act, was = { start: 0, end: rowLength } } = moving
  drawDrag(
    moving,
    act === 'start' || act === 'end' ? resizeSpan(was, act, to, stepOf(event.altKey)) : moveSpan(was, to),
  )
}

/** Draws a dragged task row in the lane under the pointer. Outside the lanes the row is in its list again. */
const followRow = (moving: Drag, from: Press, event: PointerEvent) => {
  const lane = lanes().find((one) => {
    const { left, right } = one.getBoundingClientRect()
    return event.clientX > left && event.clientX < right
  })
  if (!lane) return cancelDrag()
  moving.lane = timesOf(lane)
  // client/lists/row-dragging.ts has moved the row in its list; the list restores it.
  document.dispatchEvent(new PointerEvent('pointercancel', { isPrimary: true }))
  follow(moving, from, event)
}

const followDrawing = ({ lane, grabbed }: Press, event: PointerEvent) => {
  if (!lane) return
  const step = stepOf(event.altKey)
  const from = Math.floor(grabbed / step) * step
  const isTap = event.pointerType === 'touch' && Math.abs(timeAt(lane, event.clientY) - grabbed) < step
  state.slot = isTap
    ? { start: from, end: from + rowLength }
    : drawnSpan(from, snapTime(timeAt(lane, event.clientY), step), step)
  drawOutline(state.slot)
}

/** Shows in the cursor which edges of a block can be moved. */
const showEdge = (event: PointerEvent) => {
  const block = closestTo(event, '.lane a.block')
  if (!block || !isMovable(block)) return
  const act = edgeAt(block, event)
  block.style.cursor = act === 'start' || (act === 'end' && !block.matches('.live')) ? 'ns-resize' : ''
}

const onMove = (event: PointerEvent) => {
  if (!state.press) showEdge(event)
  if (!state.press || event.pointerId !== state.press.event.pointerId) return
  const { event: down, source } = state.press
  const isFar = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > dragDistance
  if (!state.press.isHeld && isFar) {
    if (event.pointerType === 'touch') {
      state.press = undefined
      return
    }
    state.press.isHeld = true
  }
  if (!state.press.isHeld || (!isFar && !drag && !state.slot)) return
  state.swiped = undefined
  if (!state.moved) requestAnimationFrame(scrollAlong)
  state.moved = event
  if (!source) return followDrawing(state.press, event)
  const thing = drag ? undefined : draggableOf(source)
  const moving = drag ?? (thing && beginDrag(thing, state.press.act, down))
  if (!moving) return
  if (moving.was) follow(moving, state.press, event)
  else followRow(moving, state.press, event)
}

const letGo = () => {
  state.press = undefined
  state.slot = undefined
}

/** Width of the auto-scroll zone at an edge, in px. */
const scrollZone = 48

/** Maximum auto-scroll speed at the edge, in hours per second. */
const hoursPerSecond = 2

/** Distance in px towards the edge after which a press in that zone scrolls. */
const towards = 8

/** Share of the maximum scroll speed, 0 to 1. @param at distances of pointer and press from the edge, in px */
const shareAt = ({ pointer, pressed }: { pointer: number; pressed: number }) => {
  const from = Math.min(scrollZone, pressed - towards)
  return Math.min(1, Math.max(0, from - pointer) / scrollZone)
}

/** Height of an hour in px. */
const hourHeight = () => {
  const [lane] = lanes()
  return lane ? (lane.getBoundingClientRect().height / timesOf(lane).minutes) * 60 : 0
}

/** Auto-scrolls while a block is moved or drawn near an edge of the visible area. @param at time of the frame (ms) */
const scrollAlong = (at: number) => {
  if (!state.moved || !state.press?.isHeld || !(drag || state.slot)) {
    state.moved = undefined
    return
  }
  const heads = [...document.querySelectorAll('#week-heads')].map((head) => head.getBoundingClientRect().bottom)
  const [top, bottom] = [Math.max(0, ...heads), visibleBottom()]
  const [{ clientY: pointer }, { clientY: pressed }] = [state.moved, state.press.event]
  const share =
    shareAt({ pointer: bottom - pointer, pressed: bottom - pressed }) -
    shareAt({ pointer: pointer - top, pressed: pressed - top })
  const passed = Math.min(Math.max(at - state.scrolled.at, 0), 50) / 1000
  const way = (share && state.scrolled.rest) + share * passed * hoursPerSecond * hourHeight()
  const before = scrollY
  scrollBy(0, Math.trunc(way))
  state.scrolled = { at, rest: way % 1 }
  if (scrollY !== before) onMove(state.moved)
  requestAnimationFrame(scrollAlong)
}

const onUp = (event: PointerEvent) => {
  endSwipe(event)
  if (event.pointerId !== state.press?.event.pointerId) return
  const { isHeld, isNew, lane, source } = state.press
  const [begun, isDragged] = [state.slot, isHeld && (drag || state.slot || isNew)]
  if (event.pointerType === 'touch' && !isHeld && source?.matches('.lane .block')) hold(source)
  letGo()
  state.ignoresClick = Boolean(isDragged)
  if (begun && lane) void openEntry(begun, lane)
  else if (drag?.pointer) saveDrag()
}

/** Cancels the current drag. Returns false without a drag. */
export const abortDrag = () => {
  if (!state.press?.isHeld) return false
  state.ignoresClick = true
  letGo()
  drawOutline()
  cancelDrag()
  hold()
  return true
}

export const handlePointers = () => {
  document.addEventListener('pointerdown', onDown)
  document.addEventListener('pointermove', onMove)
  document.addEventListener('pointerup', onUp)
  document.addEventListener('pointercancel', (event) => {
    state.swiped = undefined
    if (!event.isTrusted || event.pointerId !== state.press?.event.pointerId) return
    letGo()
    drawOutline()
    if (drag?.pointer) cancelDrag()
  })
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') state.ignoresClick = false
  })
  addEventListener(
    'click',
    (event) => {
      if (state.ignoresClick) for (const stop of ['preventDefault', 'stopPropagation'] as const) event[stop]()
      state.ignoresClick = false
    },
    true,
  )
  document.addEventListener('touchmove', (event) => state.press?.isHeld && event.preventDefault(), { passive: false })
  for (const name of ['dragstart', 'contextmenu', 'selectstart']) {
    document.addEventListener(name, (event) => state.press && event.preventDefault())
  }
}
