import { createContext, useContext } from 'hono/jsx'
import { type Clock, wallClock } from '../../functions/lib/text/format'

/** The clock that the reader chose. */
export const ReaderClock = createContext<Clock>(24)

/** A time `HH:MM`, by the clock of the reader. */
export const WallTime = ({ time }: { time: string }) => (
  <time datetime={time}>{wallClock(time, useContext(ReaderClock))}</time>
)
