/** Counts on what is left of a focus or a break: in the strip, in the tab's title and in its icon. */

import { serverNow } from './clock'
import { hoursMinutes, keepUpdating, twoDigits, write } from './ticking'

const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
const pageIcon = icon?.href ?? ''

/** Shows in the tab's icon which part is left. */
const drawIcon = (part: number) => {
  if (!icon) return
  const circle = `<circle cx="8" cy="8" r="6" fill="none" stroke-width="4"`
  const left = `${circle} stroke="#2f6fde" stroke-dasharray="${(37.7 * part).toFixed(1)} 38" transform="rotate(-90 8 8)"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${circle} stroke="#8884"/>${left}</svg>`
  const href = `data:image/svg+xml,${encodeURIComponent(svg)}`
  if (icon.href !== href) icon.href = href
}

/** Two short notes. A browser plays nothing before the first press on a page. */
const sound = () => {
  if (!navigator.userActivation?.hasBeenActive) return
  const audio = new AudioContext()
  for (const [at, hertz] of [
    [0, 660],
    [0.25, 880],
  ] as const) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    const start = audio.currentTime + at
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.2, start)
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.6)
    tone.connect(volume).connect(audio.destination)
    tone.start(start)
    tone.stop(start + 0.6)
  }
  setTimeout(() => audio.close(), 2000)
}

const rungName = 'focus-rung'

/** True for the first tab that asks about an end: only that one sounds. */
const isFirst = (ends: string) => {
  try {
    if (localStorage.getItem(rungName) === ends) return false
    localStorage.setItem(rungName, ends)
  } catch {}
  return true
}

/** The end for which this page has asked the server. */
let asked = ''

/** Asks what the strip says now, and sounds. */
const ring = ({ dataset: { ends = '', over, sound: sounds } }: HTMLElement) => {
  if (asked === ends || over !== undefined) return
  asked = ends
  document.body.dispatchEvent(new Event('timer-stale'))
  if (sounds !== undefined && isFirst(ends)) sound()
}

/** Returns the milliseconds to the next full second. */
const update = () => {
  const bar = document.getElementById('timer')
  if (!bar?.dataset.ends) {
    if (icon && icon.href !== pageIcon) icon.href = pageIcon
    return 1000
  }
  const left = Number(bar.dataset.ends) - serverNow(bar)
  const isOver = left <= 0
  const seconds = Math.abs(Math.ceil(left / 1000))
  for (const time of document.querySelectorAll('[data-left]')) {
    write(time.firstElementChild, `${twoDigits(seconds % 60)}s${isOver ? '' : ' left'}`)
    const text = `${isOver ? '+' : ''}${hoursMinutes(seconds)} `
    while (time.firstChild && time.firstChild.nextSibling !== time.firstElementChild) time.firstChild.remove()
    if (time.firstChild && time.firstChild.nodeValue !== text) time.firstChild.nodeValue = text
  }
  // client/timer.ts puts it before the title of the page.
  const tab = `${isOver ? '+' : ''}${hoursMinutes(seconds)} ${twoDigits(seconds % 60)}s ${bar.dataset.phase}`
  if (bar.dataset.tab !== tab) {
    bar.dataset.tab = tab
    document.dispatchEvent(new Event('tab-words'))
  }
  drawIcon(isOver ? 0 : left / 1000 / Number(bar.dataset.length))
  if (isOver) ring(bar)
  return left > 0 ? left % 1000 || 1000 : 1000 + (left % 1000)
}

keepUpdating(update)
