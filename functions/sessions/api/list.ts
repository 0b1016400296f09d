import { afterAllIds, badCursor, listPage } from '../../lib/api/list'
import { invalidFields } from '../../lib/api/request'
import { isDate } from '../../lib/days'
import { allDates } from '../list/view'
import { type SessionsQuery, sessionJson } from './json'
import * as q from './queries'

const invalidCursor = () => invalidFields({ cursor: [badCursor] })

/** Whether a list goes by days, as the ledger does, or by ids. */
const isByDay = ({ from, to, subject }: SessionsQuery) => from !== undefined || to !== undefined || subject !== 'all'

/** A place among days, as a cursor names it: `2026-03-08_<id>`. */
const readCursor = (cursor: string): q.SessionCursor => {
  const [date, id] = [cursor.slice(0, 10), cursor.slice(11)]
  if (!isDateOfLedger(date) || cursor[10] !== '_' || id === '') throw invalidCursor()
  return { date, id }
}

/** The first instant of 1970 is still a day of 1969 west of Greenwich. */
const isDateOfLedger = (date: string) => isDate(date) || date === allDates.from

const sessionsByDay = (db: D1Database, userId: string, { from, to, subject, status, cursor, limit }: SessionsQuery) => {
  if (status !== undefined && status !== 'completed') {
    throw invalidFields({ status: ['Only finished sessions have days. Leave out from, to and subject'] })
  }
  const place = cursor === undefined ? { date: to ?? allDates.to, id: afterAllIds } : readCursor(cursor)
  return q.dayEntriesBefore(db, userId, { subject, from: from ?? allDates.from }, place, limit + 1)
}

const sessionsById = (db: D1Database, userId: string, { cursor = afterAllIds, status, limit }: SessionsQuery) => {
  const place = { date: '', id: cursor }
  return status === 'active' || status === 'abandoned'
    ? q.unfinishedIdsBefore(db, userId, place, status, limit + 1)
    : q.sessionIdsBefore(db, userId, place, status ?? '', limit + 1)
}

/**
 * A page of sessions. First which are on it, by an index alone; then these, read once. One that is deleted in between
 * is left out, and the list goes on all the same.
 */
export const sessionsPage = async (db: D1Database, userId: string, asked: SessionsQuery) => {
  const byDays = isByDay(asked)
  const places = await (byDays ? sessionsByDay(db, userId, asked) : sessionsById(db, userId, asked))
  const { items, next_cursor } = listPage(
    places,
    asked.limit,
    ({ date, id }) => (byDays ? `${date}_${id}` : id),
    ({ id }) => id,
  )
  return { items: (await q.sessionsOfIds(db, userId, items)).map(sessionJson), next_cursor }
}
