import { type BlockTimes, ledgerDate, localText } from '../../functions/figures/lanes/moves'
import { onHtmx } from '../dom'
import {
  announceText,
  type Draggable,
  drawSpan,
  formBox,
  lengthWords,
  overlapWords,
  placeWords,
  positionBox,
  runningWords,
  timesWords,
  whenWords,
} from './lanes'
import { announceBlock } from './stops'

export type DragAction = 'move' | 'copy' | 'start' | 'end'

/** A block or task row that is being moved, or whose move was sent and has no response yet. */
export type Drag = Draggable & { act: DragAction; span?: BlockTimes; drawings: Element[]; pointer?: PointerEvent }

/** The drag in progress. */
export let drag: Drag | undefined

/** Sent drags without a response yet, latest last. */
const sent = new Set<Drag>()

const moves = () => [...sent, ...(drag ? [drag] : [])]

export const beginDrag = (thing: Draggable, act: DragAction, pointer?: PointerEvent) => {
  const before = [...sent].findLast((one) => one.path === thing.path && one.act !== 'copy')
  // Only the start of the running timer can be moved.
  const own = thing.kind === 'timer' ? 'start' : act
  drag = { ...thing, was: before?.span ?? thing.was, act: own, drawings: [], pointer }
  return drag
}

const blocksOf = ({ path }: Drag) => document.querySelectorAll<HTMLElement>(`.lane a.block[href="${CSS.escape(path)}"]`)

const clear = (moved: Drag) => {
  for (const drawing of moved.drawings) drawing.remove()
  for (const block of blocksOf(moved)) block.classList.remove('ghost')
}

/** Path to leave out of the overlap check; undefined for a copy, which may overlap its original. */
const ownPath = ({ act, path }: Drag) => (act === 'copy' ? undefined : path)

/** Title, times and overlap of the new place, for screen readers. */
export const dragWords = (moved: Drag, span: BlockTimes) => {
  const words = placeWords(span, ownPath(moved))
  return `${moved.title}: ${moved.kind === 'timer' ? runningWords(words) : words}`
}

/** Draws the block at other times and shows its old place as a ghost. */
export const drawDrag = (moved: Drag, span: BlockTimes) => {
  clear(moved)
  moved.span = span
  if (moved.act !== 'copy') for (const block of blocksOf(moved)) block.classList.add('ghost')
  const times = moved.kind === 'timer' ? runningWords(timesWords(span)) : timesWords(span)
  moved.drawings = drawSpan(
    span,
    moved.look,
    `${times} · ${lengthWords(span)}`,
    overlapWords(span, ownPath(moved)),
    moved.title,
  )
}

const end = () => {
  const ended = drag
  drag = undefined
  return ended
}

/** Cancels the drag and removes its drawing. */
export const cancelDrag = () => {
  const ended = end()
  if (ended) clear(ended)
}

const isSame = ({ span, was }: Drag) => span?.start === was?.start && span?.end === was?.end

/** Path and form values of the request that saves a drag. */
const formOf = ({ act, kind, path: page, lane, was }: Drag, span: BlockTimes, { v, seq = v, id }: DOMStringMap) => {
  const at = localText(span.start)
  if (kind !== 'tasks') {
    const path = kind === 'timer' ? `/sessions/${id}` : page
    const ended_at = localText(span.end)
    if (act === 'copy') return { path: `${path}/copy`, values: { started_at: at, ended_at } }
    // An unchanged edge is not sent: an hour that the clock repeats would make its time ambiguous.
    const starts = span.start !== was?.start && { started_at: at }
    return { path: `${path}/times`, values: { ...starts, ...(span.end !== was?.end && { ended_at }), seq } }
  }
  const date = ledgerDate(lane, span.start)
  const ofDay = was && date !== lane.date ? { date } : {}
  return { path: page, values: { field: 'at', at: at.slice(11, 16), ...ofDay, seq } }
}

/** Sends a write. Resolves to true if it succeeded. */
const post = async (source: HTMLElement, path: string, values: Record<string, unknown>) => {
  let isDone = false
  // The page of Today has no box for forms, but a place for the versions of a conflict.
  const target = formBox() ?? (path.startsWith('/sessions/') ? document.getElementById('calendar-versions') : null)
  const hear = ({ detail: { ctx } }: HTMLElementEventMap['htmx:after:request']) => {
    if (ctx.sourceElement === source) isDone = ctx.response?.raw.ok === true
  }
  document.addEventListener('htmx:after:request', hear)
  await htmx.ajax('POST', path, { source, values, ...(target ? { target, swap: 'innerHTML' } : { swap: 'none' }) })
  document.removeEventListener('htmx:after:request', hear)
  return isDone
}

/** Splits a session at a time. */
export const splitBlock = (block: HTMLAnchorElement, at: number) =>
  post(block, `${block.pathname}/split`, { at: localText(at), seq: block.dataset.v })

/** Logs a meeting, or logs a task at the times of its block. */
export const logBlock = (block: HTMLAnchorElement, { start, end }: BlockTimes) => {
  const { log: filed } = block.dataset
  if (!filed) return post(block, `${block.pathname}/log`, {})
  const times = { started_at: localText(start), ended_at: localText(end) }
  return post(block, '/sessions', { ...Object.fromEntries(new URLSearchParams(filed)), ...times })
}

let last = Promise.resolve()

/** Saves the new times after the pending writes. The drawing stays until the response has come. */
export const saveDrag = () => {
  const saved = end()
  if (!saved?.span || isSame(saved)) return saved && clear(saved)
  sent.add(saved)
  last = last.then(() => write(saved))
}

const write = async (saved: Drag) => {
  const { span, was, source, act } = saved
  if (!span || !sent.has(saved)) return
  // The previous response may have rendered a newer version of the block.
  const [block = source] = blocksOf(saved)
  const { path, values } = formOf(saved, span, block.dataset)
  // Computed before the write: the response renders the copy, which would then overlap itself.
  const words = dragWords(saved, span)
  const isDone = await post(block, path, values)
  sent.delete(saved)
  clear(saved)
  redraw()
  const before = was && whenWords(was)
  const from = act === 'copy' ? ', copied' : before && `, was ${saved.kind === 'timer' ? runningWords(before) : before}`
  if (isDone) announceText(`${words}${from ?? ''}`)
  else refuse(saved)
}

/** Reverts a refused drag and later drags of the same block, and offers the choice of versions. */
const refuse = (refused: Drag) => {
  for (const later of moves().filter(({ path }) => path === refused.path)) {
    sent.delete(later)
    if (later === drag) end()
    clear(later)
  }
  const [block] = blocksOf(refused)
  if (block) {
    positionBox(block)
    announceBlock(block)
  }
  document.querySelector<HTMLElement>('#block-conflict [data-autofocus]')?.focus()
  // Reloads the page part, so that the newer version is visible before it is moved again.
  htmx.trigger(document.body, 'tasks-changed')
}

const redraw = () => {
  for (const moved of moves()) if (moved.span) drawDrag(moved, moved.span)
}

/** Redraws the dragged block after a swap. */
export const redrawDrags = () => onHtmx('after:swap', redraw)
