import { localDateTime } from '../../functions/lib/days'
import type { User } from '../../functions/lib/env'
import { dayMonth, wallClock } from '../../functions/lib/format'

/** Who reads, and when (epoch ms). */
export type Reader = { user: User; now: number }

/** When something happened (epoch ms), by the reader's calendar and clock: `today, 14:02`, `3 March, 9:30 am`. */
export const Moment = ({ at, user, now }: Reader & { at: number }) => {
  const { time_zone, clock } = user.preferences
  const { date, time } = localDateTime(at, time_zone)
  const { date: today } = localDateTime(now, time_zone)
  return (
    <time datetime={new Date(at).toISOString()}>
      {date === today ? 'today' : dayMonth(date, today)}, {wallClock(time, clock)}
    </time>
  )
}
