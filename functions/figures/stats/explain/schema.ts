import { z } from 'zod'
import { requireBothDates } from '../../../ledger/date-range'
import { figureSubject, filterFields } from '../../../ledger/subject'
import { dateInput } from '../../../lib/api/values'
import { requiredDate } from '../../../lib/resource/members'
import { isDate, type Range } from '../../../lib/time/days'

const explainedFigure = z.enum(['total', 'active', 'average', 'best', 'streak', 'longest'], 'Unknown figure')
export type ExplainedFigure = z.infer<typeof explainedFigure>

/** Position of a page's last row, with the number and seconds of all rows up to it. */
export type RowCursor = { date: string; started_at: number; number: number; rows: number; seconds: number }

export const formatCursor = ({ date, started_at, number, rows, seconds }: RowCursor) =>
  [date, started_at, number, rows, seconds].join('_')

const cursorPattern = /^(\d{4}-\d{2}-\d{2})_(-?\d{1,15})_(\d{1,15})_(\d{1,9})_(\d{1,12})$/

/** Parses a cursor; null if it is invalid. */
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

/** Requires both dates or neither. Without dates: all time. */
export const bothDates = requireBothDates()

export const figureFields = { subject: figureSubject, from: optionalDate, to: optionalDate }

/** Query of a comparison. `by=now` cuts the earlier range at the current time of day. Default: the range before. */
export const CompareQuery = z
  .object({
    ...figureFields,
    than_from: optionalDate,
    than_to: optionalDate,
    by: z.literal('now', 'Use now, or leave it out').optional(),
    sort: z.enum(['project', 'first', 'second'], 'Choose project, first or second').optional(),
  })
  .superRefine(bothDates)
  .superRefine(({ than_from: from, than_to: to }, { addIssue }) =>
    bothDates(
      { from, to },
      { addIssue: (issue) => addIssue({ ...issue, path: issue.path.map((name) => `than_${name}`) }) },
    ),
  )
export type CompareQuery = z.output<typeof CompareQuery>

export const figureApiFields = {
  from: dateInput.optional().meta({ description: 'The first day, inclusive; without both dates, all time.' }),
  to: dateInput.optional().meta({ description: 'The last day, inclusive. A range has at most 10 years.' }),
  ...filterFields,
}

/** Query of the rows that make up a figure. An invalid cursor is ignored. */
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

/** The range; null (all time) unless both dates are given. */
export const rangeOrAllTime = ({ from, to }: Partial<Range>): Range | null =>
  from === undefined || to === undefined ? null : { from, to }
