/** Moves the line that marks the current time on a day's drawing, and its label, every minute. */

import { isNearPresent, presentWords } from '../../functions/figures/lanes/clock'
import { setText } from '../dom'
import { serverNow } from './clock'
import { keepUpdating } from './ticking'

const dayMinutes = 24 * 60

/** Minutes from midnight of a date to an instant (epoch ms), on the clocks of a zone. */
const minutesOn = (now: number, date: string, timeZone: string) => {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'short' } as const
  const [day = date, time = ''] = new Intl.DateTimeFormat('sv', options).format(now).split(' ')
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return ((Date.parse(day) - Date.parse(date)) / 86_400_000) * dayMinutes + hours * 60 + minutes
}

/** CSS classes of a position (scripts/build.ts), in minutes from the top, by steps of five. */
const placeClass = (minutes: number) => `h${Math.floor(minutes / 60)}${minutes % 60 ? ` m${minutes % 60}` : ''}`

/** Updates the line. Returns the milliseconds to the next minute. */
const update = () => {
  const bar = document.getElementById('timer')
  const now = bar ? serverNow(bar) : Date.now()
  for (const line of document.querySelectorAll('.now-line')) {
    const lane = line.closest<HTMLElement>('.lane')
    const hours = lane?.parentElement?.querySelector('.hours')
    const { date, zone, from, minutes } = lane?.dataset ?? {}
    const label = hours?.querySelector('b')
    if (!date || !zone || !label) continue
    const [top, length] = [Number(from), Number(minutes)]
    const present = minutesOn(now, date, zone)
    const place = placeClass(5 * Math.round(Math.min(Math.max(present - top, 0), length) / 5))
    line.className = `now-line ${place}`
    label.className = place
    const hasNoon = hours?.querySelector('span')?.textContent.endsWith('m')
    setText(label, presentWords(present, hasNoon ? 12 : 24))
    for (const [index, hour] of [...(hours?.querySelectorAll('span') ?? [])].entries())
      hour.classList.toggle('beside', isNearPresent(top + 60 * index, present))
  }
  return 60_000 - (now % 60_000)
}

keepUpdating(update)
