import type { Feature } from '../../lib/feature'

/** The API as a whole, and its description. */
export const api: Feature = {
  paths: {
    '/api/:below{.+}': { isForPrograms: true, takesTokens: true, limit: 'api' },
    '/api/docs/*': { isOpen: true, hasMoreStyle: true, routes: async () => (await import('./docs')).apiDocs },
    '/api/v1/openapi.json': { isOpen: true, routes: async () => (await import('./docs')).apiDescription },
  },
}
