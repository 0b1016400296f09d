import { allRows, constant, sql } from '../lib/sql'

/** Months (`YYYY-MM`) of a year that have learnings, the latest first, and the nearest ones before and after the year. */
export type Months = { months: string[]; before?: string; after?: string }

const own = constant('learnings INDEXED BY learnings_by_date')

/** Each month is one seek, however many learnings it has. @param month one of the year; empty for the latest year */
export const monthsWithLearnings = async (db: D1Database, userId: string, month: string): Promise<Months> => {
  const rows = await allRows<{ place: keyof Months; month: string | null }>(sql(db)`
    WITH RECURSIVE
      shown (year) AS (
        SELECT substr(coalesce(nullif(${month}, ''), (
          SELECT max(date) FROM ${own} WHERE user_id = ${userId} AND deleted_at IS NULL)), 1, 4)),
      months (year, date) AS (
        SELECT year, NULL FROM shown
        UNION ALL
        SELECT year, (
          SELECT max(date) FROM ${own}
          WHERE user_id = ${userId} AND deleted_at IS NULL AND date >= year || '-01-01'
            AND date < coalesce(substr(months.date, 1, 7) || '-01', year || '-12-32')) AS earlier
        FROM months
        WHERE earlier IS NOT NULL)
    SELECT 'months' AS place, substr(date, 1, 7) AS month FROM months
    UNION ALL
    SELECT 'before', (
      SELECT substr(max(date), 1, 7) FROM ${own}
      WHERE user_id = ${userId} AND deleted_at IS NULL AND date < year || '-01-01') FROM shown
    UNION ALL
    SELECT 'after', (
      SELECT substr(min(date), 1, 7) FROM ${own}
      WHERE user_id = ${userId} AND deleted_at IS NULL AND date > year || '-12-31') FROM shown`)
  const of = (place: keyof Months) => rows.flatMap((row) => (row.place === place && row.month ? [row.month] : []))
  return { months: of('months'), before: of('before')[0], after: of('after')[0] }
}
