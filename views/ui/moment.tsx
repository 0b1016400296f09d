import { localDateTime } from '../../functions/lib/days'
import type { User } from '../../functions/lib/env'
import { dayMonth, longDate, wallClock } from '../../functions/lib/format'

/** Who reads, and when (epoch ms). */
export type Reader = { user: User; now: number }

/** A day as the title of its page: a phone has `Wed` in place of `Wednesday`. */
export const DayTitle = ({ date, today }: { date: string; today: string }) => {
  const title = longDate(date, today)
  const comma = title.indexOf(',')
  return (
    <time datetime={date}>
      {title.slice(0, 3)}
      <span class="phone-hide">{title.slice(3, comma)}</span>
      {title.slice(comma)}
    </time>
  )
}

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
