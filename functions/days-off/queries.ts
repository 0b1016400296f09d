import type { Range } from '../lib/days'
import { sql } from '../lib/sql'

/** A user's days off in some ranges of dates, inclusive and apart from one another, in the order of the ranges. */
export const daysOff = async (db: D1Database, userId: string, ...ranges: Range[]): Promise<string[]> => {
  const { results } = await sql(db)`
    SELECT date
    FROM json_each(${JSON.stringify(ranges)})
      CROSS JOIN days_off ON user_id = ${userId} AND date BETWEEN value ->> 'from' AND value ->> 'to'
    ORDER BY json_each.key, date`.all<{ date: string }>()
  return results.map(({ date }) => date)
}
