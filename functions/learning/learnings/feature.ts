import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Learnings: a person's notes by date. */
export const learnings: Feature = {
  selects: { learning: async () => (await import('./routes')).selectedLearnings },
  offline: { visited: ['/learnings/:id'] },
  paths: {
    '/learnings/*': {
      use: 'learning',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).learnings,
    },
    '/api/v1/learnings/*': { routes: async () => (await import('./routes')).learningsApi },
  },
  kinds: {
    learning: {
      one: 'Learning',
      many: 'Learnings',
      icon: 'learnings',
      table: 'learnings',
      path: (id) => pathTo`/learnings/${id}`,
      org: { own: 'learnings.organization_id', project: 'learnings.project_id' },
      search: { title: 'title', notes: 'content', tags: 'tags', recency: 'learnings.date' },
      tagged: { list: '/learnings', date: 'date' },
    },
  },
}
