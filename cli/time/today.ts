import type { Preferences } from '../../functions/lib/preferences'
import type { Database } from '../store/database'
import { type Notes, noteIn, saveNote } from '../store/notes'

export type Today = Notes['today']

/** The person's present day. It is computed once a day, as time zones take long to load. */
export const todayIn = async (db: Database, preferences: Preferences, now: number): Promise<Today> => {
  const zone = `${preferences.day_start_minute} ${preferences.time_zone}`
  const known = noteIn(db, 'today')
  if (known?.zone === zone && known.from <= now && now < known.to) return known
  const { addDays, dayOf, dayStart } = await import('../../functions/lib/days')
  const date = dayOf(now, preferences)
  const today = { zone, date, from: dayStart(date, preferences), to: dayStart(addDays(date, 1), preferences) }
  saveNote(db, 'today', today)
  return today
}

const dayMs = 86_400_000

const isPlain = ({ day_start_minute, clock }: Preferences, { from, to }: Today) =>
  day_start_minute === 0 && clock === 24 && to - from === dayMs

/** `09:30` or `9:30 am` of an instant (epoch ms); of another day than today `Sat 21 Nov, 09:30`. */
export const clockText = async (instant: number, preferences: Preferences, today: Today) => {
  if (isPlain(preferences, today) && instant >= today.from && instant < today.to) {
    return new Date(instant - today.from).toISOString().slice(11, 16)
  }
  const { clockTime, shortDate } = await import('../../functions/lib/format')
  const { dayOf } = await import('../../functions/lib/days')
  const time = clockTime(instant, preferences.time_zone, preferences.clock)
  const date = dayOf(instant, preferences)
  return date === today.date ? time : `${shortDate(date, today.date)}, ${time}`
}

/** `09:00 – 10:30` of two instants (epoch ms); of another day than today `Sat 21 Nov, 09:00 – 10:30`. */
export const spanText = async (from: number, to: number, preferences: Preferences, today: Today) => {
  const [first, last] = await Promise.all([from, to].map((at) => clockText(at, preferences, today)))
  const [day, time] = last?.split(', ') ?? []
  return `${first} – ${time !== undefined && first?.startsWith(`${day}, `) ? time : last}`
}
