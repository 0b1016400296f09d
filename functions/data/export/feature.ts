import type { Feature } from '../../lib/feature'

/** Export of all of a person's data. */
export const exports: Feature = {
  paths: {
    '/settings/export/*': { isLongRead: true, routes: async () => (await import('./routes')).exportSettings },
    '/api/v1/export/*': { isLongRead: true, routes: async () => (await import('./api')).exportApi },
    '/api/v1/exports/*': { isLongRead: true, routes: async () => (await import('./api')).exportsApi },
  },
}
