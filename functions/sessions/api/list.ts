import { filterFor, limitedTo } from '../../ledger/resolve-subject'
import { afterAllIds, badCursor, listPage } from '../../lib/api/list'
import { invalidFields } from '../../lib/api/request'
import { isDate } from '../../lib/days'
import type { OrgTime } from '../../lib/org'
import { allDates } from '../list/view'
import { type SessionsQuery, sessionJson } from './json'
import * as q from './queries'

const invalidCursor = () => invalidFields({ cursor: [badCursor] })

/** Lists with a date or a subject are in the order of the ledger's days; others go by id. */
const isByDay = ({ from, to, subject }: SessionsQuery) => from !== undefined || to !== undefined || subject !== 'all'

const readCursor = (cursor: string): q.SessionCursor => {
  const [date, id] = [cursor.slice(0, 10), cursor.slice(11)]
  if (!isDateOfLedger(date) || cursor[10] !== '_') throw invalidCursor()
  return { date, id }
}

/** Includes 1969-12-31, the local date of the first instant of 1970 west of Greenwich. */
const isDateOfLedger = (date: string) => isDate(date) || date === allDates.from

const startOf = ({ to, status, cursor }: SessionsQuery) => {
  if (status !== undefined && status !== 'completed') {
    throw invalidFields({
      status: ['Only finished sessions can be filtered by day or subject. Leave out from, to and subject'],
    })
  }
  return cursor === undefined ? { date: to ?? allDates.to, id: afterAllIds } : readCursor(cursor)
}

const pageByDay = async (db: D1Database, userId: string, query: SessionsQuery, context: OrgTime | null) => {
  const { from = allDates.from, to = allDates.to, subject, limit } = query
  const position = startOf(query)
  const filter = limitedTo(await filterFor(db, userId, subject), context)
  const rows = await q.sessionsByDayBefore(db, userId, { filter, range: { from, to } }, position, limit + 1)
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
  return listPage(await q.sessionsBefore(db, userId, cursor, status, limit + 1), limit, ({ id }) => id, sessionJson)
}
