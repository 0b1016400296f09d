import { z } from 'zod'
import { addDays } from '../../lib/days'
import { allRows, constant, part, sql } from '../../lib/sql'
import { dueCounts, type ReviewDay, sumOf } from '../../plans/cards-due'

export const longestForecast = 365

const Day = z.object({ date: z.string(), cards: z.int() })

const dueFrom = async (db: D1Database, userId: string, from: string, to: string, planId?: string) =>
  z.array(Day).parse(
    await allRows(sql(db)`
      SELECT json_each.key AS date, sum(json_each.value) AS cards
      FROM card_counts CROSS JOIN json_each(card_counts.days)
      WHERE user_id = ${userId} AND json_each.key BETWEEN ${from} AND ${to}
        ${planId === undefined ? constant('') : part`AND plan_id = ${planId}`}
      GROUP BY 1
      ORDER BY 1`),
  )

export type ForecastDay = { date: string; due: number }

/**
 * Cards due on each of the next days by the dates that they have now. Today has those that are overdue, and its new
 * ones; the new cards of later days are not known yet.
 */
export const forecast = async (db: D1Database, userId: string, day: ReviewDay, days: number, planId?: string) => {
  const last = addDays(day.today, days - 1)
  const [now, later] = await Promise.all([
    dueCounts(db, userId, day, planId),
    dueFrom(db, userId, addDays(day.today, 1), last, planId),
  ])
  const byDate = new Map([
    ...later.map(({ date, cards }) => [date, cards] as const),
    [day.today, sumOf(now.all)] as const,
  ])
  return Array.from({ length: days }, (_, index): ForecastDay => {
    const date = addDays(day.today, index)
    return { date, due: byDate.get(date) ?? 0 }
  })
}
