import { z } from 'zod'
import { Instant, iso, seqInput, withLength } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { organizationInput } from '../organizations/choice'
import { matchExpression } from '../search/match'
import { SearchFilter } from '../search/schema'
import { peopleBefore } from './queries'
import { personResource } from './resource'
import { emailLimit, type ListedPerson, nameLimit, notesLimit, PersonRow, personFields, roleLimit } from './schema'

const PersonJson = PersonRow.extend({
  role: z.string().meta({ description: '`manager`, `coach`, `colleague` or other words; may be empty.' }),
  organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
  seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
  created_at: Instant,
  updated_at: Instant,
}).meta({ id: 'Person' })

const personJson = ({ organization_name, organization_id, created_at, updated_at, ...person }: ListedPerson) => ({
  ...person,
  organization_id: organization_name === null ? null : organization_id,
  created_at: iso(created_at),
  updated_at: iso(updated_at),
})

const fields = {
  ...personFields,
  name: withLength(personFields.name, { minLength: 1, maxLength: nameLimit }),
  role: withLength(personFields.role, { maxLength: roleLimit }),
  email: withLength(personFields.email, { maxLength: emailLimit }),
  notes: withLength(personFields.notes, { maxLength: notesLimit }),
  organization_id: organizationInput.optional(),
}

/** `/api/v1/people` */
export const peopleApi = resourceApi(personResource, {
  aName: 'a person',
  many: 'people',
  tag: 'People',
  schema: PersonJson,
  json: (rows) => rows.map(personJson),
  create: z.strictObject(fields).meta({ id: 'NewPerson', example: { name: 'Ada Byron', role: 'coach' } }),
  patch: z
    .strictObject({ ...fields, name: fields.name.optional(), seq: seqInput })
    .meta({ id: 'PersonPatch', example: { role: 'manager' } }),
  filter: {
    organization_id: z.string().max(100, 'At most 100 characters').optional().meta({ description: 'Of this one.' }),
    q: SearchFilter,
  },
  list: async (db, userId, { q = '', ...filter }, limit) => {
    const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'person' })
    return q !== '' && match === undefined ? [] : peopleBefore(db, userId, { ...filter, match }, limit)
  },
})
