import { clockWords } from '../../functions/figures/lanes/clock'
import {
  type BlockTimes,
  blockDate,
  freeSlot,
  type LaneTimes,
  localText,
  spanOf,
  topOf,
  visiblePart,
} from '../../functions/figures/lanes/moves'
import { duration, weekdayDay } from '../../functions/lib/text/format'
import { closestTo } from '../dom'

/** Element that a drag moves: a block, or a task row, which has no times yet. */
export type Draggable = {
  source: HTMLElement
  /** Stored here, because a swap can reuse the element for another block. */
  path: string
  title: string
  look: string
  kind: 'sessions' | 'tasks' | 'timer'
  was?: BlockTimes
  /** The lane whose date a task's new date is compared with. */
  lane: LaneTimes
}

export const lanes = () =>
  [...document.querySelectorAll<HTMLElement>('.lane[data-date]')].filter((lane) => lane.checkVisibility())

export const timesOf = ({ dataset }: HTMLElement): LaneTimes => ({
  date: dataset.date ?? '',
  from: Number(dataset.from),
  minutes: Number(dataset.minutes),
})

/** Wall-clock time at the vertical position `y` in the window. */
export const timeAt = (lane: HTMLElement, y: number) => {
  const { top, height } = lane.getBoundingClientRect()
  const times = timesOf(lane)
  return topOf(times) + Math.min(Math.max((y - top) / height, 0), 1) * times.minutes * 60
}

/** The lane at the horizontal position `x` in the window, else the nearest one. */
export const laneAt = (x: number) => {
  const distance = (lane: HTMLElement) => {
    const { left, right } = lane.getBoundingClientRect()
    return Math.max(left - x, x - right, 0)
  }
  return lanes().sort((a, b) => distance(a) - distance(b))[0]
}

/** The lane that contains a wall-clock time, in seconds. */
export const laneOf = (time: number) =>
  lanes().find((lane) => visiblePart(timesOf(lane), { start: time, end: time + 1 }))

/** Step of moves, in seconds. */
export const stepOf = (isFine: boolean) =>
  60 * (isFine ? 1 : Number(document.querySelector<HTMLElement>('[data-step]')?.dataset.step ?? 5))

const hasNoon = () => /[ap]m/.test(document.querySelector('.hours')?.textContent ?? '')

const timeWords = (time: number) => clockWords(time / 60, hasNoon() ? 12 : 24)

export const timesWords = ({ start, end }: BlockTimes) => `${timeWords(start)}–${timeWords(end)}`

export const lengthWords = ({ start, end }: BlockTimes) => duration(end - start)

/** `Tue 24, 16:00–17:30` */
export const whenWords = (span: BlockTimes) => `${weekdayDay(blockDate(span.start))}, ${timesWords(span)}`

/** `Tue 24, 16:00–now` */
export const runningWords = (words: string) => words.replace(/–[^,]*/, '–now')

export const blockTitle = (link: HTMLElement) => link.querySelector('b, bdi')?.textContent ?? link.textContent ?? ''

/** Times of a block: from `data-at` if it has that, else from the start of its text. The running timer has no end. */
export const spanOfBlock = ({ dataset, textContent, parentElement }: HTMLElement): BlockTimes => {
  const date = parentElement?.dataset.date ?? ''
  const words = spanOf(date, textContent ?? '')
  const { start, end } = dataset.at ? spanOf(date, dataset.at) : words
  return { start, end: end || words.end || start }
}

/** Spans of all blocks of a lane, including those in lists of more blocks. */
export const busySpans = (lane: HTMLElement) =>
  [...lane.querySelectorAll<HTMLElement>('a:is(.block, [data-at])')].map(spanOfBlock)

export const draggableOf = (source: HTMLElement): Draggable | undefined => {
  const link = source.matches('a') ? source : source.querySelector('a.row-title')
  if (!(link instanceof HTMLAnchorElement)) return
  const kind = link.pathname.split('/')[1]
  if (kind !== 'sessions' && kind !== 'tasks' && kind !== 'timer') return
  const lane = source.closest<HTMLElement>('.lane') ?? lanes()[0]
  if (!lane) return
  const look = [...link.classList].filter((name) => /^(hue-|open|live|todo)/.test(name)).join(' ')
  const was = source === link ? spanOfBlock(source) : undefined
  return { source, path: link.pathname, title: blockTitle(link), look, kind, was, lane: timesOf(lane) }
}

/** Time zone of a lane at the vertical position `y` in the window. */
const zoneAt = (lane: HTMLElement, y: number) =>
  [lane, ...lane.querySelectorAll<HTMLElement>('[data-zone]')].findLast(
    (part) => part.getBoundingClientRect().top <= y + 1,
  )?.dataset.zone ?? ''

/** URL of the form for a new session, with its times. */
export const sessionFormPath = (span: BlockTimes, lane: HTMLElement) => {
  const [started_at, ended_at] = [localText(span.start), localText(span.end)]
  const { top, height } = lane.getBoundingClientRect()
  const { minutes, ...times } = timesOf(lane)
  const y = top + ((span.start - topOf({ minutes, ...times })) / 60 / minutes) * height
  return `/sessions/entry?${new URLSearchParams({ started_at, ended_at, time_zone: zoneAt(lane, y) })}`
}

/** Reads the times from a URL that `pathOf` made. */
export const spanOfLink = ({ href }: HTMLAnchorElement): BlockTimes => {
  const { searchParams } = new URL(href)
  const time = (name: string) => Date.parse(`${searchParams.get(name)}Z`) / 1000
  return { start: time('started_at'), end: time('ended_at') }
}

/** The free slot under the pointer: one hour, or less between blocks. */
export const freeSlotAt = (event: MouseEvent, lane: HTMLElement) => {
  const link = closestTo<HTMLAnchorElement>(event, '.lane :is(a, button, .menu)')
  // After a key press, and for the slot that has focus, the link's own times count.
  if (link && (!link.matches('.free') || link.id || event.detail === 0))
    return link.matches('.free') && spanOfLink(link)
  return freeSlot(busySpans(lane), timeAt(lane, event.clientY), stepOf(false))
}

/** Announces a text to screen readers. */
export const announceText = (text: string) => {
  const region = document.getElementById('calendar-said')
  if (region) region.textContent = text
}

/** The session that a span overlaps most: `overlaps Thesis 20m and 2 more`. @param path of a block to leave out */
export const overlapWords = ({ start, end }: BlockTimes, path?: string) => {
  const covered = new Map<string, { seconds: number; title: string }>()
  const sessions = '.lane a:is(.block[data-v]:not(.todo), .sheet > [href^="/sessions/"])'
  for (const block of document.querySelectorAll<HTMLAnchorElement>(sessions)) {
    const other = spanOfBlock(block)
    const seconds = Math.min(end, other.end) - Math.max(start, other.start)
    if (seconds > 0 && block.pathname !== path) covered.set(block.pathname, { seconds, title: blockTitle(block) })
  }
  const [most, ...more] = [...covered.values()].sort((a, b) => b.seconds - a.seconds)
  return most ? `overlaps ${most.title} ${duration(most.seconds)}${more.length ? ` and ${more.length} more` : ''}` : ''
}

/** `Tue 24, 16:00–17:30, overlaps Thesis 20m` */
export const placeWords = (span: BlockTimes, path?: string) =>
  [whenWords(span), overlapWords(span, path)].filter(Boolean).join(', ')

/** Length in seconds from which a drawing has room for two lines. */
const twoLines = 3000

/** Draws a span in each lane that it touches. Returns the drawn elements. @param classes of the elements */
export const drawSpan = (span: BlockTimes, classes: string, ...lines: string[]) =>
  lanes().flatMap((lane) => {
    const times = timesOf(lane)
    const part = visiblePart(times, span)
    if (!part) return []
    const drawing = document.createElement('div')
    drawing.className = `block drawn ${classes}${part.height < twoLines ? '' : ' tall'}`
    drawing.ariaHidden = 'true'
    drawing.style.top = `${(part.y / times.minutes / 60) * 100}%`
    drawing.style.height = `${(part.height / times.minutes / 60) * 100}%`
    drawing.append(
      ...lines.filter(Boolean).map((line, index) =>
        Object.assign(document.createElement(index && !line.startsWith('overlaps ') ? 'small' : 'b'), {
          textContent: line,
        }),
      ),
    )
    lane.append(drawing)
    return drawing
  })

/** The box for forms and conflicts, if the page has one. */
export const formBox = () => document.getElementById('calendar-new')

/** Distance between block and box, in px. */
const gap = 8

/** Minimum room for the box in px. It grows while text is typed, and suggestions open below it. */
const leastRoom = 420

/** Bottom of the visible area: the top of the bars at the bottom of the window, if any. */
export const visibleBottom = () =>
  [...document.querySelectorAll('#timer, .rail')]
    .map((bar) => bar.getBoundingClientRect().top)
    .reduce((least, top) => (top > innerHeight / 2 ? Math.min(least, top) : least), innerHeight)

/** Places the box next to a block, on the side with more room. On a phone it is at the bottom. */
export const positionBox = (block: Element) => {
  const box = formBox()
  const outer = box?.offsetParent?.getBoundingClientRect()
  if (!box || !outer) return block.scrollIntoView({ block: 'center' })
  const bottom = visibleBottom() - gap
  box.style.setProperty('--room', `${bottom - gap}px`)
  const beside = block.getBoundingClientRect()
  const { width, height } = box.getBoundingClientRect()
  const right = beside.right + gap
  const left = right + width < document.documentElement.clientWidth ? right : Math.max(gap, beside.left - gap - width)
  const room = box.querySelector('[role="listbox"]') ? Math.max(height, leastRoom) : height
  const top = Math.max(gap, Math.min(beside.top, bottom - room))
  box.style.setProperty('--left', `${left - outer.left}px`)
  box.style.setProperty('--top', `${top - outer.top}px`)
}
