import { rowMembers, SearchFilter } from '../../lib/api/values'
import { resourceApi } from '../../lib/resource/api'
import { bodiesOf } from '../../lib/resource/members'
import { OrganizationRow, organizationFields, organizationResource, organizations, organizationType } from './schema'

/** `/api/v1/organizations` */
export const organizationsApi = resourceApi(organizationResource, {
  aName: 'an organization',
  tag: 'Organizations',
  schema: OrganizationRow.extend(rowMembers).meta({ id: 'Organization' }),
  ...bodiesOf({
    id: 'Organization',
    fields: organizationFields,
    examples: { create: { name: 'Harbour Clinic', type: 'client' }, patch: { notes: 'Invoices by the 5th' } },
  }),
  filter: { type: organizationType.optional(), q: SearchFilter },
  list: organizations,
})
