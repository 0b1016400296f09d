import { addDays } from '../../lib/days'
import { cardsDueCount, datesDue, type ReviewDay } from '../../plans/cards-due'

export const longestForecast = 365

export type ForecastDay = { date: string; due: number }

/**
 * Cards due on each of the next days by the dates that they have now. Today has those that are overdue, and its new
 * ones; the new cards of later days are not known yet.
 */
export const forecast = async (db: D1Database, userId: string, day: ReviewDay, days: number, planId?: string) => {
  const [now, later] = await Promise.all([
    cardsDueCount(db, userId, day, { planId }),
    datesDue(db, userId, day.today, { planId }),
  ])
  const byDate = new Map([[day.today, now], ...later.map(({ date, cards }) => [date, cards] as const)])
  return Array.from({ length: days }, (_, index): ForecastDay => {
    const date = addDays(day.today, index)
    return { date, due: byDate.get(date) ?? 0 }
  })
}
