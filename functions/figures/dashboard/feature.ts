import type { Feature } from '../../lib/feature'

/** Today. */
export const dashboard: Feature = {
  paths: {
    '/': { followsOrg: true, routes: async () => (await import('./routes')).dashboardRoutes() },
  },
}
