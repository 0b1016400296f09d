import { dayOf, type Zone } from './days'
import type { User } from './env'

/** The present moment in a person's own calendar. */
export type LocalNow = {
  /** epoch ms */
  instant: number
  today: string
  zone: Zone
  /** ISO weekday, 1 to 7, like those of `restDays` */
  weekStart: number
  restDays: number[]
}

/** @param instant epoch ms */
export const localNow = ({ preferences }: Pick<User, 'preferences'>, instant = Date.now()): LocalNow => ({
  instant,
  today: dayOf(instant, preferences),
  zone: preferences,
  weekStart: preferences.week_start,
  restDays: preferences.rest_days,
})
