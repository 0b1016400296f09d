import { countedDays, type SessionSnapshot } from '../../ledger/contribution'
import { readSum } from '../../ledger/filter-sums'
import { everything, filterFor, filterOfContext, type LedgerFilter } from '../../ledger/resolve-subject'
import { noTime } from '../../ledger/schema'
import type { Range } from '../../lib/days'
import { type Candidate, candidatesOf, candidatesOfIds, type LedgerRow, namedRows, rowsBySubject } from '../ledger-rows'
import type { NamedSessions } from '../named'
import * as q from '../queries'
import { type Cursor, rangeOf, type SessionsView, subjectsOf } from './view'

/** The most rows of the ledger, and the most sessions with the words, that are read to add up a filtered list. */
export const walkLimit = 2_000

/** Rows of the ledger for a page where there are more of them than `walkLimit`. */
const pageRows = 700

const pageSize = 50

/** Rows of the ledger for a page of a client and the like: at least `leastRows` for each of its projects. */
const exactRows = 1_000
const leastRows = 20

/** Sums of a view; null where adding them up would read too much. */
export type ViewSums = { sessions: number | null; seconds: number | null }

type Position = Omit<Cursor, 'shown'>

/** A session with a date on which it counts; it is listed on the first of its dates. */
type Match = Position & { session: SessionSnapshot & { id: string }; seconds: number; isListed: boolean }

/** `known` are the sessions of the matches with their names, where they were read with them. */
type Matches = { matches: Match[]; sums: ViewSums; next: Position | null; known?: NamedSessions }

export const laterFirst = (a: Position, b: Position) =>
  a.date < b.date ? 1 : a.date > b.date ? -1 : b.started_at - a.started_at || b.number - a.number

const matchesOf = (
  session: Pick<Candidate, 'id' | 'number' | 'started_at'> & SessionSnapshot,
  filters: LedgerFilter[],
  range: Range,
): Match[] =>
  countedDays(session, filters, range).map(([date, seconds], index) => ({
    date,
    started_at: session.started_at,
    number: session.number,
    session,
    seconds,
    isListed: index === 0,
  }))

export const filtersOf = (db: D1Database, userId: string, view: SessionsView) =>
  Promise.all([
    ...subjectsOf(view).map((subject) => filterFor(db, userId, subject)),
    ...(view.context ? [filterOfContext(view.context)] : []),
  ])

/** The filter with the fewest sessions, and their sums; the other filters are checked row by row. */
const narrowest = async (db: D1Database, userId: string, filters: LedgerFilter[], range: Range) => {
  const counted = await Promise.all(
    (filters.length > 0 ? filters : [everything]).map(async (filter) => ({
      filter,
      sum: await readSum(db, userId, filter, range),
    })),
  )
  const [first] = counted.toSorted((a, b) => a.sum.session_count - b.sum.session_count)
  return { driver: first?.filter ?? everything, sum: first?.sum ?? noTime }
}

/** Sessions that are read before it is known which filter is the narrowest: under a context most often the other one. */
type Ahead = { filter: LedgerFilter; reading: ReturnType<typeof candidatesOf> }

const readAhead = (
  db: D1Database,
  userId: string,
  { context }: SessionsView,
  [filter]: LedgerFilter[],
  range: Range,
): Ahead | null =>
  context && filter && !filter.subjects.includes('all')
    ? { filter, reading: candidatesOf(db, userId, filter, range, walkLimit) }
    : null

/** All sessions of a view as candidates; null if there are more than `limit` rows to look through. */
const allCandidates = async (
  db: D1Database,
  userId: string,
  { driver, sum }: Awaited<ReturnType<typeof narrowest>>,
  range: Range,
  ids: string[] | null,
  limit: number,
  ahead: Ahead | null = null,
) => {
  if (ids && ids.length <= Math.min(limit, sum.session_count)) return candidatesOfIds(db, userId, ids)
  if (sum.session_count > limit) return ids && ids.length <= limit ? candidatesOfIds(db, userId, ids) : null
  const { sessions, isAll } = await (ahead?.filter === driver
    ? ahead.reading
    : candidatesOf(db, userId, driver, range, limit))
  const wanted = ids && new Set(ids)
  return isAll ? sessions.filter(({ id }) => !wanted || wanted.has(id)) : null
}

/** Every session of a view, in order; null if there are more than `limit` rows to look through. */
export const everyMatch = async (db: D1Database, userId: string, view: SessionsView, limit: number) => {
  const [filters, ids] = await Promise.all([
    filtersOf(db, userId, view),
    view.q ? q.sessionsWithWords(db, userId, view.q, limit) : null,
  ])
  if (ids && ids.length > limit) return null
  const range = rangeOf(view)
  const narrow = await narrowest(db, userId, filters, range)
  const candidates = await allCandidates(db, userId, narrow, range, ids, limit)
  return candidates?.flatMap((session) => matchesOf(session, filters, range)).sort(laterFirst) ?? null
}

/** No row of the ledger has to be left out: the view is one filter that names its rows. */
const isExact = (filters: LedgerFilter[], view: SessionsView) =>
  filters.length === 1 &&
  view.q === '' &&
  filters.every(
    ({ subjects, weekday, without }) =>
      weekday === null && without === null && !subjects.some((subject) => /^(hour:|tag:several$)/.test(subject)),
  )

/** Matches among the latest rows after a position. Below the last row of a subject that has more, some are missing. */
const latestMatches = (
  bySubject: LedgerRow[][],
  { filters, range }: { filters: LedgerFilter[]; range: Range },
  limit: number,
) => {
  const [horizon = null] = bySubject
    .flatMap((rows) => (rows.length === limit ? (rows.at(-1) ?? []) : []))
    .sort(laterFirst)
  const rows = new Map(bySubject.flat().map((row) => [`${row.date} ${row.id}`, row]))
  const known = [...rows.values()]
    .flatMap((row) => matchesOf(row, filters, range).filter(({ date }) => date === row.date))
    .sort(laterFirst)
  if (!horizon) return { matches: known, next: null }
  // The horizon's own day is left to the next page, which reads all of it, unless this page has no other day.
  const whole = known.filter(({ date }) => date > horizon.date)
  const dayBefore = { date: horizon.date, started_at: 999_999_999_999_999, number: 999_999_999_999_999 }
  const isOneDay = bySubject.flat().every(({ date }) => date === horizon.date)
  const seen = known.filter((match) => laterFirst(match, horizon) <= 0)
  return isOneDay ? { matches: seen, next: horizon } : { matches: whole, next: dayBefore }
}

const sumsOf = (matches: Match[]): ViewSums => ({
  sessions: matches.filter(({ isListed }) => isListed).length,
  seconds: matches.reduce((sum, { seconds }) => sum + seconds, 0),
})

/** Sums of a view that is one filter. */
const exactSums = async (
  db: D1Database,
  userId: string,
  view: SessionsView,
  filter: LedgerFilter,
): Promise<ViewSums> => {
  const [sum, carried] = await Promise.all([
    readSum(db, userId, filter, view.from || view.to ? rangeOf(view) : null),
    view.from === null ? 0 : q.carriedCount(db, userId, filter.subjects, view.from),
  ])
  return { sessions: sum.session_count + carried, seconds: sum.total_seconds }
}

const readMatches = async (db: D1Database, userId: string, view: SessionsView): Promise<Matches> => {
  const range = rangeOf(view)
  const unknown: ViewSums = { sessions: null, seconds: null }
  const [filters, ids] = await Promise.all([
    filtersOf(db, userId, view),
    view.q ? q.sessionsWithWords(db, userId, view.q, walkLimit) : null,
  ])
  const [first = everything] = filters
  const areMany = ids !== null && ids.length > walkLimit
  if (areMany || isExact(filters, view)) {
    const limit = Math.max(leastRows, Math.min(2 * pageSize, Math.floor(exactRows / first.subjects.length)))
    const [{ bySubjects, names }, sums] = await Promise.all([
      namedRows(db, userId, first, range, view.after, limit, { words: view.q }),
      areMany ? unknown : exactSums(db, userId, view, first),
    ])
    return {
      ...latestMatches(bySubjects, { filters, range }, limit),
      sums,
      known: { sessions: bySubjects.flat(), names },
    }
  }
  const ahead = ids ? null : readAhead(db, userId, view, filters, range)
  const [narrow] = await Promise.all([narrowest(db, userId, filters, range), ahead?.reading])
  const candidates = await allCandidates(db, userId, narrow, range, ids, walkLimit, ahead)
  if (candidates) {
    const matches = candidates.flatMap((session) => matchesOf(session, filters, range)).sort(laterFirst)
    const { after } = view
    return {
      matches: matches.filter((match) => !after || laterFirst(after, match) < 0),
      sums: sumsOf(matches),
      next: null,
    }
  }
  const { driver, sum } = narrow
  const limit = Math.floor(pageRows / driver.subjects.length)
  const rows = await rowsBySubject(db, userId, driver, range, view.after, limit)
  const found = latestMatches(rows, { filters, range }, limit)
  return { ...found, sums: { ...unknown, seconds: filters.length === 1 ? sum.total_seconds : null } }
}

/** The latest days of a filtered view that together have a page of sessions; each day is whole. */
export const filteredPage = async (db: D1Database, userId: string, view: SessionsView) => {
  const { matches, sums, next, known } = await readMatches(db, userId, view)
  const listed = matches.filter(({ isListed }) => isListed)
  const lastDate = listed[pageSize - 1]?.date
  const page = lastDate === undefined ? listed : listed.filter(({ date }) => date >= lastDate)
  const last = page.at(-1)
  return {
    listed: page.map(({ date, session }) => ({ date, id: session.id })),
    known,
    /** Everything that counts on the days of the page, for their sums. */
    matches: last ? matches.filter(({ date }) => date >= last.date) : [],
    sums,
    next: listed.length > page.length && last ? last : next,
  }
}
