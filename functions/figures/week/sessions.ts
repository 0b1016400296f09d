import { sql } from '../../lib/db/sql'
import { addDays, type Range } from '../../lib/time/days'
import { joinNames, type NameColumns, nameColumns, toSubjectNames, withoutNames } from '../../time/sessions/named'
import { listedColumns, sessionRows } from '../../time/sessions/queries'
import type { ListedSession } from '../../time/sessions/schema'
import { runningTimer } from '../../time/timer/queries'

/** A session of the week. The running timer has no end and counts on no date. */
export type WeekSession = ListedSession & { seq: number; is_planned: 0 | 1 }

export const isTracked = ({ ended_at, is_planned }: WeekSession) => ended_at !== null && !is_planned

/** True if a session belongs in a cell: planned sessions on future days, tracked sessions on other days. */
export const isInCell = (session: WeekSession, isAhead: boolean) =>
  isAhead ? session.is_planned === 1 : isTracked(session)

/** Sessions of some days with names: tracked, planned and running. */
export const sessionsOfWeek = async (db: D1Database, userId: string, { from, to }: Range) => {
  const rows = await sessionRows<WeekSession & NameColumns>(sql(db)`
    SELECT ${listedColumns}, s.seq, s.planned_until IS NOT NULL AS is_planned, ${nameColumns}
    FROM sessions AS s ${joinNames(userId)}
    WHERE s.user_id = ${userId} AND s.deleted_at IS NULL AND s.id IN (
      SELECT session_id FROM session_days WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to}
      UNION SELECT id FROM sessions WHERE user_id = ${userId} AND planned_until IS NOT NULL AND deleted_at IS NULL
      UNION SELECT id FROM ${runningTimer(userId)})
    ORDER BY s.started_at, s.number`)
  const isHere = ({ days, ended_at }: ListedSession) =>
    ended_at === null || days.some(([date]) => from <= date && date <= to)
  return { sessions: rows.filter(isHere).map(withoutNames), names: toSubjectNames(rows) }
}

/** Extends a range by days whose sessions may overlap it in another zone or with another day start. */
export const widenRange = ({ from, to }: Range) => ({ from: addDays(from, -2), to: addDays(to, 2) })
