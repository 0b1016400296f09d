import type { Preferences } from '../../functions/lib/preferences'
import { clockTime, shortDate } from '../../functions/lib/text/format'
import { addDays, dayOf, dayStart } from '../../functions/lib/time/days'

/** The person's present day: its date, and the instants (epoch ms) at which it and the next one begin. */
export const todayAt = (preferences: Preferences, now: number) => {
  const date = dayOf(now, preferences)
  return { date, from: dayStart(date, preferences), to: dayStart(addDays(date, 1), preferences) }
}

export type Today = ReturnType<typeof todayAt>

/** `09:30` or `9:30 am` of an instant (epoch ms); of another day than today `Sat 21 Nov, 09:30`. */
export const clockText = (instant: number, preferences: Preferences, today: Today) => {
  const time = clockTime(instant, preferences.time_zone, preferences.clock)
  const date = dayOf(instant, preferences)
  return date === today.date ? time : `${shortDate(date, today.date)}, ${time}`
}

/** `09:00 – 10:30` of two instants (epoch ms); of another day than today `Sat 21 Nov, 09:00 – 10:30`. */
export const spanText = (from: number, to: number, preferences: Preferences, today: Today) => {
  const [first, last] = [clockText(from, preferences, today), clockText(to, preferences, today)]
  const [day, time] = last.split(', ')
  return `${first} – ${time !== undefined && first.startsWith(`${day}, `) ? time : last}`
}
