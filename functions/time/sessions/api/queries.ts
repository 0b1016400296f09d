import { z } from 'zod'
import { limitRange, selectFacts } from '../../../ledger/facts'
import { filterFor, type LedgerFilter, limitFilter } from '../../../ledger/resolve-subject'
import { fieldsProblem } from '../../../lib/api/request'
import { afterAllIds, badCursor, listPage } from '../../../lib/api/values'
import { constant, part, rowAs, rowsAs, sql } from '../../../lib/db/sql'
import type { OrgTime } from '../../../lib/org'
import { columnsOf } from '../../../lib/resource/row-reads'
import { isDate, type Range } from '../../../lib/time/days'
import { allDates } from '../list/view'
import { type SessionsQuery, StoredSession, sessionJson } from './json'

const columns = columnsOf('sessions', StoredSession, { planned: constant('sessions.planned_until IS NOT NULL') })

export const sessionOfId = (db: D1Database, userId: string, id: string) =>
  rowAs(
    StoredSession,
    sql(db)`SELECT ${columns} FROM sessions WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  )

/** Sessions with an id below `before`, latest first, with a given status or any. */
const sessionsBefore = (
  db: D1Database,
  userId: string,
  id: string,
  status: StoredSession['status'] | undefined,
  limit: number,
) => {
  const ofStatus = status === undefined ? constant('') : part`AND status = ${status}`
  // SQLite uses the partial index of unfinished sessions only for statements with its condition.
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

/** Keyset position in a list by day: the last session of the previous page. */
type SessionCursor = { date: string; id: string }

/**
 * Sessions with time in a filter and range, before the cursor. Each is listed once, by its first day in the range and
 * its id, latest first.
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
      FROM (${selectFacts(userId, [filter], limitRange(range, date))}) AS d
        LEFT JOIN sessions ON sessions.user_id = ${userId} AND sessions.id = d.session_id
      WHERE d.is_listed AND (d.date < ${date} OR d.session_id < ${id})
      ORDER BY d.date DESC, d.session_id DESC
      LIMIT ${limit}`,
  )
  return rows.map(({ date, ...session }) => ({ date, session }))
}

const invalidCursor = () => fieldsProblem({ cursor: [badCursor] })

/** True for lists with a date or subject, which are ordered by day. Other lists are ordered by id. */
const isByDay = ({ from, to, subject }: SessionsQuery) => from !== undefined || to !== undefined || subject !== 'all'

const readCursor = (cursor: string): SessionCursor => {
  const [date, id] = [cursor.slice(0, 10), cursor.slice(11)]
  if (!isDateOfLedger(date) || cursor[10] !== '_') throw invalidCursor()
  return { date, id }
}

/** Includes 1969-12-31, the local date of the first instant of 1970 west of Greenwich. */
const isDateOfLedger = (date: string) => isDate(date) || date === allDates.from

const startOf = ({ to, status, cursor }: SessionsQuery) => {
  if (status !== undefined && status !== 'completed') {
    throw fieldsProblem({
      status: ['Only finished sessions can be filtered by day or subject. Leave out from, to and subject'],
    })
  }
  return cursor === undefined ? { date: to ?? allDates.to, id: afterAllIds } : readCursor(cursor)
}

const pageByDay = async (db: D1Database, userId: string, query: SessionsQuery, context: OrgTime | null) => {
  const { from = allDates.from, to = allDates.to, subject, limit } = query
  const position = startOf(query)
  const filter = limitFilter(await filterFor(db, userId, subject), context)
  const rows = await sessionsByDayBefore(db, userId, { filter, range: { from, to } }, position, limit + 1)
  return listPage(
    rows,
    limit,
    ({ date, session }) => `${date}_${session.id}`,
    ({ session }) => sessionJson(session),
  )
}

export const sessionsPage = async (
  db: D1Database,
  userId: string,
  { plan_id, ...given }: SessionsQuery,
  context: OrgTime | null = null,
) => {
  const query = plan_id === undefined ? given : { ...given, subject: `plan:${plan_id}` }
  if (context || isByDay(query)) return pageByDay(db, userId, query, context)
  const { cursor = afterAllIds, status, limit } = query
  return listPage(await sessionsBefore(db, userId, cursor, status, limit + 1), limit, ({ id }) => id, sessionJson)
}
