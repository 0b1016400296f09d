/**
 * The server's time when the bar was rendered, and the browser's two clocks when it arrived, all in milliseconds. `key`
 * is the bar's `data-now`.
 */
type ClockBase = { key: string; server: number; date: number; ticks: number; isAsked: boolean }

/** If the clocks differ by more than this (ms), one of them stopped or was set. */
const tolerance = 1_500

let base: ClockBase | undefined

/** Requests the timer bar again, with the server's time. */
const askTime = (bar: HTMLElement) => {
  bar.querySelector('[hx-get]')?.setAttribute('hx-get', '/timer/live')
  document.body.dispatchEvent(new Event('timer-stale'))
}

/**
 * The server's time in epoch ms, extrapolated with the browser's clocks. `performance` stops while a device sleeps, and
 * the system clock can be set. If the two disagree, the later one counts until the server has responded.
 */
export const serverNow = (bar: HTMLElement) => {
  const { now = '' } = bar.dataset
  const clocks = { date: Date.now(), ticks: performance.now() }
  if (base?.key !== now) base = { key: now, server: Number(now), ...clocks, isAsked: false }
  const [date, ticks] = [clocks.date - base.date, clocks.ticks - base.ticks]
  if (Math.abs(date - ticks) > tolerance && !base.isAsked) {
    base.isAsked = true
    askTime(bar)
  }
  return base.server + Math.max(date, ticks)
}

/** The server's time (epoch ms) until which the page's timer counts: now, or its queued end (client/offline/strip.ts). */
export const timerNow = (bar: HTMLElement) => serverNow(bar) + (Number(bar.dataset.stopped) - Date.now() || 0)
