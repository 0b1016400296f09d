import type { Zone } from '../lib/days'
import { allRows, part, sql } from '../lib/sql'
import { joinNames, type NameColumns, nameColumns } from '../sessions/named'
import { sessionRows } from '../sessions/queries'
import type { DaySession } from './schema'

/** With the names of their projects, goals and tasks. */
export const sessionsOfDay = (db: D1Database, userId: string, date: string) =>
  sessionRows<DaySession & NameColumns>(sql(db)`
    SELECT s.number, s.id, s.project_id, s.goal_id, s.task_id, s.title, s.tags, s.started_at, s.ended_at, s.duration_seconds,
      s.days, s.time_zone, s.day_start_minute, s.seq, ${nameColumns}
    FROM session_days AS d JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
      ${joinNames(userId)}
    WHERE d.user_id = ${userId} AND d.date = ${date}
    ORDER BY s.started_at, s.number`)

/** The date if it has no session, else one that bounds no rows. */
const ifEmpty = (userId: string, date: string, bound: string) => part`
  iif(EXISTS (SELECT 1 FROM session_days WHERE user_id = ${userId} AND date = ${date}),
    ${bound}, ${date})`

/** The zone of the last session before a date that has none. */
export const zoneBefore = (db: D1Database, userId: string, date: string) =>
  sql(db)`
    SELECT s.time_zone, s.day_start_minute
    FROM session_days AS d JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.user_id = ${userId} AND d.date < ${ifEmpty(userId, date, '')}
    ORDER BY d.date DESC, s.started_at DESC
    LIMIT 1`.first<Zone>()

/** The zone of the first session after a date that has none. */
export const zoneAfter = (db: D1Database, userId: string, date: string) =>
  sql(db)`
    SELECT s.time_zone, s.day_start_minute
    FROM session_days AS d JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.user_id = ${userId} AND d.date > ${ifEmpty(userId, date, '9999-12-31')}
    ORDER BY d.date, s.started_at
    LIMIT 1`.first<Zone>()

/** Keys (`pairKey`) of the overlaps of a day that the person chose to keep. */
export const keptOverlaps = async (db: D1Database, userId: string, date: string) => {
  const pairs = await allRows<{ one: string; other: string }>(sql(db)`
    SELECT k.one, k.other
    FROM session_days AS d JOIN kept_overlaps AS k ON k.user_id = d.user_id AND k.one = d.session_id
    WHERE d.user_id = ${userId} AND d.date = ${date}`)
  return new Set(pairs.map(({ one, other }) => pairKey(one, other)))
}

export const pairKey = (one: string, other: string) => [one, other].sort().join(' ')
