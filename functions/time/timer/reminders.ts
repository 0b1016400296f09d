import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { minuteOf, type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { clockTime, duration } from '../../lib/text/format'
import { addDays } from '../../lib/time/days'
import { stopTimer } from './actions'
import { activeTimer, lastEnd } from './queries'

const dayMs = 86_400_000

/** A timer that runs longer than it should, once. */
export const readLongTimer = async ({ db, user }: ReminderScope, { minutes }: ReminderValues): Promise<Reminder[]> => {
  const timer = await activeTimer(db, user.id)
  if (!timer) return []
  const at = timer.started_at + minutes * 60_000
  return [
    {
      ...{ key: `${timer.id} ${at}`, at, until: at + dayMs },
      title: `A timer has run for ${duration(minutes * 60)}`,
      text: timer.title,
      href: '/',
      acts: ['stop'],
    },
  ]
}

/** Stops the timer that a reminder was about. */
export const stopNamedTimer = async (c: Context<App>, key: string) => {
  const [id = ''] = key.split(' ')
  const stopped = await stopTimer(c.env.DB, c.var.user, { id }, Date.now())
  return stopped !== null && !('errors' in stopped)
}

/** Hours of chosen days in which nothing has run for so long. */
export const readNoTimer = async (scope: ReminderScope, values: ReminderValues): Promise<Reminder[]> => {
  const { db, user, now, from } = scope
  const { minutes, days } = values
  const [timer, last] = await Promise.all([activeTimer(db, user.id), lastEnd(db, user.id, from, now)])
  if (timer) return []
  return timesOfDay(scope, values.from, days).flatMap(({ date, at: start }): Reminder[] => {
    const end = minuteOf(addDays(date, Number(values.to <= values.from)), values.to, scope)
    const isSince = last !== null && last > start && last < end
    const at = (isSince ? last : start) + minutes * 60_000
    const { time_zone, clock } = user.preferences
    return at < end
      ? [
          {
            ...{ key: `${date} ${at}`, at, until: end, href: '/#entry' },
            title: isSince ? `Nothing runs since ${clockTime(last, time_zone, clock)}` : 'No timer runs yet',
          },
        ]
      : []
  })
}
