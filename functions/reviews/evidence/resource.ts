import { organizationOf } from '../../lib/org'
import { filingErrors, filingMessages } from '../../lib/resource/filing'
import type { Resource } from '../../lib/resource/resource'
import { deleteRow, insertRow, restoreRow, updateRow } from '../../lib/resource/stored'
import { draft } from './page-data'
import { boxName, datesIssue, type EvidenceDraft, leftOutLimit, lineId, type NewEvidenceValues } from './schema'

type Picked = Pick<NewEvidenceValues, 'left_out' | 'shown'>

/** Lines that a form showed and that are not ticked, and those left out before that it did not show. */
export const leftOutOf = ({ left_out = [], shown, ...fields }: Picked) => {
  if (shown === undefined) return left_out
  const names = new Set(Object.keys(fields))
  const seen = new Set(shown.split(' ').filter((id) => lineId.safeParse(id).success))
  const unticked = [...seen].filter((id) => !names.has(boxName(id)))
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
