import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** People whom the person works with. */
export const people: Feature = {
  paths: {
    '/people/*': {
      use: 'journal',
      followsOrg: true,
      routes: async () => (await import('../person-pages/routes')).people.routes,
    },
    '/people/:id/merge/*': { routes: async () => (await import('../../data/merges/routes')).mergePeople },
    '/api/v1/people/*': { routes: async () => (await import('../person-pages/routes')).peopleApi },
  },
  selects: { person: async () => (await import('../person-pages/routes')).people },
  kinds: {
    person: {
      one: 'Person',
      many: 'People',
      icon: 'people',
      table: 'people',
      path: (id) => pathTo`/people/${id}`,
      org: { own: 'people.organization_id' },
      search: { title: 'name', notes: 'notes' },
      choice: { name: 'name', order: 'name COLLATE NOCASE' },
      deleted: { detail: 'role' },
    },
  },
}
