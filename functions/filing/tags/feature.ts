import type { Feature } from '../../lib/feature'

/** The list of all tags. */
export const tags: Feature = {
  selects: { tag: async () => (await import('./routes')).selectedTags },
  paths: {
    '/tags/*': { hasMoreStyle: true, routes: async () => (await import('./routes')).tags },
    'POST /tags/selected': { isHeavy: true },
    '/api/v1/tags/*': { routes: async () => (await import('./api')).tagsApi },
  },
}
