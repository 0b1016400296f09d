import { allRows, type SqlPart, sql } from '../lib/db/sql'
import type { User } from '../lib/env'
import { addDays, monthEnd, monthOf, monthStart, type Range, weekOf } from '../lib/time/days'
import { daysWithin, presetRange } from './range'
import { addUp, type DaySum, type Grouping, noTime, type Sums } from './schema'

/** A period within a range, from `date` to `to`. The first and last one may be cut off by the range. */
export type Period = DaySum & { to: string }

/** First date of the period that contains `date`. May be before the range. */
export const periodStart = (date: string, group: Grouping, weekStart: number) => {
  if (group === 'day') return date
  return group === 'week' ? weekOf(date, weekStart).from : monthStart(monthOf(date))
}

/** Last date of the period that contains `date`. May be after the range. */
export const periodEnd = (date: string, group: Grouping, weekStart: number) => {
  if (group === 'day') return date
  return group === 'week' ? weekOf(date, weekStart).to : monthEnd(monthOf(date))
}

/** All periods of a range in order, with or without time. @param days in date order */
export const fillPeriods = (days: DaySum[], { from, to }: Range, group: Grouping, weekStart: number): Period[] => {
  const periods: Period[] = []
  for (let date = from; date <= to; ) {
    const end = periodEnd(date, group, weekStart)
    periods.push({ date, to: end < to ? end : to, ...noTime })
    date = addDays(end, 1)
  }
  let index = 0
  for (const day of daysWithin(days, { from, to })) {
    while ((periods[index]?.to ?? day.date) < day.date) index += 1
    const period = periods[index]
    if (!period) break
    period.total_seconds += day.total_seconds
    period.session_count += day.session_count
  }
  return periods
}

const daysOf = (db: D1Database, userId: string, condition: SqlPart, { from, to }: Range) =>
  allRows<DaySum>(sql(db)`
    SELECT f.date, sum(f.seconds) AS total_seconds, sum(f.starts) AS session_count
    FROM session_days AS f
    WHERE f.user_id = ${userId} AND f.date BETWEEN ${from} AND ${to} AND ${condition}
    GROUP BY f.date
    ORDER BY f.date`)

const totalOf = (db: D1Database, userId: string, condition: SqlPart) =>
  sql(db)`
    SELECT coalesce(sum(f.seconds), 0) AS total_seconds, coalesce(sum(f.starts), 0) AS session_count
    FROM session_days AS f
    WHERE f.user_id = ${userId} AND ${condition}`.first<Sums>()

/**
 * Time that a condition on facts `f` selects: by week in the last 90 days, and over all time. All is read in one batch,
 * because no projects need to be known first. @param subject that counts this time
 */
export const projectsTime = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  subject: string,
  condition: SqlPart,
  today: string,
) => {
  const range = presetRange('90', today)
  const [days, all] = await Promise.all([daysOf(db, id, condition, range), totalOf(db, id, condition)])
  const periods = fillPeriods(days, range, 'week', preferences.week_start)
  return { subject, range, today, group: 'week' as const, periods, ...addUp(periods), all: all ?? noTime }
}
export type ProjectsTime = Awaited<ReturnType<typeof projectsTime>>
