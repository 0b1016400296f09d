import type { User } from '../../functions/lib/env'
import { longDate, momentText } from '../../functions/lib/text/format'

/** The person who reads a page, and the time of the request (epoch ms). */
export type Reader = { user: User; now: number }

/** A date as the title of its page: `Wednesday, 3 March`, on a phone `Wed, 3 Mar`. */
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

/** A past instant (epoch ms) in the reader's date and clock format: `today, 14:02`, `3 March, 9:30 am`. */
export const Moment = ({ at, user, now }: Reader & { at: number }) => (
  <time datetime={new Date(at).toISOString()}>{momentText(at, user.preferences, now)}</time>
)
