import { z } from 'zod'
import { rangeIssue } from '../../../ledger/date-range'
import { toStoredFilter } from '../../../ledger/moved-subjects'
import { parseSubject } from '../../../ledger/subject'
import { requiredDateField, textField, titleField } from '../../../lib/resource/fields'
import { defineKind } from '../../../lib/resource/kind'
import type { Resource } from '../../../lib/resource/resource'
import { readsOf } from '../../../lib/resource/row-reads'
import { deleteRow, insertRow, restoreRow, updateRow } from '../../../lib/resource/row-writes'
import { addressText } from '../../../lib/text/text'
import { divisions } from '../build'
import type { ReportWords } from '../document'
import { parseGroups, parseRounding, type ReportQuery, reportMembers, roundingUnit } from '../schema'

const wordsField = (label: string, name: string, limit: number, props: Parameters<typeof textField>[3]) =>
  textField(label, limit, { none: `Enter the ${name} as text`, subject: 'This has' }, { wide: false, ...props })

/** A field with a list of choices. Its control is in views/reviews/report/saved-report.tsx. */
const choiceField = <M extends z.ZodType<string>>(label: string, member: M, fresh: string) => ({
  label,
  column: z.string(),
  member: member.optional(),
  fresh,
  control: { as: 'select' as const, props: {} },
})

const filterMessage = 'Choose a filter that exists'

const filter = z.string(filterMessage).transform((text, { addIssue }) => {
  const read = parseSubject(text || 'all')
  if (read !== null) return read
  addIssue(filterMessage)
  return z.NEVER
})

/** Names of the optional parts of a report; checkboxes in forms. */
export const reportPartNames = { sessions: 'Entries', notes: 'Notes of entries', amounts: 'Amounts' }

const parts = ['sessions', 'notes', 'amounts'] as const

const partsMember = z
  .string('Choose what it shows')
  .transform((text) => [...new Set(text.split(/\s+/).filter(Boolean))].join(' '))
  .refine((text) => /^((sessions|notes|amounts)( |$))*$/.test(text), 'Choose sessions, notes or amounts')

const flag = z.boolean()

export const reportKind = defineKind(
  'report',
  {
    title: titleField(200),
    number: wordsField('Number', 'number', 50, { type: 'text' }),
    addressee: wordsField('Addressed to', 'addressee', 500, { placeholder: 'Name, then the address' }),
    sender: wordsField('From whom', 'sender', 500, {}),
    note: wordsField('Note to the reader', 'note', 5_000, { rows: 2 }),
    from_date: requiredDateField('First day', 'from'),
    to_date: requiredDateField('Last day', 'to'),
    /** Up to two divisions, separated by commas. */
    grouping: {
      ...choiceField('Groups', reportMembers.grouping, 'project,week'),
      jsonName: 'group' as const,
      json: z.string().meta({ description: `Up to two of ${divisions.join(', ')} between commas.` }),
    },
    rounding: {
      ...choiceField('Rounding', reportMembers.rounding, 'none'),
      json: z.string().meta({ description: '`none`, or how and to how many minutes: `up:15`.' }),
    },
    per: { ...choiceField('Round', reportMembers.per, 'entry'), column: reportMembers.per },
    /** The filter, as a `figureSubject`. */
    subject: {
      ...choiceField('Filter', filter, 'all'),
      jsonName: 'filter' as const,
      input: filter.optional().meta({ description: 'A subject, such as `project:<id>`; all time without it.' }),
      json: z.string().meta({ description: 'A subject, or JSON of the groups of a filter.' }),
      jsonOf: ({ subject }: Record<string, unknown>) => addressText(String(subject)),
    },
    /** Any of `parts`, separated by spaces. */
    shows: {
      ...choiceField('Show', partsMember, 'amounts'),
      isFormOnly: true as const,
      words: (shows: string) =>
        parts
          .filter((part) => shows.includes(part))
          .map((part) => reportPartNames[part])
          .join(', '),
    },
  },
  {},
  {
    sessions: flag.meta({ description: 'Shows entries.' }),
    notes: flag,
    amounts: flag,
    sealed_url: z.string().nullable().meta({ description: 'Returned only once, by the request that seals it.' }),
  },
  'KeptReport',
)

export type ReportRow = z.output<typeof reportKind.Row>

const ticked = z
  .literal('1')
  .transform(() => true)
  .optional()
  .catch(undefined)

/** Checkboxes. Browsers do not submit unticked ones, so with `boxes` a missing one is unticked. */
const boxes = { sessions: ticked, notes: ticked, amounts: ticked, boxes: z.string().optional().catch(undefined) }

type Dates = { from_date?: string; to_date?: string }

const checkDates = ({ from_date: from = '', to_date: to = '' }: Dates, { addIssue }: z.RefinementCtx) => {
  const issue = rangeIssue({ from, to })
  if (issue) addIssue({ ...issue, path: ['to_date'] })
}

type Boxes = Partial<Record<(typeof parts)[number], boolean>> & { boxes?: string }

const withTicked = <V extends Boxes & { shows?: string }>(values: V) =>
  values.boxes === undefined ? values : { ...values, shows: parts.filter((part) => values[part]).join(' ') }

export const NewReportForm = reportKind.NewForm.extend(boxes).overwrite(withTicked).superRefine(checkDates)
export const ReportForm = reportKind.EditForm.extend(boxes).overwrite(withTicked).superRefine(checkDates)

/** Values from a form or a request body. */
export type NewReport = z.output<typeof reportKind.NewForm> & Boxes

const Columns = reportKind.Row.omit({ id: true, seq: true, created_at: true, updated_at: true })

/** Columns of a saved report, with its filter in stored form. */
export const reportColumns = async (db: D1Database, userId: string, values: NewReport) => {
  const columns = Columns.parse({ ...reportKind.fresh, ...values })
  const shown = columns.shows.split(' ')
  const shows = parts.filter((part) => values[part] ?? shown.includes(part)).join(' ')
  return { ...columns, shows, subject: await toStoredFilter(db, userId, columns.subject) }
}

export const { find: keptReport, list: keptReports } = readsOf({ ...reportKind.reads, schema: reportKind.Row })

/** Writes shared by the pages and the API of reports. */
export const reportResource: Resource<ReportRow & Boxes, NewReport> = {
  name: reportKind.name,
  find: keptReport,
  insert: async (db, userId, id, values, now) =>
    insertRow(db, 'reports', userId, id, await reportColumns(db, userId, values), now),
  update: async (db, userId, values, now) =>
    updateRow(db, 'reports', userId, values, await reportColumns(db, userId, values), now),
  remove: deleteRow('reports'),
  restore: restoreRow('reports'),
}

export const visibleParts = ({ shows }: Pick<ReportRow, 'shows'>) => {
  const shown = shows.split(' ')
  return { sessions: shown.includes('sessions'), notes: shown.includes('notes'), amounts: shown.includes('amounts') }
}

/** The report query of a saved report. */
export const savedReportQuery = (row: ReportRow): ReportQuery => {
  const { sessions, notes, amounts } = visibleParts(row)
  const rounding = parseRounding(row.rounding)
  return {
    range: { from: row.from_date, to: row.to_date },
    subject: row.subject,
    groups: parseGroups(row.grouping),
    rounding: { ...rounding, per: roundingUnit(rounding.mode, row.per) },
    withSessions: sessions,
    withNotes: notes,
    withAmounts: amounts,
  }
}

export const savedReportWords = ({ title, addressee, number, note, sender }: ReportWords): ReportWords => ({
  title,
  addressee,
  number,
  note,
  sender,
})
