import { z } from 'zod'
import { categoryLimit } from '../../goals/goals/schema'
import { rangeIssue, requiredDate } from '../../ledger/date-range'
import { constant, textsColumn } from '../../lib/db/sql'
import { isOrg, organizationOf } from '../../lib/org'
import { filingErrors, filingMessages } from '../../lib/resource/filing'
import { rowColumns, seenVersion, textMember, titleMember } from '../../lib/resource/members'
import type { Resource } from '../../lib/resource/resource'
import { columnsOf, readsOf } from '../../lib/resource/row-reads'
import { deleteRow, insertRow, restoreRow, updateRow } from '../../lib/resource/row-writes'
import { shortMonth } from '../../lib/text/format'
import { cleanLine } from '../../lib/text/text'

/** In characters. */
export const titleLimit = 200
export const introductionLimit = 5_000

/** `Evidence, Jun 2026 – Nov 2026`: short enough for the field of a phone. */
export const newTitle = (from: string, to: string) => `Evidence, ${shortMonth(from)} – ${shortMonth(to)}`

/** The most lines that can be left out of a document. */
export const leftOutLimit = 2_000

/** A line of a document: `goal:<id>`, `milestone:<id>`, `project:<id>`, …; or a part as a whole, such as `part:goals`. */
export const lineId = z.string().regex(/^[a-z]+:[\w.:-]{1,100}$/, 'Name a line such as goal:<id>')

export const EvidenceRow = z.object({
  ...rowColumns,
  title: z.string(),
  /** Local dates, both inclusive. */
  from_date: z.string(),
  to_date: z.string(),
  /** The context that it shows. */
  org: z.string(),
  /** Of goals and skills; empty for all. */
  category: z.string(),
  introduction: z.string(),
  left_out: textsColumn,
})

type Picks = {
  /** Ids of the lines that a form showed, between spaces; without it `left_out` stays. */
  shown?: string
  /** Ids of those that a button unticks, whatever the boxes say: client/forms/evidence.ts does so without sending the form. */
  unticks?: string
}

export type EvidenceDraft = z.output<typeof EvidenceRow> & Picks

const noOrg = 'Choose all, Personal, or an organization'

export const evidenceFields = {
  title: titleMember(titleLimit),
  from_date: requiredDate,
  to_date: requiredDate,
  org: z.string(noOrg).refine(isOrg, noOrg).optional(),
  category: z
    .string('Choose a category')
    .transform(cleanLine)
    .pipe(z.string().max(categoryLimit, 'Choose a category'))
    .optional(),
  introduction: textMember(introductionLimit, {
    none: 'Enter the introduction as text',
    subject: 'An introduction has',
  }).optional(),
}

/** The field of a line that goes in. Each has a name of its own, so that a conflict sends all of them again. */
export const boxName = (id: string) => `in-${id}`

const picked = z.string('Load the page again, and choose its lines').optional()

const formFields = { ...evidenceFields, shown: picked, unticks: picked }

type Dates = { from_date?: string; to_date?: string }

/** Issue of dates in the wrong order, or too far apart, at the later one. */
const datesIssue = ({ from_date: from = '', to_date: to = '' }: Dates) => {
  const issue = rangeIssue({ from, to })
  return issue && { ...issue, path: ['to_date'] }
}

const checkDates = (
  dates: Dates,
  { addIssue }: { addIssue: (issue: NonNullable<ReturnType<typeof datesIssue>>) => void },
) => {
  const issue = datesIssue(dates)
  if (issue) addIssue(issue)
}

/** Has the boxes that are ticked beside its fields. */
export const NewEvidenceForm = z.looseObject(formFields).superRefine(checkDates)
export const EvidenceForm = z.looseObject({ ...formFields, seq: seenVersion('draft') }).superRefine(checkDates)

export type NewEvidenceValues = Pick<EvidenceDraft, 'title' | 'from_date' | 'to_date'> &
  Partial<Pick<EvidenceDraft, 'org' | 'category' | 'introduction' | 'left_out'>> &
  Picks

type Picked = Pick<NewEvidenceValues, 'left_out' | keyof Picks>

/** Lines that a form showed and that are not ticked, and those left out before that it did not show. */
export const leftOutOf = ({ left_out = [], shown, unticks, ...fields }: Picked) => {
  if (shown === undefined) return left_out
  const names = new Set(Object.keys(fields))
  const seen = new Set(shown.split(' ').filter((id) => lineId.safeParse(id).success))
  const pressed = unticks === undefined ? null : new Set(unticks.split(' '))
  const unticked = [...seen].filter((id) => (pressed ? pressed.has(id) : !names.has(boxName(id))))
  return [...unticked, ...left_out.filter((id) => !seen.has(id))].slice(0, leftOutLimit)
}

/** Columns of a draft, with the lines that its form left out. */
export const draftColumns = (values: NewEvidenceValues) => ({
  title: values.title,
  from_date: values.from_date,
  to_date: values.to_date,
  org: values.org ?? 'all',
  category: values.category ?? '',
  introduction: values.introduction ?? '',
  left_out: JSON.stringify(leftOutOf(values)),
})

export const {
  find: draft,
  list: drafts,
  page: pageOfDrafts,
} = readsOf({
  kind: 'evidence',
  schema: EvidenceRow,
  columns: columnsOf('evidence_drafts', EvidenceRow),
  where: () => constant(''),
})

/** The writes that the pages and the API of evidence share. */
export const evidenceResource: Resource<EvidenceDraft, NewEvidenceValues> = {
  name: 'draft',
  find: draft,
  validate: async (db, userId, values, before) => {
    const issue = datesIssue(values)
    if (issue) return { to_date: [issue.message] }
    const named = { organization_id: organizationOf(values.org ?? 'all') }
    const errors = await filingErrors(db, userId, named, before && { organization_id: organizationOf(before.org) })
    return errors && { org: [filingMessages.organization_id] }
  },
  insert: (db, userId, id, values, now) => insertRow(db, 'evidence_drafts', userId, id, draftColumns(values), now),
  update: (db, userId, values, now) => updateRow(db, 'evidence_drafts', userId, values, draftColumns(values), now),
  remove: deleteRow('evidence_drafts'),
  restore: restoreRow('evidence_drafts'),
}
