import type { Feature } from '../../lib/feature'

/** The one list of tags. */
export const tags: Feature = {
  paths: {
    '/tags/*': { routes: async () => (await import('./routes')).tags },
    'POST /tags/delete': { isHeavy: true },
    'POST /tags/rename': { isHeavy: true },
    '/api/v1/tags/*': { routes: async () => (await import('./api')).tagsApi },
  },
}
