import type { Feature } from '../../lib/feature'

/** Changes of many rows at once, which can be undone. */
export const changes: Feature = {
  paths: {
    '/changes/*': { hasMoreStyle: true, routes: async () => (await import('./routes')).changes },
    'POST /changes/:id/undo': { isHeavy: true },
    '/api/v1/changes/*': { routes: async () => (await import('./api')).changesApi },
    '/api/v1/selected/*': { routes: async () => (await import('./api')).selectedApi },
  },
}
