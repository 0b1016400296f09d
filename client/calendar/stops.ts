import { type BlockTimes, daySeconds, freeHalfHours, topOf } from '../../functions/figures/lanes/moves'
import { closestTo, onHtmx } from '../dom'
import {
  announceText,
  blockTitle,
  busySpans,
  laneOf,
  lanes,
  runningWords,
  sessionFormPath,
  spanOfBlock,
  spanOfLink,
  timeAt,
  timesOf,
  timesWords,
  whenWords,
} from './lanes'

/** A place in a lane that can have focus: a block, or a free half hour. */
type Stop = BlockTimes & { block?: HTMLElement }

/** Link to the focused free half hour. A single link, which moves to the slot that gets focus. */
const free = document.createElement('a')
free.className = 'free'
// The id prevents a morph from turning it into a block.
free.id = 'free-place'

const all = '.lane > a'

/** Makes all lanes a single stop of the Tab key. */
const setTabStop = (
  stop = document.querySelector('.lane a[tabindex="0"]') ??
    document.querySelector(`${all}.block`) ??
    document.querySelector(all),
) => {
  for (const link of document.querySelectorAll<HTMLElement>(all)) {
    const index = link === stop ? 0 : -1
    if (link.getAttribute('tabindex') !== String(index)) link.tabIndex = index
  }
}

const spanOfStop = (stop: HTMLAnchorElement) => (stop.matches('.free') ? spanOfLink(stop) : spanOfBlock(stop))

/** Blocks and free half hours of a lane, ordered by start. */
const stopsOf = (lane: HTMLElement): Stop[] => {
  const blocks = [...lane.querySelectorAll<HTMLElement>('a.block')].map((block) => ({ ...spanOfBlock(block), block }))
  return [...blocks, ...freeHalfHours(timesOf(lane), busySpans(lane))].sort((a, b) => a.start - b.start)
}

const focus = (lane: HTMLElement, { block, ...span }: Stop) => {
  const times = timesOf(lane)
  free.href = sessionFormPath(span, lane)
  free.textContent = timesWords(span).replace(/–.*/, '')
  free.ariaLabel = `${whenWords(span)}, free`
  free.style.top = `${((span.start - topOf(times)) / times.minutes / 60) * 100}%`
  free.style.height = `${((span.end - span.start) / times.minutes / 60) * 100}%`
  if (block) free.remove()
  else if (free.parentElement !== lane) lane.append(free)
  const stop = block ?? free
  stop.focus()
}

/** A free slot of at least half an hour that ends at the next block at the latest. */
const freeFrom = (lane: HTMLElement, start: number, end: number): BlockTimes => {
  const next = stopsOf(lane).find((stop) => stop.block && stop.start > start)
  const { minutes, ...times } = timesOf(lane)
  const last = next?.start ?? topOf({ minutes, ...times }) + minutes * 60
  return { start, end: Math.min(Math.max(end, start + 1800), last) }
}

/** Focuses the block of a lane that starts at a time, else one that covers it, else the nearest. @param end of a free slot */
const focusIn = (lane: HTMLElement, time: number, end = 0) => {
  const distance = ({ start, end }: BlockTimes) =>
    Math.max(start - time, time + 1 - end, 0) + (start === time ? 0 : 0.5)
  const [nearest] = stopsOf(lane).sort((a, b) => distance(a) - distance(b))
  if (nearest) focus(lane, nearest.block || nearest.start !== time ? nearest : freeFrom(lane, time, end))
}

/** Focuses the block or free slot at a time. @param end of a free slot */
export const focusTime = (time: number, end?: number) => {
  const lane = laneOf(time)
  if (lane) focusIn(lane, time, end)
}

const blocks = () => [...document.querySelectorAll<HTMLAnchorElement>(`${all}.block`)]

/** The element of the block with a path. A block over midnight has several elements. */
export const blockOf = (path?: string) => {
  const its = blocks().filter(({ pathname }) => pathname === path)
  return its.find((block) => block === document.activeElement) ?? its[0]
}

const versionOf = ({ pathname, dataset }: HTMLAnchorElement) => `${pathname} ${dataset.v}`

/** Announces the saved times of a block. A running timer has no end. */
export const announceBlock = (block: HTMLElement) => {
  const when = whenWords(spanOfBlock(block))
  announceText(`${blockTitle(block)}: ${block.matches('.live') ? runningWords(when) : when}`)
}

/** Focuses the block with a path and announces its saved times. */
export const focusBlock = (path: string) => {
  const block = blockOf(path)
  block?.focus()
  if (block) announceBlock(block)
}

/** Keeps the tab stop across swaps, and restores the focus to the replaced block, else to the changed one. */
export const keepTabStop = () => {
  let before: (Partial<BlockTimes> & { path?: string; known?: Set<string>; isUndo: boolean }) | undefined
  setTabStop()
  onHtmx('before:swap', ({ sourceElement }) => {
    const undo = sourceElement.closest('[data-toast] form')
    const action = undo?.getAttribute('action')
    const undone = action
      ?.replace(/^\/changes\/(\w+)\.\w+~([^~/]+)/, '/$1s/$2')
      .split('/', 3)
      .join('/')
    const stop = undo ? blockOf(undone) : document.activeElement?.closest<HTMLAnchorElement>(all)
    const isAbout = undo ?? sourceElement.closest('#calendar-new, .block-menu, .lane')
    const known = isAbout ? new Set(blocks().map(versionOf)) : undefined
    before = { ...(stop && spanOfStop(stop)), path: undone ?? stop?.pathname, known, isUndo: Boolean(undo) }
  })
  onHtmx('after:swap', () => {
    setTabStop()
    if (!before) return
    const { known, path, isUndo } = before
    const changed = known && blocks().find((block) => !known.has(versionOf(block)))
    const same = blockOf(path)
    const block = isUndo ? (changed ?? same) : (same ?? changed)
    block?.focus()
    const told = changed ?? (isUndo && block)
    if (told) announceBlock(told)
    else if (isUndo) announceText('')
    // The free slot may have been lengthened since.
    const isFree = document.activeElement === free && path === free.pathname
    const { start, end } = isFree ? spanOfLink(free) : before
    if (start !== undefined && !block) focusTime(start, end)
  })
  document.addEventListener('focusin', (event) => {
    const stop = closestTo(event, all)
    if (stop) setTabStop(stop)
  })
}

/** Makes a free slot longer or shorter by half hours, up to the next block. */
export const lengthen = (active: HTMLAnchorElement, halfHours: number) => {
  const lane = active.closest<HTMLElement>('.lane')
  if (!lane) return false
  const { start, end } = spanOfLink(active)
  const span = freeFrom(lane, start, end + halfHours * 1800)
  focus(lane, span)
  announceText(`${whenWords(span)}, free`)
  return true
}

/** The lane of today, else the selected one, else the first. */
const presentLane = () => {
  const all = lanes()
  const isPresent = (lane: HTMLElement) => lane.matches('[aria-current]') || lane.querySelector('.now-line')
  return all.find(isPresent) ?? all.find((lane) => lane.matches('[data-chosen]')) ?? all[0]
}

/** Time of the line that marks now. Without the line: the top of today's lane, or the bottom of another day's. */
const presentIn = (lane: HTMLElement) => {
  const line = lane.querySelector('.now-line')
  if (line) return timeAt(lane, line.getBoundingClientRect().top)
  const times = timesOf(lane)
  return topOf(times) + (lane.ariaCurrent ? 0 : times.minutes * 60)
}

/** Focuses the latest block that has started, else the slot at the current time. Returns false without lanes. */
export const focusPresent = () => {
  const lane = presentLane()
  if (!lane) return false
  const time = presentIn(lane)
  const last = blocks().findLast((block) => block.checkVisibility() && spanOfBlock(block).start <= time)
  if (last) last.focus()
  else focusIn(lane, time)
  return true
}

/**
 * Opens the form for the last free hour before now, today or else yesterday. On other days, for the first free hour.
 * Returns false if there is no free hour.
 */
export const openFreeHour = () => {
  const lane = presentLane()
  if (!lane) return false
  const hoursOf = (one?: HTMLElement) => [
    ...(one?.querySelectorAll<HTMLAnchorElement>('a.free:not(#free-place)') ?? []),
  ]
  const isOver = (link: HTMLAnchorElement) => spanOfLink(link).end <= presentIn(lane)
  const yesterday = lanes()[lanes().indexOf(lane) - 1]
  const link = lane.ariaCurrent ? (hoursOf(lane).findLast(isOver) ?? hoursOf(yesterday).at(-1)) : hoursOf(lane)[0]
  link?.click()
  return Boolean(link)
}

/** Moves focus by the arrow keys, Home and End. Returns false if the key moves it nowhere. */
export const moveFocus = (active: HTMLAnchorElement, key: string) => {
  const lane = active.closest<HTMLElement>('.lane')
  if (!lane) return false
  const start = spanOfStop(active).start
  const stops = stopsOf(lane)
  const isActive = ({ block, ...stop }: Stop) => (block ? block === active : stop.start >= start)
  const index = stops.findIndex(isActive)
  const to = { ArrowUp: stops[index - 1], ArrowDown: stops[index + 1], Home: stops[0], End: stops.at(-1) }[key]
  if (to) focus(lane, to)
  const days = { ArrowLeft: -1, ArrowRight: 1 }[key]
  const beside = days && lanes()[lanes().indexOf(lane) + days]
  if (beside) focusIn(beside, start + daySeconds * days)
  return Boolean(to ?? beside)
}
