import { dayOf, dayStart, isDate, wallTime, type Zone } from '../../../lib/days'

/** Named moments in the order of the picker. */
export const momentNames = { '1h': 'Last hour', today: 'Today', '24h': '24 hours', '7d': '7 days', '30d': '30 days' }

/** Edits of the ledger are deleted after this many days. */
export const journalDays = 400

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The earliest moment (epoch ms) for which a figure is known. */
export const journalStart = (now: number) => now - journalDays * DAY_MS

const momentAges = new Map([
  ['1h', HOUR_MS],
  ['24h', DAY_MS],
  ['7d', 7 * DAY_MS],
  ['30d', 30 * DAY_MS],
])

/** Epoch ms of a name of `momentNames` or a local time such as `2026-03-08T09:30`; undefined if it is neither. */
export const parseMoment = (text: string, now: number, zone: Zone) => {
  const age = momentAges.get(text)
  if (age !== undefined) return now - age
  if (text === 'today') return dayStart(dayOf(now, zone), zone)
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)$/.exec(text) ?? []
  if (date === undefined || time === undefined || !isDate(date)) return undefined
  return wallTime(date, time, { time_zone: zone.time_zone, day_start_minute: 0 })
}
