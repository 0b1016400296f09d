import type { Feature } from '../../lib/feature'

/** Full-text search through everything that a person wrote. */
export const search: Feature = {
  paths: {
    '/search/*': { followsOrg: true, routes: async () => (await import('./routes')).search },
    '/api/v1/search/*': { routes: async () => (await import('./api')).searchApi },
  },
}
