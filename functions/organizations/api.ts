import { z } from 'zod'
import { Instant, iso, seqInput, withLength } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { matchExpression } from '../search/match'
import { SearchFilter } from '../search/schema'
import { organizationsBefore } from './queries'
import { organizationResource } from './resource'
import {
  type ListedOrganization,
  nameLimit,
  notesLimit,
  OrganizationRow,
  organizationFields,
  organizationType,
} from './schema'

const OrganizationJson = OrganizationRow.extend({
  seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
  created_at: Instant,
  updated_at: Instant,
}).meta({ id: 'Organization' })

const organizationJson = ({
  person_count: _,
  project_count: __,
  created_at,
  updated_at,
  ...organization
}: ListedOrganization) => ({
  ...organization,
  created_at: iso(created_at),
  updated_at: iso(updated_at),
})

const fields = {
  ...organizationFields,
  name: withLength(organizationFields.name, { minLength: 1, maxLength: nameLimit }),
  notes: withLength(organizationFields.notes, { maxLength: notesLimit }),
}

/** `/api/v1/organizations` */
export const organizationsApi = resourceApi(organizationResource, {
  aName: 'an organization',
  tag: 'Organizations',
  schema: OrganizationJson,
  json: (rows) => rows.map(organizationJson),
  create: z.strictObject(fields).meta({ id: 'NewOrganization', example: { name: 'Harbour Clinic', type: 'client' } }),
  patch: z
    .strictObject({ ...fields, name: fields.name.optional(), seq: seqInput })
    .meta({ id: 'OrganizationPatch', example: { notes: 'Invoices by the 5th' } }),
  filter: { type: organizationType.optional(), q: SearchFilter },
  list: async (db, userId, { q = '', ...filter }, limit) => {
    const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'organization' })
    return q !== '' && match === undefined ? [] : organizationsBefore(db, userId, { ...filter, match }, limit)
  },
})
