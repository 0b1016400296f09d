import htmx from 'htmx.org'

/** Where the bar's clock was taken: the server's time, and what this browser's two clocks showed then, in milliseconds. */
type Base = { of: string; server: number; date: number; ticks: number; isAsked: boolean }

/** Apart from each other by more than this, one of the clocks stood still or was set, in milliseconds. */
const apart = 1_500

let base: Base | undefined

/**
 * The server's time, in epoch ms: as much later than the bar was made as the browser has counted since. After sleep its
 * ticks may have stood still, and a clock may have been set: then the later one counts until the server has been asked.
 */
const serverNow = (bar: HTMLElement) => {
  const { now = '' } = bar.dataset
  if (base?.of !== now) {
    base = { of: now, server: Number(now), date: Date.now(), ticks: performance.now(), isAsked: false }
  }
  const [date, ticks] = [Date.now() - base.date, performance.now() - base.ticks]
  if (Math.abs(date - ticks) > apart && !base.isAsked) {
    base.isAsked = true
    bar.querySelector('[hx-get]')?.setAttribute('hx-get', '/timer/live')
    htmx.trigger(document.body, 'timer-stale', {}, false)
  }
  return base.server + Math.max(date, ticks)
}

const two = (n: number) => String(n).padStart(2, '0')

/** `1h 40m`, `40m`, as the server writes them. */
const hoursMinutes = (seconds: number) => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  if (!hours) return `${minutes}m`
  return minutes ? `${hours}h ${two(minutes)}m` : `${hours}h`
}

const write = (element: Element | null | undefined, text: string) => {
  if (element && element.textContent !== text) element.textContent = text
}

/** Shows how long the timer has run, wherever the page says it. Gives the milliseconds to the next whole second. */
const count = () => {
  const bar = document.getElementById('timer')
  const start = Number(bar?.dataset.startedAt)
  const passed = bar && start ? Math.max(0, serverNow(bar) - start) : 0
  const seconds = Math.floor(passed / 1000)
  const time = bar?.querySelector('[data-count]')
  write(time?.firstChild as Element | null | undefined, `${hoursMinutes(seconds)} `)
  write(time?.querySelector('small'), `${two(seconds % 60)}s`)
  for (const sum of document.querySelectorAll<HTMLElement>('[data-running-from]')) {
    const here = seconds - Math.max(0, Math.ceil((Number(sum.dataset.runningFrom) - start) / 1000))
    const isShown = here >= 0
    if (sum.hidden === isShown) sum.hidden = !isShown
    if (isShown) write(sum, `+ ${hoursMinutes(here)}${sum.dataset.word}`)
  }
  return 1000 - (passed % 1000)
}

/** Counts the running timer on, by the second and after anything that may have changed it or stood in its way. */
export const countTimer = () => {
  let next: number | undefined
  const go = () => {
    clearTimeout(next)
    next = window.setTimeout(go, count())
  }
  for (const type of ['visibilitychange', 'htmx:after:swap']) document.addEventListener(type, go)
  window.addEventListener('pageshow', go)
  go()
}
