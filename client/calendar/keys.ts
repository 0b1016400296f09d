import { daySeconds, moveSpan, resizeSpan } from '../../functions/figures/lanes/moves'
import { closestTo, isTyping } from '../dom'
import { beginDrag, cancelDrag, type Drag, drag, dragWords, drawDrag, saveDrag } from './drag'
import { bufferKey, openEntry } from './entry'
import {
  announceText,
  blockTitle,
  draggableOf,
  laneOf,
  lanes,
  runningWords,
  spanOfLink,
  stepOf,
  whenWords,
} from './lanes'
import { pressInMenu } from './menu'
import { abortDrag, isMovable } from './pointer'
import { focusPresent, lengthen, moveFocus, openFreeHour } from './stops'
import { undoLast } from './undo'

type Mode = 'Alt' | 'Shift' | undefined

/** Key held during a move by keyboard. The move ends shortly after its release; without a held key, by Enter. */
let mode: Mode

/** Key presses within this time (ms) belong to one move. */
const restFor = 200

let rest: number | undefined

const beginOn = (block: HTMLElement, by?: Mode) => {
  const thing = isMovable(block) ? draggableOf(block) : undefined
  if (!thing?.was) return
  mode = by
  return beginDrag(thing, 'move')
}

const arrows: Record<string, { steps?: number; days?: number }> = {
  ArrowUp: { steps: -1 },
  ArrowDown: { steps: 1 },
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
}

/** Change made by an arrow key. With Shift it moves the end of a session. A task has no end and moves three steps. */
const actOf = ({ kind }: Drag, isShifted: boolean) =>
  kind === 'timer' ? 'start' : isShifted && kind === 'sessions' ? 'end' : 'move'

const moveBy = (moving: Drag, { key, shiftKey }: KeyboardEvent) => {
  const { steps = 0, days = 0 } = arrows[key] ?? {}
  const { span = moving.was, kind } = moving
  if (!span) return
  const step = stepOf(false)
  const act = actOf(moving, shiftKey)
  const by = days * daySeconds + steps * step * (shiftKey && kind === 'tasks' ? 3 : 1)
  const next = act === 'move' ? moveSpan(span, span.start + by) : resizeSpan(span, act, span[act] + by, step)
  if (!laneOf(next.start) && !laneOf(next.end - 1)) return
  drawDrag(moving, next)
  moving.drawings[0]?.scrollIntoView({ block: 'nearest' })
  announceText(dragWords(moving, next))
}

const putBack = (moving: Drag) => {
  cancelDrag()
  if (moving.was) announceText(`${moving.title}: ${whenWords(moving.was)}`)
}

/** Handles keys while a block is moved by keyboard. Returns false if the key does nothing. */
const handleMove = (moving: Drag, event: KeyboardEvent) => {
  const { key, altKey, shiftKey } = event
  const isHeld = altKey || shiftKey
  clearTimeout(rest)
  if (key === 'Escape' || (mode && key === 'u')) putBack(moving)
  else if (key === 'Enter' || (!mode && key === 'm')) saveDrag()
  else if (key in arrows && (!mode || isHeld)) moveBy(moving, event)
  else if (!mode) return key !== 'Tab'
  else {
    if (!isHeld) saveDrag()
    return false
  }
  return true
}

/** Clicks the element whose `aria-keyshortcuts` has the key. */
const press = (key: string) => {
  const link = document.querySelector<HTMLElement>(`#main [aria-keyshortcuts="${CSS.escape(key)}"]`)
  link?.click()
  return link !== null
}

/** Handles keys on a block or a free half hour. Returns false if the key does nothing. */
const handleStop = (stop: HTMLAnchorElement, event: KeyboardEvent) => {
  const { key, altKey, shiftKey } = event
  const isBlock = stop.matches('.block')
  if (altKey) {
    const moving = isBlock && key in arrows && beginOn(stop, 'Alt')
    if (moving) moveBy(moving, event)
    return Boolean(moving)
  }
  if (shiftKey) {
    const { steps } = arrows[key] ?? {}
    if (!steps) return false
    if (!isBlock) return lengthen(stop, steps)
    const moving = beginOn(stop, 'Shift')
    if (moving) moveBy(moving, event)
    return Boolean(moving)
  }
  const lane = stop.closest<HTMLElement>('.lane')
  if (key === 'm' && isBlock) {
    const moving = beginOn(stop)
    if (moving?.was) {
      const isRunning = moving.kind === 'timer'
      const [when, keys] = [whenWords(moving.was), isRunning ? 'move its start' : 'move, Shift changes the end']
      announceText(`Moving ${blockTitle(stop)}, ${isRunning ? runningWords(when) : when}. Arrows ${keys}, Enter saves.`)
    }
    return Boolean(moving)
  }
  if (key === 'n' && !isBlock && lane && before !== 'g') void openEntry(spanOfLink(stop), lane)
  else return moveFocus(stop, key) || (key === 't' && press(key)) || (isBlock && pressInMenu(stop, key))
  return true
}

/** The previous key. Needed because `n` after `g` is the shortcut `g n`, which opens Goals. */
let before = ''

/** Handles keys of the week when no block or slot has focus. Returns false if the key does nothing. */
const handleWeek = (event: KeyboardEvent) => {
  const { key, altKey, shiftKey } = event
  if (location.pathname !== '/week' || altKey || shiftKey || isTyping(event) || document.querySelector(':modal'))
    return false
  if (document.activeElement?.matches('body, #main') && (key === 'Enter' || key in arrows)) return focusPresent()
  return key === 'n' && before !== 'g' && document.body.dataset.shortcuts !== 'off' && openFreeHour()
}

/** Handles `u` and Ctrl or ⌘ with Z. Returns false for other keys, in fields, and during a move. */
const handleUndo = (event: KeyboardEvent) => {
  const { key, altKey, shiftKey } = event
  if (drag || altKey || shiftKey || !lanes().length || isTyping(event) || document.querySelector(':modal')) return false
  const isUndo =
    event.ctrlKey || event.metaKey
      ? key === 'z'
      : key === 'u' && before !== 'g' && document.body.dataset.shortcuts !== 'off'
  if (isUndo && !undoLast()) announceText('Nothing to undo')
  return isUndo
}

const onKey = (event: KeyboardEvent) => {
  if (event.isComposing) return
  const isUndone = handleUndo(event)
  if (!isUndone && (event.ctrlKey || event.metaKey)) return
  const stop = closestTo<HTMLAnchorElement>(event, '.lane > a')
  const isDone =
    bufferKey(event) ||
    isUndone ||
    (drag && !drag.pointer && handleMove(drag, event)) ||
    (event.key === 'Escape' ? abortDrag() : Boolean(stop && handleStop(stop, event)) || handleWeek(event))
  before = event.key
  if (!isDone) return
  event.preventDefault()
  event.stopPropagation()
}

/** Adds the keys that move focus between blocks and move blocks. They take precedence over the keys of all pages. */
export const handleKeys = () => {
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('keyup', ({ key }) => {
    if (key === mode && drag && !drag.pointer) rest = setTimeout(saveDrag, restFor)
  })
  document.addEventListener('focusout', () => {
    clearTimeout(rest)
    if (!drag || drag.pointer) return
    if (mode) saveDrag()
    else putBack(drag)
  })
}
