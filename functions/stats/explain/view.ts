import { resolveSubject, subjectLabel } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { isDate } from '../../lib/days'
import type { User } from '../../lib/env'
import { namesOf, type SubjectNames } from '../../sessions/list/page'
import { bestDay, type FigureDays, figureDays } from './days'
import * as q from './queries'
import { rowsPage } from './rows'
import {
  type ExplainedFigure,
  type ExplainedRow,
  type ExplainQuery,
  parseCursor,
  type RowCursor,
  rangeOrAllTime,
} from './schema'

const pageSize = 50

/** The rows of a day, as far as the page shows them, and what the whole day sums to. */
export type ExplainedDay = { date: string; seconds: number; rows: ExplainedRow[] }

/** What is explained: a figure of a subject in a range, null for all time. */
export type Explained = { subject: string; label: string; range: Range | null; figure: ExplainedFigure }

export type ExplainView = Explained & {
  sum: q.Sum
  /** The day that the rows are of, where the best day of the range is explained. */
  bestDay: string | null
  names: SubjectNames
  /** The rows of the figure, with the place where the page begins and the one where it goes on. */
  rows: { days: ExplainedDay[]; after: RowCursor | null; count: number; seconds: number; next: RowCursor | null } | null
  /** The days of the figure, where it is made of days. */
  days: (FigureDays & { before: string }) | null
}

/** The figures that are made of days, each of which has its rows. */
const figuresOfDays: ExplainedFigure[] = ['active', 'average', 'streak', 'longest']

const dayRows = (rows: ExplainedRow[], sums: Map<string, number>): ExplainedDay[] =>
  [...new Set(rows.map(({ date }) => date))].map((date) => ({
    date,
    seconds: sums.get(date) ?? 0,
    rows: rows.filter((row) => row.date === date),
  }))

/**
 * A figure and what makes it. `not kept` is what nothing is known of: which days of all time had time, or the best of
 * them, for one subject alone. Null for a project or a goal that is not there.
 */
export const explainView = async (
  db: D1Database,
  user: User,
  asked: ExplainQuery,
  today: string,
): Promise<ExplainView | 'not kept' | null> => {
  const ledger = await resolveSubject(db, user.id, asked.subject)
  if (!ledger) return null
  const { figure, cursor } = asked
  const range = rangeOrAllTime(asked)
  const explained = { subject: asked.subject, label: subjectLabel(ledger, user.preferences.clock), range, figure }
  if (figuresOfDays.includes(figure)) {
    const before = isDate(cursor) ? cursor : ''
    const [sum, days] = await Promise.all([
      q.sumOf(db, user.id, ledger, range),
      figureDays(db, user, ledger, { range, figure, before, today }),
    ])
    if (!days) return 'not kept'
    return { ...explained, sum, bestDay: null, names: new Map(), rows: null, days: { ...days, before } }
  }
  if (figure === 'best' && !range) return 'not kept'
  const day = figure === 'best' && range ? await bestDay(db, user.id, ledger, range) : null
  const within = figure === 'best' && day ? { from: day, to: day } : range
  const after = parseCursor(cursor)
  const [sum, { rows, next }] = await Promise.all([
    q.sumOf(db, user.id, ledger, within),
    rowsPage(db, user.id, ledger, within, after, pageSize),
  ])
  const [sums, names] = await Promise.all([
    q.sumsOfDays(db, user.id, ledger, [...new Set(rows.map(({ date }) => date))]),
    namesOf(db, user.id, rows),
  ])
  return {
    ...explained,
    sum,
    bestDay: day,
    names,
    rows: {
      days: dayRows(rows, new Map(sums.map(({ date, total_seconds }) => [date, total_seconds]))),
      after,
      count: (after?.rows ?? 0) + rows.length,
      seconds: rows.reduce((total, row) => total + row.seconds, after?.seconds ?? 0),
      next,
    },
    days: null,
  }
}
