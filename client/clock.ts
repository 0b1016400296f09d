import htmx from 'htmx.org'

/**
 * The server's time when the bar was rendered, and the browser's two clocks when it arrived, all in milliseconds. `key`
 * is the bar's `data-now`.
 */
type ClockBase = { key: string; server: number; date: number; ticks: number; isAsked: boolean }

/** If the clocks differ by more than this (in milliseconds), one of them stood still or was set. */
const tolerance = 1_500

/** By how much the server's clock is ahead of the browser's (milliseconds), for pages that the browser has stored. */
const aheadKey = 'server-ahead'

let base: ClockBase | undefined

/** True for a page that the browser had stored, also when the server answered 304: its `data-now` is old. */
const isStored = () => {
  const [navigation] = performance.getEntriesByType('navigation')
  return navigation instanceof PerformanceNavigationTiming && navigation.transferSize <= navigation.encodedBodySize
}

/** Makes the server send the bar again, with its time. */
const askTime = (bar: HTMLElement) => {
  bar.querySelector('[hx-get]')?.setAttribute('hx-get', '/timer/live')
  htmx.trigger(document.body, 'timer-stale', {}, false)
}

const newBase = (bar: HTMLElement, key: string): ClockBase => {
  const [date, ticks] = [Date.now(), performance.now()]
  if (base || !isStored()) {
    localStorage.setItem(aheadKey, String(Number(key) - date))
    return { key, server: Number(key), date, ticks, isAsked: false }
  }
  const ahead = localStorage.getItem(aheadKey)
  if (ahead === null) setTimeout(() => askTime(bar))
  return { key, server: ahead === null ? Number(key) : date + Number(ahead), date, ticks, isAsked: ahead === null }
}

/**
 * The server's time in epoch ms, extrapolated with the browser's clocks. Ticks stop while a device sleeps, and a clock can
 * be set. If the two disagree, the later one counts until the server has answered.
 */
export const serverNow = (bar: HTMLElement) => {
  const { now = '' } = bar.dataset
  if (base?.key !== now) base = newBase(bar, now)
  const [date, ticks] = [Date.now() - base.date, performance.now() - base.ticks]
  if (Math.abs(date - ticks) > tolerance && !base.isAsked) {
    base.isAsked = true
    askTime(bar)
  }
  return base.server + Math.max(date, ticks)
}
