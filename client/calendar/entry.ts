import { localText, type Span } from '../../functions/figures/lanes/moves'
import { closestTo, focusField, hasUnsentInput, onHtmx } from '../dom'
import { boxOfNew, drawIn, freeAt, lengthWords, pathOf, placeBeside, say, timesWords, whenWords } from './lanes'
import { focusBlock, focusTime } from './stops'

let drawings: Element[] = []

/** Draws the place of a new block, or takes it away. */
export const draw = (span?: Span) => {
  for (const drawing of drawings) drawing.remove()
  drawings = span ? drawIn(span, 'slot', timesWords(span), lengthWords(span)) : []
}

/** Where the focus goes back to. */
let opened: Span | undefined

let isLoading = false

/** Puts the times into the line of a page that has no box. */
const fillLine = (span: Span) => {
  const line = document.querySelector<HTMLInputElement>('#entry')
  draw()
  if (!line) return
  line.value = `${[span.start, span.end].map((time) => localText(time).slice(11, 16)).join('-')} `
  line.focus()
  line.setSelectionRange(line.value.length, line.value.length)
  line.dispatchEvent(new Event('input', { bubbles: true }))
}

export const openEntry = async (span: Span, lane: HTMLElement) => {
  const box = boxOfNew()
  if (!box) return fillLine(span)
  opened = span
  draw(span)
  say(whenWords(span))
  isLoading = true
  await htmx.ajax('GET', pathOf(span, lane), { target: box, swap: 'innerHTML' })
  isLoading = false
  const field = box.querySelector<HTMLElement>('input:not([type="hidden"])')
  if (!field) return closeEntry()
  if (drawings[0]) placeBeside(drawings[0])
  focusField(field)
}

/** Takes the box away, and gives the focus back to the place that it was about. */
const closeEntry = (givesBack = true) => {
  draw()
  const refused = boxOfNew()?.querySelector('#block-conflict form')?.getAttribute('action')
  boxOfNew()?.replaceChildren()
  if (refused) focusBlock(refused.replace('/times', ''))
  const span = opened
  opened = undefined
  if (span && givesBack) focusTime(span.start, span.end)
}

export const handleEntries = () => {
  document.addEventListener('click', (event) => {
    const lane = closestTo(event, '.lane[data-date]')
    const span = lane && !event.ctrlKey && !event.metaKey && !event.shiftKey && freeAt(event, lane)
    if (span) {
      event.preventDefault()
      void openEntry(span, lane)
    }
    if (!opened || !closestTo(event, '#calendar-new :is([data-closes], [data-cancel])')) return
    event.preventDefault()
    closeEntry()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !boxOfNew()?.childElementCount) return
    event.preventDefault()
    closeEntry()
  })
  document.addEventListener('pointerdown', (event) => {
    const box = boxOfNew()
    if (opened && box && !closestTo(event, '#calendar-new, .toast') && !hasUnsentInput(box)) closeEntry(false)
  })
  // A swap of the lanes takes the drawing along.
  onHtmx('after:swap', () => opened && draw(opened))
  // The answer to a form that is done takes the form away.
  onHtmx('finally:request', () => {
    const isDone = opened && !isLoading && !boxOfNew()?.querySelector('form')
    if (isDone) closeEntry(!document.activeElement?.matches('.lane .block'))
  })
}
