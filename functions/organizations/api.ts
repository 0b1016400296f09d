import { rowJson, rowMembers } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { belowId } from '../lib/resource/cursor'
import { bodiesOf } from '../lib/resource/members'
import { SearchFilter } from '../search/schema'
import { organizations } from './queries'
import { organizationResource } from './resource'
import { type ListedOrganization, OrganizationRow, organizationFields, organizationType } from './schema'

const organizationJson = ({ person_count: _, project_count: __, ...organization }: ListedOrganization) =>
  rowJson(organization)

/** `/api/v1/organizations` */
export const organizationsApi = resourceApi(organizationResource, {
  aName: 'an organization',
  tag: 'Organizations',
  schema: OrganizationRow.extend(rowMembers).meta({ id: 'Organization' }),
  json: (rows) => rows.map(organizationJson),
  ...bodiesOf({
    id: 'Organization',
    fields: organizationFields,
    examples: { create: { name: 'Harbour Clinic', type: 'client' }, patch: { notes: 'Invoices by the 5th' } },
  }),
  filter: { type: organizationType.optional(), q: SearchFilter },
  list: (db, userId, { cursor, ...filter }, limit) =>
    organizations(db, userId, filter, belowId('organizations', cursor), limit),
})
