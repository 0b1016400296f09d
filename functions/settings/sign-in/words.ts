import { dayOf, daysBetween } from '../../lib/days'
import type { User } from '../../lib/env'
import { clockTime, dayMonth } from '../../lib/format'

type Preferences = User['preferences']

const anHour = 60 * 60 * 1000

/** Last use (epoch ms) as precisely as it is recorded: `in the last hour`, `yesterday`, `12 March`. */
export const lastUsed = (at: number, preferences: Preferences, now: number) => {
  if (now - at < anHour) return 'in the last hour'
  const [date, today] = [dayOf(at, preferences), dayOf(now, preferences)]
  const daysAgo = daysBetween(date, today)
  return daysAgo <= 0 ? 'today' : daysAgo === 1 ? 'yesterday' : dayMonth(date, today)
}

/** Formats an instant (epoch ms): `12 March, 14:05`. */
export const dayAndTime = (at: number, preferences: Preferences, now: number) =>
  `${dayMonth(dayOf(at, preferences), dayOf(now, preferences))}, ${clockTime(at, preferences.time_zone, preferences.clock)}`
