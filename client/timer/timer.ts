import { padNumber, runningText } from '../../functions/lib/time/duration'
import { setText } from '../dom'
import { timerNow } from './clock'
import { keepUpdating } from './ticking'

const pageTitle = document.title

/** Updates the running time everywhere on the page. Returns the milliseconds to the next full second. */
const update = () => {
  const bar = document.getElementById('timer')
  const start = Number(bar?.dataset.startedAt)
  const passed = bar && start ? Math.max(0, timerNow(bar) - start) : 0
  const seconds = Math.floor(passed / 1000)
  // Shows the running timer in the tab's title: `25m Methods · Today · Daymark`. A focus has a countdown instead
  // (client/timer/countdown.ts).
  const words = bar?.dataset.tab || (start ? `${runningText(seconds)} ${bar?.dataset.title}` : '')
  document.title = words && !bar?.dataset.stopped ? `${words} · ${pageTitle}` : pageTitle
  setText(document.querySelector('[data-stops]'), `“${bar?.dataset.title}”`)
  for (const time of document.querySelectorAll('[data-count]')) {
    setText(time.firstChild as Element | null, `${runningText(seconds)} `)
    setText(time.lastElementChild, `${padNumber(seconds % 60)}s`)
  }
  for (const sum of document.querySelectorAll<HTMLElement>('[data-running-from]')) {
    const partSeconds = seconds - Math.max(0, Math.ceil((Number(sum.dataset.runningFrom) - start) / 1000))
    // Sums of one organization do not include the timer of another.
    const isShown = partSeconds >= 0 && bar?.dataset.elsewhere === undefined
    sum.toggleAttribute('hidden', !isShown)
    const { counted, word } = sum.dataset
    if (isShown)
      setText(sum, counted ? runningText(Number(counted) + partSeconds) : `+ ${runningText(partSeconds)}${word}`)
  }
  return 1000 - (passed % 1000)
}

/** Updates the running time every second. */
export const updateTimer = () => {
  keepUpdating(update)
  // client/timer/countdown.ts sets the tab's title during a focus.
  document.addEventListener('tab-words', update)
}
