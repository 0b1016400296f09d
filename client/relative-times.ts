import { serverNow } from './clock'
import { onHtmx } from './dom'

/** Advances texts like "5 min ago" of times that are marked with `data-ago`. */
const update = () => {
  const bar = document.getElementById('timer')
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-ago]')) {
    const minutes = bar ? Math.floor((serverNow(bar) - Date.parse(time.dateTime)) / 60_000) : 0
    const hours = Math.floor(minutes / 60)
    // The words match the server's. Older ages are in days, and stay as rendered.
    if (hours > 23) continue
    if (hours > 0) time.textContent = `${hours} hour${hours > 1 ? 's' : ''} ago`
    else if (minutes > 0) time.textContent = `${minutes} min ago`
  }
}

export const updateRelativeTimes = () => {
  update()
  setInterval(update, 15_000)
  onHtmx('after:swap', update)
}
