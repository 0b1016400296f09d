import { ledgerDate, localText, type Span } from '../../functions/figures/lanes/moves'
import { onHtmx } from '../dom'
import { boxOfNew, drawIn, lengthWords, placeBeside, say, type Thing, timesWords, titleOf, whenWords } from './lanes'
import { expectFocus } from './stops'

export type Act = 'move' | 'copy' | 'start' | 'end'

/** Something that is moved, or has been until the answer is there. */
export type Drag = Thing & { act: Act; span?: Span; drawings: Element[]; pointer?: PointerEvent }

/** The drag that goes on. */
export let drag: Drag | undefined

/** Drags that wait for their answers. */
const sent = new Set<Drag>()

export const begin = (thing: Thing, act: Act, pointer?: PointerEvent) => {
  // Its start is all that can be moved.
  drag = { ...thing, act: thing.kind === 'timer' ? 'start' : act, drawings: [], pointer }
  return drag
}

const blocksOf = ({ link }: Drag) =>
  document.querySelectorAll<HTMLElement>(`.lane a.block[href="${CSS.escape(link.pathname)}"]`)

const clear = (moved: Drag) => {
  for (const drawing of moved.drawings) drawing.remove()
  for (const block of blocksOf(moved)) block.classList.remove('ghost')
}

/** Draws it at other times, its old place as a ghost. */
export const show = (moved: Drag, span: Span) => {
  clear(moved)
  moved.span = span
  if (moved.act !== 'copy') for (const block of blocksOf(moved)) block.classList.add('ghost')
  const look = [...moved.link.classList].filter((name) => /^(p-|project|open|live|todo)/.test(name)).join(' ')
  const times = moved.kind === 'timer' ? timesWords(span).replace(/–.*/, '–') : timesWords(span)
  moved.drawings = drawIn(span, look, times, `${titleOf(moved.link)} · ${lengthWords(span)}`)
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
const formOf = ({ act, kind, link, lane, source, was }: Drag, span: Span) => {
  const seq = source.dataset.v ?? source.dataset.seq
  const at = localText(span.start)
  if (kind !== 'tasks') {
    const path = kind === 'timer' ? `/sessions/${source.dataset.id}` : link.pathname
    const ended_at = localText(span.end)
    if (act === 'copy') return { path: `${path}/copy`, values: { started_at: at, ended_at } }
    // An edge that stays is left out, so that it keeps its instant in an hour that comes twice.
    const starts = span.start !== was?.start && { started_at: at }
    return { path: `${path}/times`, values: { ...starts, ...(span.end !== was?.end && { ended_at }), seq } }
  }
  const date = ledgerDate(lane, span.start)
  const ofDay = was && date !== lane.date ? { date } : {}
  return { path: link.pathname, values: { field: 'at', at: at.slice(11, 16), ...ofDay, seq } }
}

const post = (source: HTMLElement, path: string, values: Record<string, unknown>) => {
  const target = boxOfNew()
  return htmx.ajax('POST', path, { source, values, ...(target ? { target, swap: 'innerHTML' } : { swap: 'none' }) })
}

/** Copies a session to other times, or cuts it at the start of a span. */
export const send = (block: HTMLAnchorElement, act: 'copy' | 'split', { start, end }: Span) => {
  const at = localText(start)
  const values = act === 'copy' ? { started_at: at, ended_at: localText(end) } : { at, seq: block.dataset.v }
  return post(block, `${block.pathname}/${act}`, values)
}

/** Saves the new times. It stays there until the answer has come. */
export const save = async () => {
  const saved = end()
  if (!saved) return
  const { span, link, was } = saved
  if (!span || isSame(saved)) return clear(saved)
  sent.add(saved)
  if (saved.act === 'copy' && saved.source === document.activeElement) expectFocus(span.start)
  say(`${titleOf(link)}: ${whenWords(span)}${was ? `, was ${whenWords(was)}` : ''}`)
  const { path, values } = formOf(saved, span)
  await post(saved.source, path, values)
}

/** A drag whose answer is there. */
const settle = (moved: Drag, isDone: boolean) => {
  clear(moved)
  sent.delete(moved)
  // A newer version is shown before it can be moved again.
  if (isDone) return
  const [block] = blocksOf(moved)
  if (block) placeBeside(block)
  htmx.trigger(document.body, 'tasks-changed')
}

export const settleDrags = () =>
  onHtmx('finally:request', ({ sourceElement, response }) => {
    for (const moved of sent) {
      // The answer may have replaced its block.
      const isOf = moved.source === sourceElement || !moved.source.isConnected
      if (isOf) settle(moved, Boolean(response && response.status < 400))
    }
  })
