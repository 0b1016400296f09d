import { afterAllIds, listPage, noCursor } from '../../lib/api/list'
import { invalidFields } from '../../lib/api/request'
import { isDate } from '../../lib/days'
import { everything } from '../list/view'
import { type SessionsQuery, sessionJson } from './json'
import * as q from './queries'

const noPlace = () => invalidFields({ cursor: [noCursor] })

/** Whether a list goes by days, as the ledger does, or by ids. */
const goesByDays = ({ from, to, subject }: SessionsQuery) => from !== undefined || to !== undefined || subject !== 'all'

/** A place among days, as a cursor names it: `2026-03-08_<id>`. */
const placeOf = (cursor: string): q.Place => {
  const [date, id] = [cursor.slice(0, 10), cursor.slice(11)]
  if (!isDateOfLedger(date) || cursor[10] !== '_' || id === '') throw noPlace()
  return { date, id }
}

/** The first instant of 1970 is still a day of 1969 west of Greenwich. */
const isDateOfLedger = (date: string) => isDate(date) || date === everything.from

const placesByDays = (db: D1Database, userId: string, { from, to, subject, status, cursor, limit }: SessionsQuery) => {
  if (status !== undefined && status !== 'completed') {
    throw invalidFields({ status: ['Only finished sessions have days. Leave out from, to and subject'] })
  }
  const place = cursor === undefined ? { date: to ?? everything.to, id: afterAllIds } : placeOf(cursor)
  return q.daysBelow(db, userId, { subject, from: from ?? everything.from }, place, limit + 1)
}

const placesByIds = (db: D1Database, userId: string, { cursor = afterAllIds, status, limit }: SessionsQuery) => {
  const place = { date: '', id: cursor }
  return status === 'active' || status === 'abandoned'
    ? q.unfinishedBelow(db, userId, place, status, limit + 1)
    : q.idsBelow(db, userId, place, status ?? '', limit + 1)
}

/**
 * A page of sessions. First which are on it, by an index alone; then these, read once. One that is deleted in between
 * is left out, and the list goes on all the same.
 */
export const sessionsPage = async (db: D1Database, userId: string, asked: SessionsQuery) => {
  const byDays = goesByDays(asked)
  const places = await (byDays ? placesByDays(db, userId, asked) : placesByIds(db, userId, asked))
  const { items, next_cursor } = listPage(
    places,
    asked.limit,
    ({ date, id }) => (byDays ? `${date}_${id}` : id),
    ({ id }) => id,
  )
  return { items: (await q.sessionsOfIds(db, userId, items)).map(sessionJson), next_cursor }
}
