/** Live durations in the page, updated every second (client/timer/timer.ts, client/timer/countdown.ts). */

/**
 * Updates the page now, as often as `update` asks for, and at once when the page is shown or changed.
 * @param update returns the milliseconds to the next time
 */
export const keepUpdating = (update: () => number) => {
  let next: number | undefined
  const tick = () => {
    clearTimeout(next)
    next = setTimeout(tick, update())
  }
  for (const type of ['visibilitychange', 'htmx:after:swap']) document.addEventListener(type, tick)
  addEventListener('pageshow', tick)
  tick()
}
