/** Counts down a focus or a break in the timer bar, the tab's title and its icon. */

import { padNumber, runningText } from '../../functions/lib/time/duration'
import { onHtmx, setText } from '../dom'
import { timerNow } from './clock'
import { keepUpdating } from './ticking'

const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
const pageIcon = icon?.href ?? ''

/** Shows the remaining share in the tab's icon. */
const drawIcon = (part: number) => {
  if (!icon) return
  const circle = `<circle cx="8" cy="8" r="6" fill="none" stroke-width="4"`
  const left = `${circle} stroke="#2f6fde" stroke-dasharray="${(37.7 * part).toFixed(1)} 38" transform="rotate(-90 8 8)"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${circle} stroke="#8884"/>${left}</svg>`
  const href = `data:image/svg+xml,${encodeURIComponent(svg)}`
  if (icon.href !== href) icon.href = href
}

/** Plays two short notes. Browsers play nothing before the first press on a page. */
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

/** True for the first tab that calls this for an end: only that tab plays the sound. */
const isFirst = (ends: string) => {
  try {
    if (localStorage.getItem(rungName) === ends) return false
    localStorage.setItem(rungName, ends)
  } catch {}
  return true
}

/** Milliseconds between two requests while the server does not respond. */
const pause = 5_000

let askedAt = Number.NEGATIVE_INFINITY

/** Requests the current timer bar. */
const ask = () => {
  if (!navigator.onLine || performance.now() - askedAt < pause) return
  askedAt = performance.now()
  document.body.dispatchEvent(new Event('timer-stale'))
}

/** False while the service worker responds instead of the server. */
let isReached = navigator.onLine

onHtmx('after:request', ({ response }) => {
  isReached = response?.headers.has('X-Waiting') === false
})
onHtmx('error', (ctx) => {
  if (!ctx?.response) isReached = false
})
addEventListener('offline', () => {
  isReached = false
})
addEventListener('online', () => {
  askedAt = Number.NEGATIVE_INFINITY
})

const needsNetwork = 'Needs a connection'

/** Disables buttons that need the network while it is missing, and checks if it is back. */
const showReach = () => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('form[action^="/timer/focus/"] button')) {
    if (isReached && button.title !== needsNetwork) continue
    button.disabled = !isReached
    button.title = isReached ? '' : needsNetwork
  }
  if (!isReached) ask()
}

/** The last end that this page has played the sound for, and when. */
let rung = ''
let rungAt = 0

/** Delay in ms before a message explains why the buttons are not available yet. */
const soon = 1_000

/** At the end of a focus or break: plays the sound, announces the end and requests the bar with the next choices. */
const ring = (bar: HTMLElement) => {
  const { ends = '', over, asks = '', sound: sounds } = bar.dataset
  if (over !== undefined) return
  if (rung !== ends) {
    rung = ends
    rungAt = performance.now()
    askedAt = Number.NEGATIVE_INFINITY
    if (sounds !== undefined && isFirst(ends)) sound()
  }
  ask()
  const isLate = performance.now() - rungAt > soon
  if (isLate) isReached = false
  let alert = bar.querySelector('[role="alert"]')
  if (!alert) {
    alert = document.createElement('div')
    alert.className = 'timer-ask'
    alert.role = 'alert'
    const first = document.createElement('b')
    first.textContent = asks.replace(/(?<=\.) .*/, '')
    const words = document.createElement('p')
    words.append(first, asks.slice(first.textContent.length))
    alert.append(words)
    bar.append(alert)
  }
  if (isLate && !alert.children[1]) {
    const why = document.createElement('p')
    why.textContent = 'The next step needs a connection.'
    alert.append(why)
  }
}

/** Updates the countdown. Returns the milliseconds to the next full second. */
const update = () => {
  const bar = document.getElementById('timer')
  showReach()
  if (!bar?.dataset.ends || bar.hidden) {
    if (icon && icon.href !== pageIcon) icon.href = pageIcon
    return 1000
  }
  const left = Number(bar.dataset.ends) - timerNow(bar)
  const isOver = left <= 0
  const seconds = Math.abs(Math.ceil(left / 1000))
  // `+6s`, `+4m 10s`
  const isShort = isOver && seconds < 60
  const text = `${isOver ? '+' : ''}${isShort ? '' : `${runningText(seconds)} `}`
  const rest = `${isShort ? seconds : padNumber(seconds % 60)}s`
  for (const time of document.querySelectorAll('[data-left]')) {
    setText(time.firstElementChild, `${rest}${isOver ? '' : ' left'}`)
    while (time.firstChild && time.firstChild.nextSibling !== time.firstElementChild) time.firstChild.remove()
    if (time.firstChild && time.firstChild.nodeValue !== text) time.firstChild.nodeValue = text
  }
  // client/timer/timer.ts puts this before the page's title.
  const tab = `${text}${rest} ${bar.dataset.phase}`
  if (bar.dataset.tab !== tab) {
    bar.dataset.tab = tab
    document.dispatchEvent(new Event('tab-words'))
  }
  drawIcon(isOver ? 0 : left / 1000 / Number(bar.dataset.length))
  if (isOver && !bar.dataset.stopped) ring(bar)
  return left > 0 ? left % 1000 || 1000 : 1000 + (left % 1000)
}

keepUpdating(update)
