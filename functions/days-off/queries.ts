import type { Range } from '../lib/days'
import { sql } from '../lib/sql'

/** A user's days off in a range of dates, both inclusive, the earliest first. */
export const daysOff = async (db: D1Database, userId: string, { from, to }: Range): Promise<string[]> => {
  const { results } = await sql(db)`
    SELECT date FROM days_off WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} ORDER BY date`.all<{
    date: string
  }>()
  return results.map(({ date }) => date)
}
