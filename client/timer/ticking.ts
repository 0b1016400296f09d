/** Words of times that go on, and what keeps them right (client/timer/timer.ts, client/timer/countdown.ts). */

import { duration } from '../../functions/lib/time/duration'

/** `1h 40m`, `40m`, `0m`, without seconds. */
export const hoursMinutes = (seconds: number) => duration(seconds - (seconds % 60))

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
