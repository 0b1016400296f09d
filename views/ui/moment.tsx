import type { User } from '../../functions/lib/env'
import { longDate, momentText } from '../../functions/lib/text/format'

/** The person who reads a page, and the time of the request (epoch ms). */
export type Reader = { user: User; now: number }

/** A day as the title of its page: a phone has `Wed, 3 Mar` in place of `Wednesday, 3 March`. */
export const DayTitle = ({ date, today }: { date: string; today: string }) => (
  <time datetime={date}>
    {longDate(date, today)
      .split(/(\p{L}{3}\p{L}*)/u)
      .map((part) =>
        /\p{L}{4}/u.test(part) ? (
          <>
            {part.slice(0, 3)}
            <span class="max-lg:hidden">{part.slice(3)}</span>
          </>
        ) : (
          part
        ),
      )}
  </time>
)

/** When something happened (epoch ms), by the reader's calendar and clock: `today, 14:02`, `3 March, 9:30 am`. */
export const Moment = ({ at, user, now }: Reader & { at: number }) => (
  <time datetime={new Date(at).toISOString()}>{momentText(at, user.preferences, now)}</time>
)
