import { daySeconds, freeHalfHours, type Span, topOf } from '../../functions/figures/lanes/moves'
import { closestTo, onHtmx } from '../dom'
import { laneOf, lanes, pathOf, spanOfBlock, spanOfLink, timesOf, whenWords } from './lanes'

/** A place of a lane that can have the focus: a block, or half an hour without one. */
type Stop = Span & { block?: HTMLElement }

/** The half hour that has the focus: one link that goes from place to place. */
const free = document.createElement('a')
free.className = 'free'

const all = '.lane a'

/** Makes the lanes one stop of the Tab key. */
const setTabStop = (
  stop = document.querySelector('.lane a[tabindex="0"]') ??
    document.querySelector(`${all}.block`) ??
    document.querySelector(all),
) => {
  for (const link of document.querySelectorAll<HTMLElement>(all)) link.tabIndex = link === stop ? 0 : -1
}

const startOf = (stop: HTMLAnchorElement) => (stop.matches('.free') ? spanOfLink(stop) : spanOfBlock(stop)).start

/** Blocks and free half hours of a lane, by their start. */
const stopsOf = (lane: HTMLElement): Stop[] => {
  const blocks = [...lane.querySelectorAll<HTMLElement>('a.block')].map((block) => ({ ...spanOfBlock(block), block }))
  return [...blocks, ...freeHalfHours(timesOf(lane), blocks)].sort((a, b) => a.start - b.start)
}

const focus = (lane: HTMLElement, { block, ...span }: Stop) => {
  const times = timesOf(lane)
  free.href = pathOf(span, lane)
  free.textContent = `${whenWords(span)}, free`
  free.style.top = `${((span.start - topOf(times)) / times.minutes / 60) * 100}%`
  free.style.height = `${(30 / times.minutes) * 100}%`
  if (block) free.remove()
  else lane.append(free)
  const stop = block ?? free
  stop.focus()
}

/** Focuses what begins in a lane at a time, else what covers it, else what is nearest to it. */
const focusIn = (lane: HTMLElement, time: number) => {
  const distance = ({ start, end }: Span) => Math.max(start - time, time + 1 - end, 0) + (start === time ? 0 : 0.5)
  const [nearest] = stopsOf(lane).sort((a, b) => distance(a) - distance(b))
  if (nearest) focus(lane, nearest)
}

/** Focuses what there is at a time. */
export const focusTime = (time: number) => {
  const lane = laneOf(time)
  if (lane) focusIn(lane, time)
}

/** The time that a block with the focus goes to. */
let expected: number | undefined

/** Lets the focus go along with a block to its new time. */
export const expectFocus = (time: number) => {
  expected = time
}

/** Keeps the tab stop, and gives the focus back to a time whose block or link a swap has replaced. */
export const keepStops = () => {
  let before: { stop: HTMLAnchorElement; time: number } | undefined
  setTabStop()
  onHtmx('before:swap', () => {
    const stop = document.activeElement?.closest<HTMLAnchorElement>(all)
    before = stop ? { stop, time: expected ?? startOf(stop) } : undefined
  })
  onHtmx('after:swap', () => {
    setTabStop()
    const isThere = before?.stop.isConnected && before.stop !== free && expected === undefined
    if (before && !isThere) focusTime(before.time)
    expected = undefined
  })
  document.addEventListener('focusin', (event) => {
    const stop = closestTo(event, all)
    if (stop) setTabStop(stop)
  })
}

/** The arrow keys, Home and End go to other stops. Returns false where they do not. */
export const walk = (active: HTMLAnchorElement, key: string) => {
  const lane = active.closest<HTMLElement>('.lane')
  if (!lane) return false
  const start = startOf(active)
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
