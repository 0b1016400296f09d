import { dayOf } from '../../functions/lib/time/days'

/** In ms. */
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export const utc = { time_zone: 'UTC', day_start_minute: 0 }
export const berlin = { time_zone: 'Europe/Berlin', day_start_minute: 0 }
export const lisbon = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }

/** The date of now, in UTC. */
export const utcToday = () => dayOf(Date.now(), utc)
