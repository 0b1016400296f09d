import type { FreeDays } from '../days-off/free'
import type { Range } from '../lib/days'
import type { DaySum } from './schema'
import { streaks } from './streaks'

/** Whose days: today's date, and the days that a streak passes over. */
type Person = FreeDays & { today: string }

/** The figures of a range, from its days. An active day is one with tracked time. */
export const summary = (days: DaySum[], range: Range, person: Person) => {
  const inRange = days.filter(({ date }) => date >= range.from && date <= range.to)
  const active = inRange.filter((day) => day.total_seconds > 0)
  const totalSeconds = inRange.reduce((sum, day) => sum + day.total_seconds, 0)
  const best = active.reduce<DaySum | null>((a, b) => (a && a.total_seconds >= b.total_seconds ? a : b), null)
  const { current, longest } = streaks(new Set(active.map(({ date }) => date)), { ...range, ...person })
  const sessionCount = inRange.reduce((sum, day) => sum + day.session_count, 0)
  return {
    total_seconds: totalSeconds,
    session_count: sessionCount,
    active_days: active.length,
    average_active_day_seconds: active.length ? Math.floor(totalSeconds / active.length) : 0,
    average_session_seconds: sessionCount ? Math.floor(totalSeconds / sessionCount) : 0,
    current_streak: current,
    longest_streak: longest,
    best_day: best && { date: best.date, seconds: best.total_seconds },
  }
}
export type Summary = ReturnType<typeof summary>
