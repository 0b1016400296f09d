import type { Feature } from '../../lib/feature'

/** Pages for development. */
export const dev: Feature = {
  paths: {
    '/dev/*': { isOpen: true, hasMoreStyle: true, routes: async () => (await import('./routes')).dev },
  },
}
