import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { minuteOf, type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { clockTime, duration } from '../../lib/text/format'
import { addDays } from '../../lib/time/days'
import { dayMs } from '../../lib/time/units'
import { plannedSessions } from '../sessions/planned'
import { stopTimer } from './actions'
import { focusEnd } from './focus/state'
import { activeTimer, lastEnd } from './queries'

/** Reminder of a timer that has run for a long time. Sent once per timer. */
export const readLongTimer = async (
  { db, user, now }: ReminderScope,
  { minutes }: ReminderValues,
): Promise<Reminder[]> => {
  const timer = await activeTimer(db, user.id)
  // A focus that ends by itself has ended at its time, even if it is still being recorded.
  const end = timer?.focus?.stops ? focusEnd(timer) : null
  if (!timer || (end !== null && end <= now)) return []
  const at = timer.started_at + minutes * 60_000
  return [
    {
      key: `${timer.id} ${at}`,
      at,
      until: at + dayMs,
      title: `A timer has run for ${duration(minutes * 60)}`,
      text: timer.title,
      href: '/timer',
      acts: ['stop'],
    },
  ]
}

/** Stops the timer of a reminder. */
export const stopNamedTimer = async (c: Context<App>, key: string) => {
  const [id = ''] = key.split(' ')
  const stopped = await stopTimer(c.env.DB, c.var.user, { id }, Date.now())
  return stopped !== null && !('errors' in stopped)
}

/** Reminders if no timer has run for some minutes, in chosen hours. */
export const readNoTimer = async (scope: ReminderScope, values: ReminderValues): Promise<Reminder[]> => {
  const { db, user, now, from } = scope
  const { minutes, days } = values
  const [timer, last, planned] = await Promise.all([
    activeTimer(db, user.id),
    lastEnd(db, user.id, from, now),
    plannedSessions(db, user.id),
  ])
  if (timer) return []
  const blocks = planned.toSorted((a, b) => a.started_at - b.started_at)
  return timesOfDay(scope, values.from, days).flatMap(({ date, at: start }): Reminder[] => {
    const end = minuteOf(addDays(date, Number(values.to <= values.from)), values.to, scope)
    // Time in a planned session needs no timer.
    const since = blocks.reduce(
      (free, { started_at, ended_at }) => (started_at < free + minutes * 60_000 && ended_at > free ? ended_at : free),
      last !== null && last > start && last < end ? last : start,
    )
    const at = since + minutes * 60_000
    const { time_zone, clock } = user.preferences
    return at < end
      ? [
          {
            key: since > start ? `${date} ${since}` : date,
            at,
            until: end,
            href: '/#entry',
            title: since > start ? `Nothing has run since ${clockTime(since, time_zone, clock)}` : 'No timer runs yet',
          },
        ]
      : []
  })
}
