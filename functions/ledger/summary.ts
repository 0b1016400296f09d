import { dayNumber, type Range } from '../lib/days'
import type { FreeDays } from './free-days'
import { daysWithin } from './range'
import { addUp, type DaySum, type Sums } from './schema'
import { streaks } from './streaks'

type Person = FreeDays & { today: string }

type BestDay = { date: string; seconds: number } | null

/** `active` are the numbers of the days with time. */
type SummaryInput = { sums: Sums[]; active: number[]; best: BestDay }

/** The earliest of the days with the most time. */
export const bestDayOf = (days: DaySum[]): BestDay => {
  const best = days.reduce<DaySum | null>((a, b) => (a && a.total_seconds >= b.total_seconds ? a : b), null)
  return best && best.total_seconds > 0 ? { date: best.date, seconds: best.total_seconds } : null
}

/** The numbers of the days with time. */
export const activeDays = (days: DaySum[]) =>
  days.flatMap(({ date, total_seconds }) => (total_seconds > 0 ? [dayNumber(date)] : []))

export const rangeFigures = ({ sums, active, best }: SummaryInput, range: Range, person: Person) => {
  const { total_seconds, session_count } = addUp(sums)
  const { current, longest } = streaks(active, { ...range, ...person })
  return {
    total_seconds,
    session_count,
    active_days: active.length,
    average_active_day_seconds: active.length ? Math.floor(total_seconds / active.length) : 0,
    average_session_seconds: session_count ? Math.floor(total_seconds / session_count) : 0,
    current_streak: current,
    longest_streak: longest,
    best_day: best,
  }
}
export type Summary = ReturnType<typeof rangeFigures>

export const summary = (days: DaySum[], range: Range, person: Person) => {
  const sums = daysWithin(days, range)
  const active = activeDays(sums)
  return rangeFigures({ sums, active, best: bestDayOf(sums) }, range, person)
}
