import { z } from 'zod'
import { bothOrNeither, requiredDate } from '../../ledger/date-range'
import { figureSubject } from '../../ledger/subject'
import { isDate, type Range } from '../../lib/days'
import type { ListedSession } from '../../sessions/schema'

/** What of a range can be explained: its time, or a figure that is made of its days. */
export const explainedFigure = z.enum(
  ['total', 'active', 'average', 'best', 'streak', 'longest'],
  'There is no such figure',
)
export type ExplainedFigure = z.infer<typeof explainedFigure>

/** A row of the ledger with its session: `seconds` of the session count here. */
export type ExplainedRow = ListedSession & {
  date: string
  starts: 0 | 1
  seconds: number
  has_repo: 0 | 1
  has_plan: 0 | 1
}

/** A place after a row, with how many rows stand down to it and what they sum to. */
export type RowCursor = { date: string; started_at: number; number: number; rows: number; seconds: number }

export const formatCursor = ({ date, started_at, number, rows, seconds }: RowCursor) =>
  [date, started_at, number, rows, seconds].join('_')

const cursorPattern = /^(\d{4}-\d{2}-\d{2})_(-?\d{1,15})_(\d{1,15})_(\d{1,9})_(\d{1,12})$/

/** Null for what names no place. */
export const parseCursor = (text: string): RowCursor | null => {
  const [, date, startedAt, number, rows, seconds] = cursorPattern.exec(text) ?? []
  if (date === undefined) return null
  return {
    date,
    started_at: Number(startedAt),
    number: Number(number),
    rows: Number(rows),
    seconds: Number(seconds),
  }
}

const optionalDate = z.preprocess((value) => (value === '' ? undefined : value), requiredDate.optional())

/** Two dates, or none for all time. */
export const bothDates = bothOrNeither()

/** What every explanation names: a subject, and two dates unless it is of all time. */
export const figureFields = { subject: figureSubject, from: optionalDate, to: optionalDate }

/** What the page is asked for. A cursor that makes no sense is dropped. */
export const ExplainQuery = z
  .object({
    ...figureFields,
    figure: explainedFigure.default('total'),
    cursor: z
      .string()
      .refine((text) => parseCursor(text) !== null || isDate(text))
      .catch(''),
  })
  .superRefine(bothDates)
export type ExplainQuery = z.output<typeof ExplainQuery>

/** The dates asked for; null for all time. */
export const rangeOrAllTime = ({ from, to }: Partial<Range>): Range | null =>
  from === undefined || to === undefined ? null : { from, to }
