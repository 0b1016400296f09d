import * as q from '../../ledger/filter-sums'
import { knownFilter, type LedgerFilter, limitedTo, resolveSubject, subjectLabel } from '../../ledger/resolve-subject'
import { noTime, type Sums } from '../../ledger/schema'
import { isDate, type Range } from '../../lib/days'
import type { User } from '../../lib/env'
import type { OrgTime } from '../../lib/org'
import type { LedgerRow } from '../../sessions/ledger-rows'
import type { SubjectNames } from '../../sessions/list/page'
import { bestDay, type FigureDays, figureDays, isDaysFigure, startDays } from './days'
import { rowsPage } from './rows'
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

const groupByDate = (rows: LedgerRow[], seconds: Map<string, number>): ExplainedDay[] =>
  [...Map.groupBy(rows, ({ date }) => date)].map(([date, dayRows]) => ({
    date,
    seconds: seconds.get(date) ?? 0,
    rows: dayRows,
  }))

const explainDays = async (db: D1Database, user: User, filter: LedgerFilter, query: ExplainQuery, today: string) => {
  const range = rangeOrAllTime(query)
  const before = isDate(query.cursor) ? query.cursor : ''
  const [sum, days] = await Promise.all([
    q.readSum(db, user.id, filter, range),
    figureDays(db, user, filter, { range, figure: query.figure, before, today }),
  ])
  return days && { sum, bestDay: null, names: new Map(), rows: null, days: { ...days, before } }
}

/** Rows that make a figure with their sum, and that of the date on which the page goes on. */
const sumRows = async (db: D1Database, userId: string, filter: LedgerFilter, query: ExplainQuery) => {
  const range = rangeOrAllTime(query)
  const after = parseCursor(query.cursor)
  const [sum, page, begun] = await Promise.all([
    q.readSum(db, userId, filter, range),
    rowsPage(db, userId, filter, range, after, pageSize),
    after ? q.sumsOfDays(db, userId, filter, [after.date]) : [],
  ])
  return { sum, best: null, page, begun }
}

/**
 * Rows of the best day. Within a context, or where the subjects had to be read, the sign-in does not know the day: the
 * statement of its rows then finds it again.
 */
const bestRows = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  query: ExplainQuery,
  isKnown: boolean,
) => {
  const range = rangeOrAllTime(query)
  if (!range) return null
  const finding = bestDay(db, userId, filter, range)
  const date = isKnown ? ((await finding)?.date ?? range.from) : q.selectBestDay(userId, filter, range)
  const [best, page] = await Promise.all([
    finding,
    rowsPage(db, userId, filter, { from: date, to: date }, parseCursor(query.cursor), pageSize),
  ])
  return { sum: best ?? noTime, best, page, begun: best ? [best] : [] }
}

const explainRows = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  query: ExplainQuery,
  isKnown: boolean,
) => {
  const read = await (query.figure === 'best' ? bestRows : sumRows)(db, userId, filter, query, isKnown)
  if (!read) return null
  const { sum, best, page, begun } = read
  const { rows, names, next } = page
  const after = parseCursor(query.cursor)
  const seconds = new Map([...page.seconds, ...begun.map((day) => [day.date, day.total_seconds] as const)])
  return {
    sum: { total_seconds: sum.total_seconds, session_count: sum.session_count },
    bestDay: best?.date ?? null,
    names,
    rows: {
      days: groupByDate(rows, seconds),
      after,
      count: (after?.rows ?? 0) + rows.length,
      seconds: rows.reduce((total, row) => total + row.seconds, after?.seconds ?? 0),
      next,
    },
    days: null,
  }
}

/** Starts the days of a figure that need no more than the query. @param isLimited true within a context */
export const startExplain = (db: D1Database, userId: string, query: ExplainQuery, isLimited: boolean) =>
  startDays(db, userId, isLimited ? null : knownFilter(query.subject), {
    range: rangeOrAllTime(query),
    figure: query.figure,
  })

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
  const plain = knownFilter(subject)
  const explain = (filter: LedgerFilter) =>
    isDaysFigure(figure)
      ? explainDays(db, user, filter, query, today)
      : explainRows(db, user.id, filter, query, plain !== null && context === null)
  const known = plain && limitedTo(plain, context)
  const resolving = resolveSubject(db, user.id, subject, context)
  const [filter, explained] = await Promise.all([resolving, known && explain(known)])
  if (!filter) return null
  const explanation = known ? explained : await explain(filter)
  if (!explanation) return 'not kept'
  const label = subjectLabel(filter, user.preferences.clock)
  return { subject, label, range: rangeOrAllTime(query), figure, ...explanation }
}
