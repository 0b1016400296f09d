import type { User } from '../../functions/lib/env'
import { longDate, momentText } from '../../functions/lib/text/format'

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
export const Moment = ({ at, user, now }: Reader & { at: number }) => (
  <time datetime={new Date(at).toISOString()}>{momentText(at, user.preferences, now)}</time>
)
