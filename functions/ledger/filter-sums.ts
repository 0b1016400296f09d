import { isoWeekday, monthOf, type Range, wholeMonths } from '../lib/days'
import { allRows, part, sql } from '../lib/sql'
import type { ActiveYear } from './active-days'
import { fewMonthsOf, monthSums } from './month-sums'
import type { LedgerFilter } from './resolve-subject'
import { type DaySum, noTime, type Sums } from './schema'
import { checkWalk, isWalked, selectWalkedDays, type Walked, walkedDates, walkedDays, walkedSum } from './walked-sums'

/** Weekdays have no sums for months and all time, but their hours do. */
const hourSubjects = (weekday: number) => [
  ...Array.from({ length: 24 }, (_, hour) => `hour:${weekday}:${String(hour).padStart(2, '0')}`),
  `hour:${weekday}:none`,
]

/**
 * The subjects of the kind that a filter excludes; none where it excludes nothing. In few months they are those with time
 * in these, as there are always new tasks. @param range null for all time
 */
const excluded = (userId: string, { without }: LedgerFilter, range: Range | null) => {
  const months = range && fewMonthsOf({ from: monthOf(range.from), to: monthOf(range.to) })
  if (!months) {
    return part`
      SELECT subject
      FROM total_stats
      WHERE user_id = ${userId} AND subject > ${without} || ':' AND subject < ${without} || ';'`
  }
  return part`
      SELECT month_subjects.subject
      FROM json_each(${JSON.stringify(without === null ? [] : months)})
        CROSS JOIN month_subjects ON user_id = ${userId} AND month = value
          AND month_subjects.subject > ${without} || ':' AND month_subjects.subject < ${without} || ';'`
}

/** Hours, and time counted under several tags, have no sums by day: there the rows of the ledger are read. */
const hasDaySums = ({ subjects: [subject = ''] }: Pick<LedgerFilter, 'subjects'>) =>
  !/^(hour:|tag:several$)/.test(subject)

/** Rows of the days of subjects: of their sums, or of the ledger. */
export const dayRows = (subjects: string[]) =>
  !hasDaySums({ subjects })
    ? part`(SELECT user_id, subject, date, seconds AS total_seconds, starts AS session_count FROM session_days)`
    : part`daily_stats`

/** The subjects to add up; the time that `without` excludes is subtracted afterwards. */
const summedSubjects = ({ subjects, weekday }: LedgerFilter) => (weekday === null ? subjects : hourSubjects(weekday))

const sumOfAllTime = (db: D1Database, userId: string, ledger: LedgerFilter) =>
  sql(db)`
    WITH counted (subject) AS (SELECT value FROM json_each(${JSON.stringify(summedSubjects(ledger))}))
    SELECT coalesce(sum(total_seconds), 0) AS total_seconds, coalesce(sum(session_count), 0) AS session_count
    FROM (
      SELECT total_seconds, session_count
      FROM counted CROSS JOIN total_stats ON user_id = ${userId} AND total_stats.subject = counted.subject
      UNION ALL
      SELECT -total_seconds, -session_count
      FROM total_stats
      WHERE user_id = ${userId} AND subject > ${ledger.without} || ':' AND subject < ${ledger.without} || ';'
    )`

/** Statement for one row of sums, read from the rollups. @param range null for all time */
export const ledgerSum = (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) => {
  if (isWalked(ledger)) return walkedSum(db, userId, ledger, range)
  if (range === null) return sumOfAllTime(db, userId, ledger)
  const { months, edges } = wholeMonths(range.from, range.to)
  const { join, seconds, count } = monthSums(months)
  const subjects = summedSubjects(ledger)
  return sql(db)`
    WITH counted (subject) AS (SELECT value FROM json_each(${JSON.stringify(subjects)})),
      edge (first, last) AS (SELECT value ->> 'from', value ->> 'to' FROM json_each(${JSON.stringify(edges)}))
    SELECT coalesce(sum(total_seconds), 0) AS total_seconds, coalesce(sum(session_count), 0) AS session_count
    FROM (
      SELECT ${seconds} AS total_seconds, ${count} AS session_count
      FROM counted CROSS JOIN total_stats ON user_id = ${userId} AND total_stats.subject = counted.subject
        ${join}
      UNION ALL
      SELECT total_seconds, session_count
      FROM counted CROSS JOIN edge CROSS JOIN ${dayRows(subjects)} AS daily
        ON user_id = ${userId} AND daily.subject = counted.subject AND date BETWEEN first AND last
      UNION ALL
      SELECT -${seconds}, -${count}
      FROM total_stats ${join}
      WHERE user_id = ${userId} AND subject IN (${excluded(userId, ledger, range)})
      UNION ALL
      SELECT -total_seconds, -session_count
      FROM edge CROSS JOIN daily_stats
        ON user_id = ${userId} AND subject IN (${excluded(userId, ledger, range)}) AND date BETWEEN first AND last
    )`
}

/** @param range null for all time */
export const readSum = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) => {
  const [sum = noTime] = checkWalk(await allRows<Sums & Walked>(ledgerSum(db, userId, ledger, range)))
  return { total_seconds: sum.total_seconds, session_count: sum.session_count }
}

/** Each date with the subjects that can have time on it: an hour of a weekday only has time on that weekday. */
const subjectsOfDates = (subjects: string[], dates: string[]) =>
  dates.flatMap((date) =>
    subjects
      .filter((subject) => !subject.startsWith('hour:') || subject.startsWith(`hour:${isoWeekday(date)}:`))
      .map((subject) => [date, subject]),
  )

/** The dates must be on the weekday of the filter, if it has one. */
export const sumsOfDays = async (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter,
  dates: string[],
): Promise<DaySum[]> => {
  if (isWalked(ledger)) return walkedDates(db, userId, ledger, dates)
  const [from = '', to = from] = [dates.toSorted()[0], dates.toSorted().at(-1)]
  return allRows<DaySum>(sql(db)`
    WITH day (date) AS (SELECT value FROM json_each(${JSON.stringify(ledger.without === null ? [] : dates)}))
    SELECT date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (
      SELECT date, total_seconds, session_count
      FROM json_each(${JSON.stringify(subjectsOfDates(ledger.subjects, dates))})
        CROSS JOIN ${dayRows(ledger.subjects)} AS daily
          ON user_id = ${userId} AND daily.subject = value ->> 1 AND daily.date = value ->> 0
      UNION ALL
      SELECT day.date, -total_seconds, -session_count
      FROM day CROSS JOIN daily_stats
        ON user_id = ${userId} AND subject IN (${excluded(userId, ledger, dates.length > 0 ? { from, to } : null)})
          AND daily_stats.date = day.date
    )
    GROUP BY date`)
}

/** SELECT of the days of a filter, but for its weekday. */
const selectDays = (userId: string, ledger: LedgerFilter, { from, to }: Range) => part`
    SELECT date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (
      SELECT date, total_seconds, session_count
      FROM json_each(${JSON.stringify(ledger.subjects)}) CROSS JOIN ${dayRows(ledger.subjects)} AS daily
        ON user_id = ${userId} AND daily.subject = json_each.value AND date BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT date, -total_seconds, -session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject IN (${excluded(userId, ledger, { from, to })}) AND date BETWEEN ${from} AND ${to}
    )
    GROUP BY date`

/** Selects the earliest day with the most time, as `bestDay` does with `daysInRange`; null without time. */
export const selectBestDay = (userId: string, ledger: LedgerFilter, range: Range) => {
  const days = isWalked(ledger) ? selectWalkedDays(userId, ledger, range) : selectDays(userId, ledger, range)
  const isOnWeekday = ledger.weekday === null ? part`1` : part`strftime('%u', date) = ${String(ledger.weekday)}`
  return part`(
    SELECT date FROM (${days}) WHERE total_seconds > 0 AND ${isOnWeekday} ORDER BY total_seconds DESC, date LIMIT 1)`
}

/** Days with sessions, in order. */
export const daysInRange = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range) => {
  if (isWalked(ledger)) return walkedDays(db, userId, ledger, range)
  const days = await allRows<DaySum>(sql(db)`${selectDays(userId, ledger, range)} ORDER BY date`)
  return days.filter(
    ({ date, total_seconds, session_count }) =>
      (ledger.weekday === null || isoWeekday(date) === ledger.weekday) && (total_seconds > 0 || session_count > 0),
  )
}
/** @param range from one year to another, `YYYY` */
export const activeYears = (db: D1Database, userId: string, { from, to }: Range) =>
  allRows<ActiveYear>(sql(db)`
    SELECT key AS year, value AS days
    FROM total_stats CROSS JOIN json_each(years)
    WHERE user_id = ${userId} AND subject = 'all' AND key BETWEEN ${from} AND ${to}
    ORDER BY key`)
