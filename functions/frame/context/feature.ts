import type { Feature } from '../../lib/feature'

/** The organization that is chosen on a device. */
export const context: Feature = {
  paths: {
    '/context/*': { isOpenWhileRestoring: true, routes: async () => (await import('./routes')).contextRoutes },
  },
}
