import { kindApi } from '../../lib/resource/api'
import { organizationKind, organizationResource, organizations } from './schema'

/** `/api/v1/organizations` */
export const organizationsApi = kindApi(organizationKind, organizationResource, {
  ...organizationKind.bodies({
    create: { name: 'Harbour Clinic', type: 'client' },
    patch: { notes: 'Invoices by the 5th' },
  }),
  list: organizations,
})
