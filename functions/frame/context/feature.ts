import type { Feature } from '../../lib/feature'

/** The context (organization) chosen on a device. */
export const context: Feature = {
  paths: {
    '/context/*': { isOpenWhileRestoring: true, routes: async () => (await import('./routes')).contextRoutes },
  },
}
