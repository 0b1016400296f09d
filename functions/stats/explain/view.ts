import * as q from '../../ledger/filter-sums'
import { knownFilter, type LedgerFilter, limitedTo, resolveSubject, subjectLabel } from '../../ledger/resolve-subject'
import type { Sums } from '../../ledger/schema'
import { isDate, type Range } from '../../lib/days'
import type { User } from '../../lib/env'
import type { OrgTime } from '../../lib/org'
import type { LedgerRow } from '../../sessions/ledger-rows'
import type { SubjectNames } from '../../sessions/list/page'
import { allDates } from '../../sessions/list/view'
import { bestDay, type FigureDays, figureDays } from './days'
import { isScanned, rowsPage } from './rows'
import { type ExplainedFigure, type ExplainQuery, parseCursor, type RowCursor, rangeOrAllTime } from './schema'

const pageSize = 50

/** The rows of a day on this page; `seconds` are those of the whole day. */
export type ExplainedDay = { date: string; seconds: number; rows: LedgerRow[] }

/** `range` is null for all time. */
type ExplainedFigureOfSubject = { subject: string; label: string; range: Range | null; figure: ExplainedFigure }

/** Either `rows` or `days` explain the figure; the other one is null. */
export type ExplainView = ExplainedFigureOfSubject & {
  sum: Sums
  /** The date of the rows if they explain the best day. */
  bestDay: string | null
  names: SubjectNames
  /** `after` and `next` are where the page begins and where the next one does. */
  rows: { days: ExplainedDay[]; after: RowCursor | null; count: number; seconds: number; next: RowCursor | null } | null
  days: (FigureDays & { before: string }) | null
}

const figuresOfDays: ExplainedFigure[] = ['active', 'average', 'streak', 'longest']

const groupByDate = (rows: LedgerRow[], seconds: Map<string, number>): ExplainedDay[] =>
  [...Map.groupBy(rows, ({ date }) => date)].map(([date, dayRows]) => ({
    date,
    seconds: seconds.get(date) ?? 0,
    rows: dayRows,
  }))

/** True where the days of a page are the latest with time: their sums need not wait for its rows. */
const hasLatestDays = (filter: LedgerFilter) =>
  filter.subjects.length === 1 && !isScanned(filter) && q.hasDaySums(filter)

const upTo = (range: Range | null, after: RowCursor | null): Range => {
  const { from, to } = range ?? allDates
  return { from, to: after && after.date < to ? after.date : to }
}

const explainDays = async (db: D1Database, user: User, filter: LedgerFilter, query: ExplainQuery, today: string) => {
  const range = rangeOrAllTime(query)
  const before = isDate(query.cursor) ? query.cursor : ''
  const [sum, days] = await Promise.all([
    q.readSum(db, user.id, filter, range),
    figureDays(db, user, filter, { range, figure: query.figure, before, today }),
  ])
  return days && { sum, bestDay: null, names: new Map(), rows: null, days: { ...days, before } }
}

const explainRows = async (db: D1Database, userId: string, filter: LedgerFilter, query: ExplainQuery) => {
  const range = rangeOrAllTime(query)
  const isBest = query.figure === 'best'
  if (isBest && !range) return null
  const day = isBest && range ? await bestDay(db, userId, filter, range) : null
  const rowRange = day ? { from: day, to: day } : range
  const after = parseCursor(query.cursor)
  const [sum, { rows, next, names, seconds }, latest] = await Promise.all([
    q.readSum(db, userId, filter, rowRange),
    rowsPage(db, userId, filter, rowRange, after, pageSize),
    hasLatestDays(filter) ? q.latestDays(db, userId, filter, upTo(rowRange, after), pageSize + 1) : null,
  ])
  const dates = [...new Set(rows.map(({ date }) => date))]
  const cut = dates.filter((date) => !seconds.has(date))
  const cutDays = latest ?? (cut.length > 0 ? await q.sumsOfDays(db, userId, filter, cut) : [])
  const secondsOf = new Map([...seconds, ...cutDays.map((day) => [day.date, day.total_seconds] as const)])
  return {
    sum,
    bestDay: day,
    names,
    rows: {
      days: groupByDate(rows, secondsOf),
      after,
      count: (after?.rows ?? 0) + rows.length,
      seconds: rows.reduce((total, row) => total + row.seconds, after?.seconds ?? 0),
      next,
    },
    days: null,
  }
}

/**
 * `not kept` if nothing is stored to explain the figure: the days of all time, or the best of them, for a single subject.
 * Null if the project or goal does not exist.
 */
export const explainView = async (
  db: D1Database,
  user: User,
  query: ExplainQuery,
  today: string,
  context: OrgTime | null,
): Promise<ExplainView | 'not kept' | null> => {
  const { subject, figure } = query
  const explain = (filter: LedgerFilter) =>
    figuresOfDays.includes(figure)
      ? explainDays(db, user, filter, query, today)
      : explainRows(db, user.id, filter, query)
  const plain = knownFilter(subject)
  const known = plain && limitedTo(plain, context)
  const resolving = resolveSubject(db, user.id, subject, context)
  const [filter, explained] = await Promise.all([resolving, known && explain(known)])
  if (!filter) return null
  const explanation = known ? explained : await explain(filter)
  if (!explanation) return 'not kept'
  const label = subjectLabel(filter, user.preferences.clock)
  return { subject, label, range: rangeOrAllTime(query), figure, ...explanation }
}
