import { dayOf, dayStart, isDate, wallTime } from '../../lib/days'
import type { Preferences } from '../../lib/preferences'

/** The moments with a name, in the order in which they are offered. */
export const momentNames = { '1h': 'Last hour', today: 'Today', '24h': '24 hours', '7d': '7 days', '30d': '30 days' }

/** For how many days edits of the ledger are kept. */
export const journalDays = 400

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The first moment (epoch ms) of which a figure can be told. */
export const journalStart = (now: number) => now - journalDays * DAY_MS

type Zone = Pick<Preferences, 'time_zone' | 'day_start_minute'>

const namedMoments: Partial<Record<string, number>> = {
  '1h': HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
}

/**
 * The instant (epoch ms) that is meant by a name of `momentNames`, or by a date and a time on the person's clock,
 * `2026-03-08T09:30`; undefined where it is neither.
 */
export const parseMoment = (text: string, now: number, zone: Zone) => {
  const before = namedMoments[text]
  if (before !== undefined) return now - before
  if (text === 'today') return dayStart(dayOf(now, zone), zone)
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)$/.exec(text) ?? []
  if (date === undefined || time === undefined || !isDate(date)) return undefined
  return wallTime(date, time, { time_zone: zone.time_zone, day_start_minute: 0 })
}
