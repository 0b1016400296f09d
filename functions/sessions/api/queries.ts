import { z } from 'zod'
import { selectFacts, upTo } from '../../ledger/facts'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { columnsOf } from '../../lib/resource/reads'
import { constant, part, rowAs, rowsAs, sql } from '../../lib/sql'
import { StoredSession } from './json'

const columns = columnsOf('sessions', StoredSession, { planned: constant('sessions.planned_until IS NOT NULL') })

export const sessionOfId = (db: D1Database, userId: string, id: string) =>
  rowAs(
    StoredSession,
    sql(db)`SELECT ${columns} FROM sessions WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  )

/** Sessions before an id, the latest first; without a status, those of any. */
export const sessionsBefore = (
  db: D1Database,
  userId: string,
  id: string,
  status: StoredSession['status'] | undefined,
  limit: number,
) => {
  const ofStatus = status === undefined ? constant('') : part`AND status = ${status}`
  // The index of unfinished sessions serves only statements that say so.
  const unfinished = constant(status === undefined || status === 'completed' ? '' : "AND status <> 'completed'")
  return rowsAs(
    StoredSession,
    sql(db)`
      SELECT ${columns}
      FROM sessions
      WHERE user_id = ${userId} AND id < ${id} AND deleted_at IS NULL ${ofStatus} ${unfinished}
      ORDER BY id DESC
      LIMIT ${limit}`,
  )
}

const SessionOnDate = StoredSession.extend({ date: z.string() })

/** Keyset position in a list by day: the last session of the page before. */
export type SessionCursor = { date: string; id: string }

/**
 * Sessions with time on a filter in a range, before the cursor. Each is listed once, on its first day in the range, by
 * that day and its id, the latest first.
 */
export const sessionsByDayBefore = async (
  db: D1Database,
  userId: string,
  { filter, range }: { filter: LedgerFilter; range: Range },
  { date, id }: SessionCursor,
  limit: number,
) => {
  const rows = await rowsAs(
    SessionOnDate,
    sql(db)`
      SELECT d.date, ${columns}
      FROM (${selectFacts(userId, [filter], upTo(range, date))}) AS d
        LEFT JOIN sessions ON sessions.user_id = ${userId} AND sessions.id = d.session_id
      WHERE d.is_listed AND (d.date < ${date} OR d.session_id < ${id})
      ORDER BY d.date DESC, d.session_id DESC
      LIMIT ${limit}`,
  )
  return rows.map(({ date, ...session }) => ({ date, session }))
}
