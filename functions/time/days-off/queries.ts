import { allRows, part, sql } from '../../lib/db/sql'
import { addDays, daysBetween, type Range } from '../../lib/time/days'
import { type DayOffRow, type DaysOffList, type DaysOffRange, type DaysOffView, daysLimit } from './schema'

/** Dates of days off in ranges that do not overlap, in the order of the ranges. */
export const daysOff = async (db: D1Database, userId: string, ...ranges: Range[]): Promise<string[]> => {
  const rows = await allRows<{ date: string }>(sql(db)`
    SELECT date
    FROM json_each(${JSON.stringify(ranges)})
      JOIN days_off ON user_id = ${userId} AND date BETWEEN value ->> 'from' AND value ->> 'to'
    ORDER BY json_each.key, date`)
  return rows.map(({ date }) => date)
}

/** Days off after the date `after` (empty for the first page): upcoming ones by date, then past ones, latest first. */
const listedDaysOff = async (db: D1Database, userId: string, today: string, after: string, limit: number) => {
  const isPast = part`date < ${today}`
  const inPast = after !== '' && after < today
  return allRows<DayOffRow>(sql(db)`
    SELECT date, label
    FROM days_off
    WHERE user_id = ${userId} AND ${inPast ? part`date < ${after}` : part`(${isPast} OR date > ${after})`}
    ORDER BY ${isPast}, iif(${isPast}, NULL, date), date DESC
    LIMIT ${limit}`)
}

/** Days off in a range that come after the date `after`. */
export const daysOffBetween = (db: D1Database, userId: string, { from, to }: Range, after: string, limit: number) =>
  allRows<DayOffRow>(sql(db)`
    SELECT date, label
    FROM days_off
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND date > ${after}
    ORDER BY date
    LIMIT ${limit}`)

/** Joins consecutive days with the same label. Accepts them in ascending or descending order. */
export const joinDaysOff = (days: DayOffRow[]): DaysOffRange[] => {
  const joined: DaysOffRange[] = []
  for (const { date, label } of days) {
    const last = joined.at(-1)
    if (last && last.label === label && date === addDays(last.to, 1)) last.to = date
    else if (last && last.label === label && date === addDays(last.from, -1)) last.from = date
    else joined.push({ from: date, to: date, label })
  }
  return joined
}

const pageLimit = 50

const lengthOf = ({ from, to }: DaysOffRange) => daysBetween(from, to) + 1

/** Lists each day by itself, so that a single day of a stretch can be removed. */
const singleDays = async (db: D1Database, userId: string, view: DaysOffView, within: Range): Promise<DaysOffList> => {
  const days = await daysOffBetween(db, userId, within, '', daysLimit)
  return { stretches: days.map(({ date, label }) => ({ from: date, to: date, label })), first: true, view, within }
}

export const daysOffList = async (
  db: D1Database,
  userId: string,
  today: string,
  view: DaysOffView = { after: '', from: '', to: '' },
): Promise<DaysOffList> => {
  const { after, from, to } = view
  if (from && to) return singleDays(db, userId, view, { from, to })
  const rows = await listedDaysOff(db, userId, today, after, daysLimit + 1)
  const isCut = rows.length > daysLimit
  const all = joinDaysOff(rows.slice(0, daysLimit))
  // The last stretch may continue beyond the rows read, so it is left for the next page.
  const whole = isCut && all.length > 1 ? all.slice(0, -1) : all
  const shown = whole.slice(0, pageLimit)
  const days = shown.reduce((sum, stretch) => sum + lengthOf(stretch), 0)
  const next = days < rows.length ? rows[days - 1]?.date : undefined
  return { stretches: shown, next, first: after === '', view }
}
