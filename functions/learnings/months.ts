import { addDays, addMonths, monthEnd, monthOf } from '../lib/days'
import { andInOrg } from '../lib/kinds'
import { hasNoOrganization, isOrganization, type Org, projectIds } from '../lib/org'
import { allRows, constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { shortColumns } from './by-date'
import { filing, ListedLearning } from './schema'

/** Months (`YYYY-MM`) of a year that have learnings, the latest first, and the nearest ones before and after the year. */
export type Months = { months: string[]; before?: string; after?: string }

/** SQL of the last or the first date with learnings of a context; an organization's are found by its own indexes. */
const dateOf = (userId: string, org: Org, which: 'max' | 'min', condition = part``) => {
  const dateIn = (index: string, whose: SqlPart) => part`(
          SELECT ${constant(which)}(date) FROM learnings INDEXED BY ${constant(index)}
          WHERE user_id = ${userId} AND deleted_at IS NULL ${whose} ${condition})`
  if (!isOrganization(org)) return dateIn('learnings_by_date', andInOrg(userId, org, 'learning'))
  const ofProject = part`AND project_id = owned.id AND ${hasNoOrganization(userId, constant('learnings.organization_id'))}`
  return part`(
        SELECT ${constant(which)}(found) FROM (
          SELECT ${dateIn('learnings_of_organization', part`AND organization_id = ${org}`)} AS found
          UNION ALL
          SELECT ${dateIn('learnings_by_project', ofProject)} FROM (${projectIds(userId, org)}) AS owned))`
}

/** Each month is one seek, however many learnings it has. @param month one of the year; empty for the latest year */
export const monthsWithLearnings = async (db: D1Database, userId: string, org: Org, month: string): Promise<Months> => {
  const ofYear = part`AND date >= year || '-01-01'
            AND date < coalesce(substr(months.date, 1, 7) || '-01', year || '-12-32')`
  const rows = await allRows<{ place: keyof Months; month: string | null }>(sql(db)`
    WITH RECURSIVE
      shown (year) AS (SELECT substr(coalesce(nullif(${month}, ''), ${dateOf(userId, org, 'max')}), 1, 4)),
      months (year, date) AS (
        SELECT year, NULL FROM shown
        UNION ALL
        SELECT year, ${dateOf(userId, org, 'max', ofYear)} AS earlier
        FROM months
        WHERE earlier IS NOT NULL)
    SELECT 'months' AS place, substr(date, 1, 7) AS month FROM months
    UNION ALL
    SELECT 'before', substr(${dateOf(userId, org, 'max', part`AND date < year || '-01-01'`)}, 1, 7) FROM shown
    UNION ALL
    SELECT 'after', substr(${dateOf(userId, org, 'min', part`AND date > year || '-12-31'`)}, 1, 7) FROM shown`)
  const of = (place: keyof Months) => rows.flatMap((row) => (row.place === place && row.month ? [row.month] : []))
  return { months: of('months'), before: of('before')[0], after: of('after')[0] }
}

/** The date a number of months before; the last day of a month that is too short for it. */
export const monthsBefore = (date: string, months: number) => {
  const month = addMonths(monthOf(date), -months)
  const wanted = addDays(`${month}-01`, Number(date.slice(8)) - 1)
  return monthOf(wanted) === month ? wanted : monthEnd(month)
}

/** Learnings of some dates, the latest first. */
export const learningsOn = (db: D1Database, userId: string, org: Org, dates: string[], limit: number) =>
  rowsAs(
    ListedLearning,
    sql(db)`
      SELECT ${shortColumns}
      FROM learnings INDEXED BY learnings_by_date ${filing.withNames}
      WHERE learnings.user_id = ${userId} AND learnings.deleted_at IS NULL
        AND learnings.date IN (SELECT value FROM json_each(${JSON.stringify(dates)})) ${andInOrg(userId, org, 'learning')}
      ORDER BY learnings.date DESC, learnings.id DESC
      LIMIT ${limit}`,
  )
