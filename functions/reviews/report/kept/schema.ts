import { z } from 'zod'
import { rangeIssue, requiredDate } from '../../../ledger/date-range'
import { storedFilter } from '../../../ledger/moved-subjects'
import { readSubject } from '../../../ledger/subject'
import { constant } from '../../../lib/db/sql'
import type { Read } from '../../../lib/feature'
import { rowColumns, seenVersion, textMember, titleMember } from '../../../lib/resource/members'
import type { Resource } from '../../../lib/resource/resource'
import { columnsOf, readsOf } from '../../../lib/resource/row-reads'
import { deleteRow, insertRow, restoreRow, updateRow } from '../../../lib/resource/row-writes'
import type { ReportWords } from '../document'
import { groupsOfText, perOf, type ReportQuery, readRounding, reportMembers } from '../schema'

export const ReportRow = z.object({
  ...rowColumns,
  title: z.string(),
  /** Name and address, in lines. */
  addressee: z.string(),
  number: z.string(),
  note: z.string(),
  sender: z.string(),
  /** Local dates, both inclusive. */
  from_date: z.string(),
  to_date: z.string(),
  /** A `figureSubject`. */
  subject: z.string(),
  /** Divisions between commas. */
  grouping: z.string(),
  /** `none` or `up:15`. */
  rounding: z.string(),
  per: z.enum(['entry', 'sum']),
  /** Any of `sessions`, `notes` and `amounts` between spaces. */
  shows: z.string(),
})
export type ReportRow = z.output<typeof ReportRow>

const wordsLimit = 500
const noteLimit = 5_000

const words = (name: string, limit = wordsLimit) =>
  textMember(limit, { none: `Enter the ${name} as text`, subject: `This has` }).optional()

const filterMessage = 'This filter is none. Choose it again'

export const reportFields = {
  title: titleMember(200),
  addressee: words('addressee'),
  number: words('number', 50),
  note: words('note', noteLimit),
  sender: words('sender'),
  from_date: requiredDate,
  to_date: requiredDate,
  subject: z
    .string(filterMessage)
    .transform((text, { addIssue }) => {
      const read = readSubject(text || 'all')
      if (read !== null) return read
      addIssue(filterMessage)
      return z.NEVER
    })
    .optional(),
  grouping: reportMembers.grouping.optional(),
  rounding: reportMembers.rounding.optional(),
  per: reportMembers.per.optional(),
  shows: z
    .string('Choose what it shows')
    .transform((text) => [...new Set(text.split(/\s+/).filter(Boolean))].join(' '))
    .refine((text) => /^((sessions|notes|amounts)( |$))*$/.test(text), 'Choose sessions, notes or amounts')
    .optional(),
}

type Dates = { from_date?: string; to_date?: string }

const checkDates = ({ from_date: from = '', to_date: to = '' }: Dates, { addIssue }: z.RefinementCtx) => {
  const issue = rangeIssue({ from, to })
  if (issue) addIssue({ ...issue, path: ['to_date'] })
}

const ticked = z.literal('1').optional().catch(undefined)

/** Boxes of a form stand apart: an empty box is none. */
const boxes = {
  sessions: ticked,
  notes: ticked,
  amounts: ticked,
  boxes: z.string().optional().catch(undefined),
}

export const NewReportForm = z.looseObject({ ...reportFields, ...boxes }).superRefine(checkDates)
export const ReportForm = z
  .looseObject({ ...reportFields, ...boxes, seq: seenVersion('report') })
  .superRefine(checkDates)

type Boxes = { sessions?: string; notes?: string; amounts?: string; boxes?: string }

export type NewReportValues = Pick<ReportRow, 'title' | 'from_date' | 'to_date'> &
  Partial<Omit<ReportRow, 'id' | 'seq'>> &
  Boxes

/** `shows` of a form with boxes, else as it is said. */
const showsOf = ({ shows = 'amounts', boxes, ...ticked }: Pick<NewReportValues, 'shows'> & Boxes) =>
  boxes === undefined
    ? shows
    : (['sessions', 'notes', 'amounts'] as const).filter((name) => ticked[name] === '1').join(' ')

/** Columns of a kept report from what a form or a body says. */
export const reportColumns = (values: NewReportValues) => ({
  title: values.title,
  addressee: values.addressee ?? '',
  number: values.number ?? '',
  note: values.note ?? '',
  sender: values.sender ?? '',
  from_date: values.from_date,
  to_date: values.to_date,
  subject: values.subject ?? 'all',
  grouping: values.grouping ?? 'project,week',
  rounding: values.rounding ?? 'none',
  per: values.per ?? 'entry',
  shows: showsOf(values),
})

export const { find: keptReport, list: keptReports } = readsOf({
  kind: 'report',
  schema: ReportRow,
  columns: columnsOf('reports', ReportRow),
  where: () => constant(''),
})

/** Reads the report of a path with the sign-in. */
export const readKept: Read = (c, userId, id) => keptReport(c.env.DB, userId, id)

/** Reads which report a kept one is. */
export const queryOfRow = (row: ReportRow): ReportQuery => {
  const shows = row.shows.split(' ')
  const rounding = readRounding(row.rounding)
  return {
    range: { from: row.from_date, to: row.to_date },
    subject: row.subject,
    groups: groupsOfText(row.grouping),
    rounding: { ...rounding, per: perOf(rounding.mode, row.per) },
    withSessions: shows.includes('sessions'),
    withNotes: shows.includes('notes'),
    withAmounts: shows.includes('amounts'),
  }
}

export const wordsOfRow = ({ title, addressee, number, note, sender }: ReportWords): ReportWords => ({
  title,
  addressee,
  number,
  note,
  sender,
})

/** `reportColumns` with the stored form of the filter. */
export const storedColumns = async (db: D1Database, userId: string, values: NewReportValues) => {
  const columns = reportColumns(values)
  return { ...columns, subject: await storedFilter(db, userId, columns.subject) }
}

/** The writes that the pages and the API of reports share. */
export const reportResource: Resource<ReportRow & Boxes, NewReportValues> = {
  name: 'report',
  find: keptReport,
  insert: async (db, userId, id, values, now) =>
    insertRow(db, 'reports', userId, id, await storedColumns(db, userId, values), now),
  update: async (db, userId, values, now) =>
    updateRow(db, 'reports', userId, values, await storedColumns(db, userId, values), now),
  remove: deleteRow('reports'),
  restore: restoreRow('reports'),
}
