import { datesBetween, type Range } from '../lib/days'
import { orStale, sql } from '../lib/sql'
import type { DayOffRow } from './schema'

type Named = Range & { label: string }

/** Makes the dates days off. One that is a day off already gets the label, where there is one. */
export const addDaysOff = (db: D1Database, userId: string, { from, to, label }: Named) => [
  sql(db)`
    INSERT INTO days_off (user_id, date, label, seq)
    SELECT ${userId}, value, ${label}, (SELECT seq FROM change_heads WHERE user_id = ${userId})
    FROM json_each(${JSON.stringify(datesBetween(from, to))})
    WHERE true
    ON CONFLICT (user_id, date) DO UPDATE
    SET label = coalesce(nullif(excluded.label, ''), label), seq = excluded.seq`,
]

/** Makes the dates no days off; stale unless each of them is one, and under that label. */
export const removeDaysOff = (db: D1Database, userId: string, { from, to, label }: Named) => [
  sql(db)`DELETE FROM days_off WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND label = ${label}`,
  orStale(db, datesBetween(from, to).length),
]

/** Makes a date a day off under that label, whatever it was. */
export const setDayOff = (db: D1Database, userId: string, { date, label }: DayOffRow) => [
  sql(db)`
    INSERT INTO days_off (user_id, date, label, seq)
    SELECT ${userId}, ${date}, ${label}, seq FROM change_heads WHERE user_id = ${userId}
    ON CONFLICT (user_id, date) DO UPDATE SET label = excluded.label, seq = excluded.seq`,
]

/** Makes a date no day off, whatever it is called; stale where it is none. */
export const removeDayOff = (db: D1Database, userId: string, date: string) => [
  sql(db)`DELETE FROM days_off WHERE user_id = ${userId} AND date = ${date}`,
  orStale(db),
]
