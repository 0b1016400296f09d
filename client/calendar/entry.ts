import { type BlockTimes, localText } from '../../functions/figures/lanes/moves'
import { closestTo, focusField, hasUnsentInput, isTyping, onHtmx, onSoftKeyboard } from '../dom'
import {
  announceText,
  drawSpan,
  formBox,
  freeSlotAt,
  lanes,
  lengthWords,
  overlapWords,
  placeWords,
  positionBox,
  sessionFormPath,
  spanOfBlock,
  timesWords,
} from './lanes'
import { blockOf, focusBlock, focusTime } from './stops'

const state: {
  /** Elements that outline the new block. */
  drawings: Element[]
  /** Where focus returns to on close: the block at `path`, else the free slot at these times. */
  opened?: BlockTimes & { path?: string }
  /** True while a form is being loaded. */
  isLoading: boolean
  /** Letters typed while the form is being loaded. */
  typed: string
} = { drawings: [], isLoading: false, typed: '' }

/** Draws the outline of a new block, or removes it. */
export const drawOutline = (span?: BlockTimes) => {
  for (const drawing of state.drawings) drawing.remove()
  state.drawings = span ? drawSpan(span, 'slot', timesWords(span), overlapWords(span), lengthWords(span)) : []
}

const drawOpened = () => state.opened && !state.opened.path && drawOutline(state.opened)

/** Keeps a letter for the form that is being loaded. Returns false for another key. */
export const bufferKey = (event: KeyboardEvent) => {
  const { key, altKey } = event
  if (!state.isLoading || altKey || key.length > 1 || isTyping(event)) return false
  state.typed += key
  return true
}

const writeTyped = (field: HTMLElement) => {
  if (!(field instanceof HTMLInputElement) || !state.typed) return
  field.value += state.typed
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Writes the times into the entry line of a page without a box for forms. */
const fillLine = (span: BlockTimes) => {
  const line = document.querySelector<HTMLInputElement>('#entry')
  drawOutline()
  if (!line) return
  line.value = `${[span.start, span.end].map((time) => localText(time).slice(11, 16)).join('-')} `
  line.focus()
  line.setSelectionRange(line.value.length, line.value.length)
  line.dispatchEvent(new Event('input', { bubbles: true }))
}

/** @param path of the form, if it has more parameters than the times */
export const openEntry = async (span: BlockTimes, lane: HTMLElement, path = sessionFormPath(span, lane)) => {
  if (!formBox()) return fillLine(span)
  drawOutline(span)
  announceText(placeWords(span))
  await openBox(span, path, () => state.drawings[0])
}

/** Opens the form of a session next to its block. Returns false if the page has no box for forms. */
export const openBlock = (block: HTMLAnchorElement) => {
  const box = formBox()
  if (!box) return false
  // Keeps the opened form while it has unsaved input.
  const field = hasUnsentInput(box) && firstField(box)
  const { pathname } = block
  if (field) field.focus()
  else
    void openBox(
      { ...spanOfBlock(block), path: pathname },
      `${pathname}/edit?field=block`,
      () => blockOf(pathname) ?? block.closest('details') ?? undefined,
    )
  return true
}

const firstField = (box: HTMLElement) => box.querySelector<HTMLElement>('input:not([type="hidden"])')

/** Loads a form into the box. @param beside finds the element that the box is placed next to */
const openBox = async (about: typeof state.opened, path: string, beside: () => Element | undefined) => {
  const box = formBox()
  if (!box) return
  state.opened = about
  state.isLoading = true
  state.typed = ''
  await htmx.ajax('GET', path, { target: box, swap: 'innerHTML' }).catch(() => undefined)
  state.isLoading = false
  const field = firstField(box)
  if (!field) return closeEntry()
  const block = beside()
  if (block) positionBox(block)
  focusField(field)
  writeTyped(field)
}

/** Closes the box and returns focus to the block or slot that it was opened for. */
const closeEntry = (givesBack = true) => {
  drawOutline()
  const refused = formBox()?.querySelector('#block-conflict form')?.getAttribute('action')
  formBox()?.replaceChildren()
  if (refused) focusBlock(refused.replace('/times', ''))
  const about = state.opened
  state.opened = undefined
  if (!about || !givesBack || refused) return
  const block = about.path && blockOf(about.path)
  if (block) block.focus()
  else focusTime(about.start, about.end)
}

/** Keeps the form (a sheet on phones) and its suggestions above a soft keyboard. */
const clearKeyboard = onSoftKeyboard((covered, { offsetTop }) => {
  const box = formBox()
  if (!box?.childElementCount) return
  box.style.setProperty('--keyboard', `${covered}px`)
  box.style.setProperty('--above', `${box.getBoundingClientRect().top - offsetTop - 8}px`)
})

/** Wall-clock times at which a lane draws a stretch of app use. Its link has instants instead. */
const spanOfUse = ({ dataset: { start, end } }: HTMLElement): BlockTimes => ({ start: Number(start), end: Number(end) })

export const handleEntries = () => {
  onHtmx('after:swap', clearKeyboard)
  document.addEventListener('click', (event) => {
    const use = closestTo<HTMLAnchorElement>(event, '.used a[data-start]')
    const lane = use ? lanes()[0] : closestTo<HTMLElement>(event, '.lane[data-date]')
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey
    const span = lane && isPlain && (use ? spanOfUse(use) : freeSlotAt(event, lane))
    if (span) {
      event.preventDefault()
      void openEntry(span, lane, use ? use.pathname + use.search : undefined)
    }
    if (!state.opened || !closestTo(event, '#calendar-new :is([data-closes], [data-cancel])')) return
    event.preventDefault()
    closeEntry()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !formBox()?.childElementCount) return
    event.preventDefault()
    closeEntry()
  })
  document.addEventListener('pointerdown', (event) => {
    const box = formBox()
    if (state.opened && box && !closestTo(event, '#calendar-new, [data-toast]') && !hasUnsentInput(box))
      closeEntry(false)
  })
  // Further fields may not fit below. On a phone the box is at the bottom anyway.
  const box = formBox()
  const keepInSight = () => {
    const block = state.opened && box?.offsetParent && (blockOf(state.opened.path) ?? state.drawings[0])
    if (block) positionBox(block)
  }
  if (box) new ResizeObserver(keepInSight).observe(box)
  // A swap of the lanes removes the drawing, so it is drawn again.
  onHtmx('after:swap', drawOpened)
  // The response to a finished form is empty: close the box.
  onHtmx('finally:request', ({ sourceElement, response }) => {
    const isStarted = sourceElement.id === 'play' && response?.status === 200
    const isDone = state.opened && !state.isLoading && (isStarted || !formBox()?.querySelector('form'))
    if (isDone) closeEntry(!document.activeElement?.matches('.lane .block'))
  })
  // An unchanged form is closed without saving.
  document.addEventListener(
    'submit',
    (event) => {
      const form = closestTo(event, '#calendar-new form:has([name="field"])')
      if (!form || event.submitter?.hasAttribute('formaction') || hasUnsentInput(form)) return
      event.preventDefault()
      event.stopPropagation()
      closeEntry()
    },
    true,
  )
}
