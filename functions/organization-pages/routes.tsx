import { OrganizationsPage } from '../../views/organization-pages/page'
import { listedPages } from '../lib/resource/pages'
import { organizationResource } from '../organizations/resource'
import { organizationPages, readOrganizations } from './pages'

/** `/organizations` */
export const organizations = listedPages(organizationResource, organizationPages, {
  title: 'Organizations',
  read: readOrganizations,
  view: (page) => <OrganizationsPage {...page} />,
})
