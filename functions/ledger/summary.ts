import type { Range } from '../lib/days'
import type { FreeDays } from './free-days'
import type { DaySum } from './schema'
import { streaks } from './streaks'

/** Whose days: today's date, and the days that a streak passes over. */
type Person = FreeDays & { today: string }

type BestDay = { date: string; seconds: number } | null

/** What the figures of a range follow from: the sums of its periods, its dates with tracked time, and its best day. */
type SummaryInput = { sums: Omit<DaySum, 'date'>[]; active: string[]; best: BestDay }

/** The first of the days with the most time, if any has some. */
export const bestDayOf = (days: DaySum[]): BestDay => {
  const best = days.reduce<DaySum | null>((a, b) => (a && a.total_seconds >= b.total_seconds ? a : b), null)
  return best && best.total_seconds > 0 ? { date: best.date, seconds: best.total_seconds } : null
}

/** The figures of a range. An active day is one with tracked time. */
export const rangeFigures = ({ sums, active, best }: SummaryInput, range: Range, person: Person) => {
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
export type Summary = ReturnType<typeof rangeFigures>

/** The same, from the days of a range alone. */
export const summary = (days: DaySum[], range: Range, person: Person) => {
  const sums = days.filter(({ date }) => date >= range.from && date <= range.to)
  const active = sums.filter((day) => day.total_seconds > 0).map(({ date }) => date)
  return rangeFigures({ sums, active, best: bestDayOf(sums) }, range, person)
}
