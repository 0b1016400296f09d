import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Skills, with the person's level in each. */
export const skills: Feature = {
  paths: {
    '/skills/*': {
      use: 'learning',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).skills,
    },
    '/api/v1/skills/*': { routes: async () => (await import('./api')).skillsApi },
  },
  selects: { skill: async () => (await import('./routes')).skillBulkActions },
  kinds: {
    skill: {
      one: 'Skill',
      many: 'Skills',
      icon: 'skills',
      table: 'skills',
      path: (id) => pathTo`/skills/${id}`,
      org: { own: 'skills.organization_id' },
      search: { title: 'name', notes: 'notes' },
    },
  },
}
