import { countedDays } from '../../ledger/contribution'
import { filterFor, limitedTo } from '../../ledger/resolve-subject'
import { isPlainSubject } from '../../ledger/subject'
import { afterAllIds, badCursor, listPage, pageAfter } from '../../lib/api/list'
import { invalidFields } from '../../lib/api/request'
import { isDate } from '../../lib/days'
import type { OrgTime } from '../../lib/org'
import { entriesBySubject } from '../ledger-rows'
import { allDates } from '../list/view'
import { type SessionsQuery, sessionJson } from './json'
import * as q from './queries'

const invalidCursor = () => invalidFields({ cursor: [badCursor] })

/** Lists with a date or a subject walk the ledger by day; others go by id. */
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

const sessionsByDay = (db: D1Database, userId: string, query: SessionsQuery) => {
  const { from = allDates.from, subject, limit } = query
  return q.sessionsByDayBefore(db, userId, { subject, from }, startOf(query), limit + 1)
}

/** Rows of the ledger that a page of a subject such as a client or a weekday looks through. */
const walkLimit = 1_000

const latestFirst = (a: q.SessionCursor, b: q.SessionCursor) =>
  a.date !== b.date ? (a.date < b.date ? 1 : -1) : a.id < b.id ? 1 : -1

/** Walks the ledger under all subjects of the filter. A page can be short, or empty, before a next one. */
const filteredPage = async (db: D1Database, userId: string, query: SessionsQuery, context: OrgTime | null) => {
  const { from = allDates.from, to = allDates.to, subject, limit } = query
  const position = startOf(query)
  const filter = limitedTo(await filterFor(db, userId, subject), context)
  const rowLimit = Math.max(20, Math.floor(walkLimit / Math.max(filter.subjects.length, 1)))
  const bySubject = await entriesBySubject(db, userId, filter, from, position, rowLimit)
  const [horizon] = bySubject.flatMap((rows) => (rows.length === rowLimit ? (rows.at(-1) ?? []) : [])).sort(latestFirst)
  const found = new Map(bySubject.flat().map((row) => [`${row.date} ${row.id}`, row]))
  const known = [...found.values()]
    .filter((row) => !horizon || latestFirst(row, horizon) <= 0)
    .filter((row) => countedDays(row, [filter], { from, to })[0]?.[0] === row.date)
    .sort(latestFirst)
  const page = known.slice(0, limit)
  const next = known.length > limit ? page.at(-1) : horizon
  return {
    items: (
      await q.sessionsOfIds(
        db,
        userId,
        page.map(({ id }) => id),
      )
    ).map(sessionJson),
    next_cursor: next ? pageAfter(`${next.date}_${next.id}`) : null,
  }
}

const jsonOf = ({ session }: q.ListedSession) => sessionJson(session)

const pageById = async (db: D1Database, userId: string, { cursor = afterAllIds, status, limit }: SessionsQuery) => {
  const position = { date: '', id: cursor }
  if (status === 'active' || status === 'abandoned') {
    const rows = await q.unfinishedBefore(db, userId, position, status, limit + 1)
    return listPage(rows, limit, (row) => row.cursor.id, jsonOf)
  }
  const { page, next } = await q.sessionsBefore(db, userId, position, status ?? '', limit)
  return { items: page.map(jsonOf), next_cursor: next && pageAfter(next) }
}

export const sessionsPage = async (
  db: D1Database,
  userId: string,
  { plan_id, ...given }: SessionsQuery,
  context: OrgTime | null = null,
) => {
  const query = plan_id === undefined ? given : { ...given, subject: `plan:${plan_id}` }
  if (context || !isPlainSubject(query.subject)) return filteredPage(db, userId, query, context)
  if (!isByDay(query)) return pageById(db, userId, query)
  const rows = await sessionsByDay(db, userId, query)
  return listPage(rows, query.limit, ({ cursor: { date, id } }) => `${date}_${id}`, jsonOf)
}
