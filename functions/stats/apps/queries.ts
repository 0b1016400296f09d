import { sql } from '../../lib/sql'

/** An app's use in a year: seconds by day of the year, 1 January first. */
export type YearOfUse = { year: string; package_name: string; days: number[] }

/** A user's use of apps in the years from one to another (`YYYY`): a row for each app and year. */
export const yearsOfUse = async (db: D1Database, userId: string, from: string, to: string): Promise<YearOfUse[]> => {
  const { results } = await sql(db)`
    SELECT year, package_name, days
    FROM yearly_usage
    WHERE user_id = ${userId} AND year BETWEEN ${from} AND ${to}`.all<Omit<YearOfUse, 'days'> & { days: string }>()
  return results.map(({ days, ...row }) => ({ ...row, days: JSON.parse(days) }))
}

/** What a user used on a date, in the order of the apps' package names. */
export const useOn = async (db: D1Database, userId: string, date: string) =>
  (
    await sql(db)`
      SELECT package_name, total_seconds
      FROM daily_usage INDEXED BY daily_usage_by_date
      WHERE user_id = ${userId} AND date = ${date}`.all<{ package_name: string; total_seconds: number }>()
  ).results
