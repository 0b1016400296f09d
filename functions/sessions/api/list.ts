import { validate as isUuid } from 'uuid'
import { afterAllIds, badCursor, listPage } from '../../lib/api/list'
import { invalidFields } from '../../lib/api/request'
import { isDate } from '../../lib/days'
import { allDates } from '../list/view'
import { type SessionsQuery, sessionJson } from './json'
import * as q from './queries'

const invalidCursor = () => invalidFields({ cursor: [badCursor] })

/** Lists with a date or a subject walk the ledger by day; others go by id. */
const isByDay = ({ from, to, subject }: SessionsQuery) => from !== undefined || to !== undefined || subject !== 'all'

const readCursor = (cursor: string): q.SessionCursor => {
  const [date, id] = [cursor.slice(0, 10), cursor.slice(11)]
  if (!isDateOfLedger(date) || cursor[10] !== '_' || !isUuid(id)) throw invalidCursor()
  return { date, id }
}

/** Includes 1969-12-31, the local date of the first instant of 1970 west of Greenwich. */
const isDateOfLedger = (date: string) => isDate(date) || date === allDates.from

const sessionsByDay = (db: D1Database, userId: string, { from, to, subject, status, cursor, limit }: SessionsQuery) => {
  if (status !== undefined && status !== 'completed') {
    throw invalidFields({ status: ['Only finished sessions have days. Leave out from, to and subject'] })
  }
  const position = cursor === undefined ? { date: to ?? allDates.to, id: afterAllIds } : readCursor(cursor)
  return q.dayEntriesBefore(db, userId, { subject, from: from ?? allDates.from }, position, limit + 1)
}

const sessionsById = (db: D1Database, userId: string, { cursor = afterAllIds, status, limit }: SessionsQuery) => {
  if (cursor !== afterAllIds && !isUuid(cursor)) throw invalidCursor()
  const position = { date: '', id: cursor }
  return status === 'active' || status === 'abandoned'
    ? q.unfinishedIdsBefore(db, userId, position, status, limit + 1)
    : q.sessionIdsBefore(db, userId, position, status ?? '', limit + 1)
}

/** A page of sessions: first their ids from an index, then the rows. A session deleted in between is left out. */
export const sessionsPage = async (db: D1Database, userId: string, query: SessionsQuery) => {
  const byDays = isByDay(query)
  const rows = await (byDays ? sessionsByDay(db, userId, query) : sessionsById(db, userId, query))
  const cursorOf = ({ date, id }: q.SessionCursor) => (byDays ? `${date}_${id}` : id)
  const { items, next_cursor } = listPage(rows, query.limit, cursorOf, ({ id }) => id)
  return { items: (await q.sessionsOfIds(db, userId, items)).map(sessionJson), next_cursor }
}
