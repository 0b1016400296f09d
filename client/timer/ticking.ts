/** Words of times that go on, and what keeps them right (client/timer/timer.ts, client/timer/countdown.ts). */

export const twoDigits = (n: number) => String(n).padStart(2, '0')

/** `1h 40m`, `40m`, formatted as on the server */
export const hoursMinutes = (seconds: number) => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  if (!hours) return `${minutes}m`
  return minutes ? `${hours}h ${twoDigits(minutes)}m` : `${hours}h`
}

/** Writes a text only where it changes. */
export const write = (element: Element | null | undefined, text: string) => {
  if (element && element.textContent !== text) element.textContent = text
}

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
