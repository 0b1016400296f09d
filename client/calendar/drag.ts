import { type BlockTimes, ledgerDate, localText } from '../../functions/figures/lanes/moves'
import { onHtmx } from '../dom'
import {
  boxOfNew,
  drawIn,
  lengthWords,
  overlapWords,
  placeBeside,
  placeWords,
  runningWords,
  say,
  type Thing,
  timesWords,
  whenWords,
} from './lanes'
import { sayBlock } from './stops'

export type Act = 'move' | 'copy' | 'start' | 'end'

/** Something that is moved, or has been until the answer is there. */
export type Drag = Thing & { act: Act; span?: BlockTimes; drawings: Element[]; pointer?: PointerEvent }

/** The present drag. */
export let drag: Drag | undefined

/** Drags that wait for their answers, the last one at the end. */
const sent = new Set<Drag>()

const moves = () => [...sent, ...(drag ? [drag] : [])]

export const begin = (thing: Thing, act: Act, pointer?: PointerEvent) => {
  const before = [...sent].findLast((one) => one.path === thing.path && one.act !== 'copy')
  // Its start is all that can be moved.
  const own = thing.kind === 'timer' ? 'start' : act
  drag = { ...thing, was: before?.span ?? thing.was, act: own, drawings: [], pointer }
  return drag
}

const blocksOf = ({ path }: Drag) => document.querySelectorAll<HTMLElement>(`.lane a.block[href="${CSS.escape(path)}"]`)

const clear = (moved: Drag) => {
  for (const drawing of moved.drawings) drawing.remove()
  for (const block of blocksOf(moved)) block.classList.remove('ghost')
}

/** A copy covers the block that it is made from, too. */
const ownPath = ({ act, path }: Drag) => (act === 'copy' ? undefined : path)

/** Where something is moved to, in words. */
export const movedWords = (moved: Drag, span: BlockTimes) => {
  const words = placeWords(span, ownPath(moved))
  return `${moved.title}: ${moved.kind === 'timer' ? runningWords(words) : words}`
}

/** Draws it at other times, its old place as a ghost. */
export const show = (moved: Drag, span: BlockTimes) => {
  clear(moved)
  moved.span = span
  if (moved.act !== 'copy') for (const block of blocksOf(moved)) block.classList.add('ghost')
  const times = moved.kind === 'timer' ? runningWords(timesWords(span)) : timesWords(span)
  moved.drawings = drawIn(
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

/** Puts it back. */
export const cancel = () => {
  const ended = end()
  if (ended) clear(ended)
}

const isSame = ({ span, was }: Drag) => span?.start === was?.start && span?.end === was?.end

/** The form of a drag: its path, and its fields. */
const formOf = ({ act, kind, path: page, lane, was }: Drag, span: BlockTimes, { v, seq = v, id }: DOMStringMap) => {
  const at = localText(span.start)
  if (kind !== 'tasks') {
    const path = kind === 'timer' ? `/sessions/${id}` : page
    const ended_at = localText(span.end)
    if (act === 'copy') return { path: `${path}/copy`, values: { started_at: at, ended_at } }
    // An edge that stays is left out, so that it keeps its instant in an hour that comes twice.
    const starts = span.start !== was?.start && { started_at: at }
    return { path: `${path}/times`, values: { ...starts, ...(span.end !== was?.end && { ended_at }), seq } }
  }
  const date = ledgerDate(lane, span.start)
  const ofDay = was && date !== lane.date ? { date } : {}
  return { path: page, values: { field: 'at', at: at.slice(11, 16), ...ofDay, seq } }
}

/** Returns true once the write is done. */
const post = async (source: HTMLElement, path: string, values: Record<string, unknown>) => {
  let isDone = false
  // Today has no box, but a place for versions.
  const target = boxOfNew() ?? (path.startsWith('/sessions/') ? document.getElementById('calendar-versions') : null)
  const hear = ({ detail: { ctx } }: HTMLElementEventMap['htmx:after:request']) => {
    if (ctx.sourceElement === source) isDone = ctx.response?.raw.ok === true
  }
  document.addEventListener('htmx:after:request', hear)
  await htmx.ajax('POST', path, { source, values, ...(target ? { target, swap: 'innerHTML' } : { swap: 'none' }) })
  document.removeEventListener('htmx:after:request', hear)
  return isDone
}

/** Cuts a session at a time. */
export const split = (block: HTMLAnchorElement, at: number) =>
  post(block, `${block.pathname}/split`, { at: localText(at), seq: block.dataset.v })

/** Logs a meeting, or a task at the times of its block. */
export const log = (block: HTMLAnchorElement, { start, end }: BlockTimes) => {
  const { log: filed } = block.dataset
  if (!filed) return post(block, `${block.pathname}/log`, {})
  const times = { started_at: localText(start), ended_at: localText(end) }
  return post(block, '/sessions', { ...Object.fromEntries(new URLSearchParams(filed)), ...times })
}

let last = Promise.resolve()

/** Saves the new times once the writes before are done. It stays there until the answer has come. */
export const save = () => {
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
  // The answer draws a copy, too, which would overlap itself.
  const words = movedWords(saved, span)
  const isDone = await post(block, path, values)
  sent.delete(saved)
  clear(saved)
  redraw()
  const before = was && whenWords(was)
  const from = act === 'copy' ? ', copied' : before && `, was ${saved.kind === 'timer' ? runningWords(before) : before}`
  if (isDone) say(`${words}${from ?? ''}`)
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
    placeBeside(block)
    sayBlock(block)
  }
  document.querySelector<HTMLElement>('#block-conflict [data-autofocus]')?.focus()
  // A newer version is shown before it can be moved again.
  htmx.trigger(document.body, 'tasks-changed')
}

const redraw = () => {
  for (const moved of moves()) if (moved.span) show(moved, moved.span)
}

/** Redraws the dragged block after a swap. */
export const keepDrags = () => onHtmx('after:swap', redraw)
