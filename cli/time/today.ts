import type { Preferences } from '../../functions/lib/preferences'
import { clockTime, shortDate } from '../../functions/lib/text/format'
import { addDays, dayOf, dayStart } from '../../functions/lib/time/days'

/** The person's current day: its date, and when it and the next day begin (epoch ms). */
export const currentDay = (preferences: Preferences, now: number) => {
  const date = dayOf(now, preferences)
  return { date, from: dayStart(date, preferences), to: dayStart(addDays(date, 1), preferences) }
}

export type Today = ReturnType<typeof currentDay>

/** Formats an instant (epoch ms) as `09:30` or `9:30 am`; on another day than today as `Sat 21 Nov, 09:30`. */
export const clockText = (instant: number, preferences: Preferences, today: Today) => {
  const time = clockTime(instant, preferences.time_zone, preferences.clock)
  const date = dayOf(instant, preferences)
  return date === today.date ? time : `${shortDate(date, today.date)}, ${time}`
}

/** Formats an interval (epoch ms) as `09:00 – 10:30`; on another day than today as `Sat 21 Nov, 09:00 – 10:30`. */
export const spanText = (from: number, to: number, preferences: Preferences, today: Today) => {
  const [first, last] = [clockText(from, preferences, today), clockText(to, preferences, today)]
  const [day, time] = last.split(', ')
  return `${first} – ${time !== undefined && first.startsWith(`${day}, `) ? time : last}`
}
