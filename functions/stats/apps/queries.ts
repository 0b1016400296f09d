import { sql } from '../../lib/sql'

/** Seconds by day of the year, from 1 January on. */
export type YearOfUse = { year: string; package_name: string; days: number[] }

/** A row per app and year. @param from year, `YYYY` */
export const yearsOfUse = async (db: D1Database, userId: string, from: string, to: string): Promise<YearOfUse[]> => {
  const { results } = await sql(db)`
    SELECT year, package_name, days
    FROM yearly_usage
    WHERE user_id = ${userId} AND year BETWEEN ${from} AND ${to}`.all<Omit<YearOfUse, 'days'> & { days: string }>()
  return results.map(({ days, ...row }) => ({ ...row, days: JSON.parse(days) }))
}
