import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Saved views: named queries of pages of tracked time. */
export const views: Feature = {
  paths: {
    '/views/*': { use: 'time', routes: async () => (await import('./routes')).views.routes },
    'POST /views/selected': { isHeavy: true },
    '/api/v1/views/*': { routes: async () => (await import('./routes')).viewsApi },
  },
  selects: { view: async () => (await import('./routes')).views },
  kinds: {
    view: {
      one: 'View',
      many: 'Saved views',
      icon: 'filter',
      table: 'views',
      path: (id) => pathTo`/views/${id}`,
      org: {},
      search: { title: 'name' },
    },
  },
}
