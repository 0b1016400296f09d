import * as q from '../../../ledger/facts'
import { limitRange, type SqlDateRange, selectDays, selectFacts } from '../../../ledger/facts'
import { type LedgerFilter, namesOfParts, resolveSubject, subjectLabel } from '../../../ledger/resolve-subject'
import type { DaySum, Sums } from '../../../ledger/schema'
import { allRows, part, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import type { OrgTime } from '../../../lib/org'
import { isDate, type Range } from '../../../lib/time/days'
import type { SubjectNames } from '../../../time/sessions/list/page'
import { type NameColumns, nameColumns, toSubjectNames, withoutNames } from '../../../time/sessions/named'
import { selectRows, sessionOnDayColumns, sessionRows } from '../../../time/sessions/queries'
import type { SessionOnDay } from '../../../time/sessions/schema'
import { type FigureDays, figureDays, isDaysFigure } from './days'
import { type ExplainedFigure, type ExplainQuery, parseCursor, type RowCursor, rangeOrAllTime } from './schema'

/** A session's part of a date. `seconds` of it count in the figure. `is_start` is 1 if it counts as a session. */
export type LedgerRow = SessionOnDay & { seconds: number; is_start: 0 | 1 }

/**
 * A page of rows, latest first, with their names and the total `seconds` of each day. @param range null for all time
 */
export const rowsPage = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  range: SqlDateRange | null,
  after: RowCursor | null,
  limit: number,
) => {
  const select = (columns: typeof sessionOnDayColumns, count: number) =>
    selectRows(userId, selectFacts(userId, [filter], limitRange(range, after?.date)), { after, limit: count, columns })
  const [found, days] = await Promise.all([
    sessionRows<LedgerRow & NameColumns>(
      sql(db)`${select(part`${sessionOnDayColumns}, d.seconds, d.is_start, ${nameColumns}`, limit + 1)}`,
    ),
    allRows<DaySum>(sql(db)`
      WITH page AS MATERIALIZED (${select(part`d.date`, limit)})
      ${selectDays(userId, [filter], { from: part`(SELECT min(date) FROM page)`, to: part`(SELECT max(date) FROM page)` })}`),
  ])
  const rows = found.slice(0, limit).map(withoutNames)
  const last = found.length > limit ? rows.at(-1) : undefined
  const next: RowCursor | null = last
    ? {
        date: last.date,
        started_at: last.started_at,
        number: last.number,
        rows: (after?.rows ?? 0) + rows.length,
        seconds: rows.reduce((sum, row) => sum + row.seconds, after?.seconds ?? 0),
      }
    : null
  return {
    rows,
    next,
    names: toSubjectNames(found),
    seconds: new Map(days.map(({ date, total_seconds }) => [date, total_seconds])),
  }
}

const pageSize = 50

/** Rows of a day on this page. `seconds`: total of the whole day. */
export type ExplainedDay = { date: string; seconds: number; rows: LedgerRow[] }

/** `range`: null for all time. */
type ExplainedFigureOfSubject = { subject: string; label: string; range: Range | null; figure: ExplainedFigure }

/** Explanation of a figure, by either `rows` or `days`. The other is null. */
export type ExplainView = ExplainedFigureOfSubject & {
  /** Returns the name of a part of the filter. */
  nameOf: (subject: string) => string
  sum: Sums
  /** Date of the rows if the figure is the best day. */
  bestDay: string | null
  names: SubjectNames
  /** `after` is the cursor where the page begins, `next` that of the next page. */
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
    q.readTotal(db, user.id, filter, range),
    figureDays(db, user, filter, { range, figure: query.figure, before, today }),
  ])
  return { sum, bestDay: null, names: new Map(), rows: null, days: { ...days, before } }
}

const explainRows = async (db: D1Database, userId: string, filter: LedgerFilter, query: ExplainQuery) => {
  const isBest = query.figure === 'best'
  const whole = rangeOrAllTime(query)
  const after = parseCursor(query.cursor)
  const best = q.selectBestDay(userId, filter, whole)
  const range = isBest ? { from: best, to: best } : whole
  const [sum, { rows, names, next, seconds }] = await Promise.all([
    q.readTotal(db, userId, filter, range),
    rowsPage(db, userId, filter, range, after, pageSize),
  ])
  return {
    sum,
    bestDay: isBest ? (rows[0]?.date ?? null) : null,
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

/** Explains a figure. Null if the project or goal does not exist. */
export const explainView = async (
  db: D1Database,
  user: User,
  query: ExplainQuery,
  today: string,
  context: OrgTime | null,
): Promise<ExplainView | null> => {
  const { subject, figure } = query
  const filter = await resolveSubject(db, user.id, subject, context)
  if (!filter) return null
  const explained = isDaysFigure(figure)
    ? await explainDays(db, user, filter, query, today)
    : await explainRows(db, user.id, filter, query)
  const { clock } = user.preferences
  const [label, nameOf] = [subjectLabel(filter, clock), namesOfParts(filter, clock)]
  return { subject, label, nameOf, range: rangeOrAllTime(query), figure, ...explained }
}
