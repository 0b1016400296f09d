import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Organizations. A client is an organization with the type `client`. */
export const organizations: Feature = {
  paths: {
    '/organizations/*': {
      use: 'journal',
      hasMoreStyle: true,
      routes: async () => (await import('../organization-pages/routes')).organizations.routes,
    },
    'POST /organizations/delete': { isHeavy: true },
    '/organizations/:id/merge/*': {
      routes: async () => (await import('../../data/merges/routes')).mergeOrganizations,
    },
    'POST /organizations/:id/merge': { isHeavy: true },
    '/api/v1/organizations/*': { routes: async () => (await import('../organization-pages/routes')).organizationsApi },
  },
  selects: { organization: async () => (await import('../organization-pages/routes')).organizations },
  kinds: {
    organization: {
      one: 'Organization',
      many: 'Organizations',
      icon: 'organizations',
      table: 'organizations',
      path: (id) => pathTo`/organizations/${id}`,
      org: { own: 'organizations.id' },
      search: { title: 'name', notes: 'notes' },
      choice: { name: 'name', order: 'deleted_at IS NOT NULL, name_key' },
    },
  },
}
