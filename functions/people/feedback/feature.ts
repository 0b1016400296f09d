import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Feedback that the person gave and received. */
export const feedback: Feature = {
  paths: {
    '/feedback/*': { use: 'journal', followsOrg: true, routes: async () => (await import('./routes')).feedback.routes },
    '/api/v1/feedback/*': { routes: async () => (await import('./routes')).feedbackApi },
  },
  selects: { feedback: async () => (await import('./routes')).feedback },
  kinds: {
    feedback: {
      one: 'Feedback',
      many: 'Feedback',
      icon: 'feedback',
      table: 'feedback',
      path: (id) => pathTo`/feedback/${id}`,
      org: { own: 'feedback.organization_id' },
      search: { title: 'title', notes: 'content', tags: 'tags', recency: 'feedback.date' },
      tagged: { list: '/feedback', date: 'date' },
    },
  },
}
