import { z } from 'zod'
import { rowsAs, sql } from '../../../lib/db/sql'
import { addDays, weekOf } from '../../../lib/time/days'
import { cardsDueCount, datesDue, type ReviewDay } from '../../plans/cards-due'

export const longestForecast = 365

export type ForecastDay = { date: string; due: number }

/**
 * Number of cards due on each of the next days, by their current dates. Today includes overdue and new cards; which new
 * cards come on later days is unknown.
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

const ReviewDayRow = z.object({
  date: z.string(),
  again: z.int(),
  hard: z.int(),
  good: z.int(),
  easy: z.int(),
  introduced: z.int(),
  forgotten: z.int(),
})
type ReviewDayRow = z.infer<typeof ReviewDayRow>

const reviewDays = (db: D1Database, userId: string, from: string, to: string) =>
  rowsAs(
    ReviewDayRow,
    sql(db)`
      SELECT date, sum(rating = 1) AS again, sum(rating = 2) AS hard, sum(rating = 3) AS good, sum(rating = 4) AS easy,
        sum(is_first) AS introduced, sum(rating = 1 AND is_first = 0) AS forgotten
      FROM card_reviews
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to}
      GROUP BY date`,
  )

export type ReviewWeek = {
  from: string
  to: string
  /** Number of reviews by rating: again, hard, good, easy. */
  ratings: [again: number, hard: number, good: number, easy: number]
  /** Percentage of reviews of known cards that were not rated again; null without such reviews. */
  retention: number | null
}

/** Ratings and retention by week, latest week first. */
export const weeksOf = (
  days: ReviewDayRow[],
  { today, weekStart }: { today: string; weekStart: number },
  count: number,
) =>
  Array.from({ length: count }, (_, index): ReviewWeek => {
    const { from, to } = weekOf(addDays(today, -7 * index), weekStart)
    const week = days.filter(({ date }) => date >= from && date <= to)
    const sum = (of: (day: ReviewDayRow) => number) => week.reduce((all, day) => all + of(day), 0)
    const ratings: ReviewWeek['ratings'] = [
      sum(({ again }) => again),
      sum(({ hard }) => hard),
      sum(({ good }) => good),
      sum(({ easy }) => easy),
    ]
    const seenBefore = ratings.reduce((all, one) => all + one, 0) - sum(({ introduced }) => introduced)
    const remembered = seenBefore - sum(({ forgotten }) => forgotten)
    return { from, to, ratings, retention: seenBefore > 0 ? Math.round((100 * remembered) / seenBefore) : null }
  })

export const reviewWeeks = async (
  db: D1Database,
  userId: string,
  when: { today: string; weekStart: number },
  count: number,
) => {
  const from = weekOf(addDays(when.today, -7 * (count - 1)), when.weekStart).from
  return weeksOf(await reviewDays(db, userId, from, when.today), when, count)
}
