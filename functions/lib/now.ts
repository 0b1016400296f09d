import type { Context } from 'hono'
import { dayOf, type Zone } from './days'
import type { App, User } from './env'

/** The present moment in a person's own calendar. */
export type LocalNow = {
  /** epoch ms */
  instant: number
  today: string
  /** Today, or the later date that it was before a change of zone or day start: what ended then stays ended. */
  latestDay: string
  zone: Zone
  /** ISO weekday, 1 to 7, like those of `restDays` */
  weekStart: number
  restDays: number[]
}

/** @param instant epoch ms */
export const localNow = (
  { preferences, latest_day }: Pick<User, 'preferences' | 'latest_day'>,
  instant = Date.now(),
): LocalNow => {
  const today = dayOf(instant, preferences)
  return {
    instant,
    today,
    latestDay: latest_day && latest_day > today ? latest_day : today,
    zone: preferences,
    weekStart: preferences.week_start,
    restDays: preferences.rest_days,
  }
}

export const todayOf = <E extends App>(c: Context<E>) => dayOf(Date.now(), c.var.user.preferences)
