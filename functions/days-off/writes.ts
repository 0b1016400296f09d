import { datesBetween } from '../lib/days'
import { orStale, sql } from '../lib/sql'
import type { DayOffRow, Stretch } from './schema'

/** Adds days off. A day that is one already gets the new label, unless that is empty. */
export const addDaysOff = (db: D1Database, userId: string, { from, to, label }: Stretch) => [
  sql(db)`
    INSERT INTO days_off (user_id, date, label, seq)
    SELECT ${userId}, value, ${label}, (SELECT seq FROM change_heads WHERE user_id = ${userId})
    FROM json_each(${JSON.stringify(datesBetween(from, to))})
    WHERE true
    ON CONFLICT (user_id, date) DO UPDATE
    SET label = coalesce(nullif(excluded.label, ''), label), seq = excluded.seq`,
]

/** Removes days off. Stale unless each of them is one under that label. */
export const removeDaysOff = (db: D1Database, userId: string, { from, to, label }: Stretch) => [
  sql(db)`DELETE FROM days_off WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND label = ${label}`,
  orStale(db, datesBetween(from, to).length),
]

/** Makes a date a day off, or gives it another label. */
export const setDayOff = (db: D1Database, userId: string, { date, label }: DayOffRow) => [
  sql(db)`
    INSERT INTO days_off (user_id, date, label, seq)
    SELECT ${userId}, ${date}, ${label}, seq FROM change_heads WHERE user_id = ${userId}
    ON CONFLICT (user_id, date) DO UPDATE SET label = excluded.label, seq = excluded.seq`,
]

/** Removes a day off, whatever its label. Stale where it is none. */
export const removeDayOff = (db: D1Database, userId: string, date: string) => [
  sql(db)`DELETE FROM days_off WHERE user_id = ${userId} AND date = ${date}`,
  orStale(db),
]
