import { dayOf } from '../../functions/lib/days'
import type { User } from '../../functions/lib/env'
import { clockTime, dayMonth } from '../../functions/lib/format'

/** Who reads, and when (epoch ms). */
export type Reader = { user: User; now: number }

/** When something happened (epoch ms), on the reader's clock: `today, 14:02`, `3 March, 9:30 am`. */
export const Moment = ({ at, user: { preferences }, now }: Reader & { at: number }) => {
  const [date, today] = [dayOf(at, preferences), dayOf(now, preferences)]
  return (
    <time datetime={new Date(at).toISOString()}>
      {date === today ? 'today' : dayMonth(date, today)}, {clockTime(at, preferences.time_zone, preferences.clock)}
    </time>
  )
}
