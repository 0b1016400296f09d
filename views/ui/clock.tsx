import { createContext, useContext } from 'hono/jsx'
import { type Clock, wallClock } from '../../functions/lib/text/format'
import type { DateReading } from '../../functions/lib/time/typed-date'

/** The clock format that the reader chose. */
export const ReaderClock = createContext<Clock>(24)

/** The reader's date format, and the ISO weekday on which their weeks start. */
export const ReaderDates = createContext<DateReading & { weekStart: number }>({ today: '', order: 'dmy', weekStart: 1 })

/** A time `HH:MM` in the reader's clock format. */
export const WallTime = ({ time }: { time: string }) => (
  <time datetime={time}>{wallClock(time, useContext(ReaderClock))}</time>
)
