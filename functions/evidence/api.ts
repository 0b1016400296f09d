import { z } from 'zod'
import { orgInput } from '../lib/api/org'
import { dateInput, rowJson, rowMembers, seqInput } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { SearchFilter } from '../lib/search/filter'
import { drafts } from './page-data'
import { evidenceResource } from './resource'
import { EvidenceRow, evidenceFields, leftOutLimit, lineId } from './schema'

const leftOut = z
  .array(lineId)
  .max(leftOutLimit, 'At most 2,000 lines')
  .meta({ description: 'Lines that stay out, such as `goal:<id>`; `part:learnings` leaves out all learnings.' })

const EvidenceJson = EvidenceRow.extend({
  from_date: z.iso.date(),
  to_date: z.iso.date(),
  org: z.string().meta({ description: '`all`, `none` for Personal, or the id of an organization.' }),
  category: z.string().meta({ description: 'A category of goals and skills; empty for all.' }),
  left_out: leftOut,
  ...rowMembers,
}).meta({ id: 'EvidenceDraft' })

const fields = { ...evidenceFields, from_date: dateInput, to_date: dateInput, left_out: leftOut.optional() }

const example = { title: 'Half-year review', from_date: '2026-01-01', to_date: '2026-06-30' }

/** `/api/v1/evidence` */
export const evidenceApi = resourceApi(evidenceResource, {
  aName: 'an evidence draft',
  many: 'evidence drafts',
  tag: 'Evidence',
  schema: EvidenceJson,
  json: (rows) => rows.map((row) => rowJson(EvidenceRow, row)),
  create: z.strictObject(fields).meta({ id: 'NewEvidenceDraft', example }),
  patch: z
    .strictObject(fields)
    .partial()
    .extend({ seq: seqInput })
    .meta({ id: 'EvidenceDraftPatch', example: { introduction: 'What I did in the first half of the year.' } }),
  filter: { org: orgInput, q: SearchFilter },
  list: drafts,
})
