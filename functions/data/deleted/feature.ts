import type { Feature } from '../../lib/feature'

/** The last 30 days of deleted rows. */
export const deleted: Feature = {
  paths: {
    '/deleted/*': { hasMoreStyle: true, routes: async () => (await import('./routes')).deleted },
  },
}
