import type { FreeDays } from '../ledger/free-days'
import { streaks } from '../ledger/streaks'
import type { Range } from '../lib/days'
import type { DaySum } from './schema'

/** Whose days: today's date, and the days that a streak passes over. */
type Person = FreeDays & { today: string }

type Best = { date: string; seconds: number } | null

/** What the figures of a range follow from: the sums of its periods, its dates with tracked time, and its best day. */
type Found = { sums: Omit<DaySum, 'date'>[]; active: string[]; best: Best }

/** The first of the days with the most time, if any has some. */
export const bestOf = (days: DaySum[]): Best => {
  const best = days.reduce<DaySum | null>((a, b) => (a && a.total_seconds >= b.total_seconds ? a : b), null)
  return best && best.total_seconds > 0 ? { date: best.date, seconds: best.total_seconds } : null
}

/** The figures of a range. An active day is one with tracked time. */
export const figuresOf = ({ sums, active, best }: Found, range: Range, person: Person) => {
  const totalSeconds = sums.reduce((sum, period) => sum + period.total_seconds, 0)
  const sessionCount = sums.reduce((sum, period) => sum + period.session_count, 0)
  const { current, longest } = streaks(new Set(active), { ...range, ...person })
  return {
    total_seconds: totalSeconds,
    session_count: sessionCount,
    active_days: active.length,
    average_active_day_seconds: active.length ? Math.floor(totalSeconds / active.length) : 0,
    average_session_seconds: sessionCount ? Math.floor(totalSeconds / sessionCount) : 0,
    current_streak: current,
    longest_streak: longest,
    best_day: best,
  }
}
export type Summary = ReturnType<typeof figuresOf>

/** The same, from the days of a range alone. */
export const summary = (days: DaySum[], range: Range, person: Person) => {
  const sums = days.filter(({ date }) => date >= range.from && date <= range.to)
  const active = sums.filter((day) => day.total_seconds > 0).map(({ date }) => date)
  return figuresOf({ sums, active, best: bestOf(sums) }, range, person)
}
