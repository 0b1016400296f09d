import { addDays, addMonths, monthEnd, monthOf } from '../../lib/days'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { allRows, sql } from '../../lib/sql'

/** Months (`YYYY-MM`) of a year that have learnings, the latest first, and the nearest ones before and after the year. */
export type Months = { months: string[]; before?: string; after?: string }

/** @param month one of the year; empty for the latest year */
export const monthsWithLearnings = async (db: D1Database, userId: string, org: Org, month: string): Promise<Months> => {
  const rows = await allRows<{ month: string }>(sql(db)`
    SELECT DISTINCT substr(date, 1, 7) AS month
    FROM learnings
    WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'learning')}
    ORDER BY month DESC`)
  const all = rows.map((row) => row.month)
  const year = (month || (all[0] ?? '')).slice(0, 4)
  return {
    months: all.filter((one) => one.startsWith(year)),
    before: all.find((one) => one.slice(0, 4) < year),
    after: all.findLast((one) => one.slice(0, 4) > year),
  }
}

/** The date a number of months before; the last day of a month that is too short for it. */
export const monthsBefore = (date: string, months: number) => {
  const month = addMonths(monthOf(date), -months)
  const wanted = addDays(`${month}-01`, Number(date.slice(8)) - 1)
  return monthOf(wanted) === month ? wanted : monthEnd(month)
}
