import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'
import { clientOf } from '../../lib/org'

/** Projects, under which time and notes are filed. */
export const projects: Feature = {
  selects: { project: async () => (await import('../../figures/project-pages/routes')).selectedProjects },
  offline: { visited: ['/projects/:id'] },
  paths: {
    '/projects/*': {
      hasMoreStyle: true,
      followsOrg: true,
      routes: async () => (await import('../../figures/project-pages/routes')).projects,
    },
    '/projects/:id/merge/*': { routes: async () => (await import('../../data/merges/routes')).mergeProjects },
    'POST /projects/:id/merge': { isHeavy: true },
    '/api/v1/projects/*': { routes: async () => (await import('./api')).projectsApi },
  },
  kinds: {
    project: {
      one: 'Project',
      many: 'Projects',
      icon: 'projects',
      table: 'projects',
      path: (id) => pathTo`/projects/${id}`,
      org: { own: 'projects.organization_id' },
      search: { title: 'name' },
      choice: { name: 'name', where: "status = 'active'", order: 'name_key' },
      deleted: { detail: clientOf('row'), where: 'merged_into IS NULL' },
      undone: async () => (await import('./queries')).undoProjects,
    },
  },
}
