import { z } from 'zod'
import { categoryLimit } from '../../goals/goals/fields'
import { rangeIssue } from '../../ledger/date-range'
import { textsColumn } from '../../lib/db/sql'
import { isOrg, organizationOf } from '../../lib/org'
import { lineField, requiredDateField, textField, titleField } from '../../lib/resource/fields'
import { filingErrors, filingMessages } from '../../lib/resource/filing'
import { defineKind, rowsOf } from '../../lib/resource/kind'
import { seenVersion } from '../../lib/resource/members'
import type { Resource } from '../../lib/resource/resource'
import { readsOf } from '../../lib/resource/row-reads'
import { shortMonth } from '../../lib/text/format'

/** Maximum length in characters. */
export const evidenceTitleLimit = 200
export const introductionLimit = 5_000

/** Title such as `Evidence, Jun 2026 – Nov 2026`, short enough for a field on a phone. */
export const newTitle = (from: string, to: string) => `Evidence, ${shortMonth(from)} – ${shortMonth(to)}`

/** Maximum number of excluded lines of a document. */
const leftOutLimit = 2_000

/** Id of a line: `goal:<id>`, `milestone:<id>`, `project:<id>`, …; or of a whole part, such as `part:goals`. */
const lineId = z.string().regex(/^[a-z]+:[\w.:-]{1,100}$/, 'Enter lines such as goal:<id>')

export const excludedLines = z
  .array(lineId)
  .max(leftOutLimit, 'At most 2,000 lines')
  .meta({ description: 'Lines to leave out, such as `goal:<id>`; `part:learnings` leaves out all learnings.' })

const noOrg = 'Choose all, Personal, or an organization'

const noCategory = 'Choose a category'

const introduction = { none: 'Enter the introduction as text', subject: 'An introduction has' }

export const evidenceKind = defineKind(
  'evidence',
  {
    title: titleField(evidenceTitleLimit),
    from_date: requiredDateField('From'),
    to_date: requiredDateField('To'),
    /** Context whose data the document shows. */
    org: {
      label: 'Organization',
      column: z.string().meta({ description: '`all`, `none` for Personal, or the id of an organization.' }),
      member: z.string(noOrg).refine(isOrg, noOrg).optional(),
      fresh: 'all',
      control: { as: 'input' as const, props: {} },
    },
    category: lineField(
      'Category',
      categoryLimit,
      { none: noCategory, long: noCategory },
      { about: 'A category of goals and skills; empty for all.' },
    ),
    introduction: textField('Introduction', introductionLimit, introduction),
  },
  { left_out: textsColumn },
  { left_out: excludedLines },
)

type Picks = {
  /** Ids of the lines in a form, separated by spaces. If missing, `left_out` stays unchanged. */
  shown?: string
  /** Ids that a button excludes, whatever their checkboxes say. With JavaScript, client/forms/evidence.ts does it. */
  unticks?: string
}

export type EvidenceDraft = z.output<typeof evidenceKind.Row> & Picks
export type NewEvidenceValues = z.output<typeof evidenceKind.NewForm> & Picks & { left_out?: string[] }

/** Name of an included line's checkbox. Each is distinct, so that a conflict can submit all of them again. */
export const boxName = (id: string) => `in-${id}`

const picked = z.string('Reload the page and choose the lines again').optional()

const NewForm = evidenceKind.NewForm.extend({ shown: picked, unticks: picked }).loose()

type Dates = { from_date?: string; to_date?: string }

/** Issue for dates in the wrong order or too far apart, reported at the later date. */
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

/** Form of a new document. Ticked checkboxes are additional members. */
export const NewEvidenceForm = NewForm.superRefine(checkDates)
export const EvidenceForm = NewForm.extend({ seq: seenVersion('draft') }).superRefine(checkDates)

type Picked = Pick<NewEvidenceValues, 'left_out' | keyof Picks>

/** Excluded lines: those in the form that are not ticked, and formerly excluded ones that were not in the form. */
export const parseExcludedLines = ({ left_out = [], shown, unticks, ...fields }: Picked) => {
  if (shown === undefined) return left_out
  const names = new Set(Object.keys(fields))
  const seen = new Set(shown.split(' ').filter((id) => lineId.safeParse(id).success))
  const pressed = unticks === undefined ? null : new Set(unticks.split(' '))
  const unticked = [...seen].filter((id) => (pressed ? pressed.has(id) : !names.has(boxName(id))))
  return [...unticked, ...left_out.filter((id) => !seen.has(id))].slice(0, leftOutLimit)
}

export const {
  find: draft,
  list: drafts,
  page: pageOfDrafts,
} = readsOf({ ...evidenceKind.reads, schema: evidenceKind.Row })

export const evidenceRows = rowsOf<EvidenceDraft, NewEvidenceValues>(evidenceKind, {
  computed: (values) => ({ left_out: JSON.stringify(parseExcludedLines(values)) }),
})

/** Writes shared by the pages and the API of evidence. */
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
  ...evidenceRows,
}
