import { localNow } from '../../../lib/env'
import { Preferences } from '../../../lib/preferences'
import { dayStart } from '../../../lib/time/days'

export const utc = { time_zone: 'UTC', day_start_minute: 0 }

/** The moment of noon on a date in UTC, for a person with such preferences. */
export const noon = (date: string, preferences: Partial<Preferences> = {}) =>
  localNow({ preferences: Preferences.parse({ ...utc, ...preferences }) }, dayStart(date, utc) + 12 * 3_600_000)
